import { createHash } from 'node:crypto';
import type { IseVerdict, ProviderVerdict } from '../../../domain/channel.ts';
import type { Events } from '../../../domain/events.ts';
import { type DiffLine, lineDiff } from '../../../domain/line-diff.ts';
import type { JsonRow } from '../../../domain/provider-book.ts';
import type { DeliveryStore } from '../../../domain/stores.ts';
import { utf8OrLatin1 } from '../read-http.ts';
import { fieldsOf } from './fields.ts';
import { formOf, memberOf, typeOf } from './form.ts';

/** A setting at the time of a try. `mark` tells hidden values apart. */
interface Setting {
  name: string;
  shown: string;
  mark: string;
}

export interface Outcome {
  deliveryId: string;
  iseVerdict: IseVerdict | null;
  providerVerdict: ProviderVerdict | null;
  reason: string | null;
}

/** What was tried, and how it ended. */
export interface Try {
  at: string;
  /** Null when it was not made on the page of its provider: then only the bytes are known. */
  settings: Setting[] | null;
  /** As sent, masked; null when they cannot be compared. */
  bytes: string | null;
  outcome: Outcome | null;
}

export interface Comparison {
  /** The try that is compared with. */
  at: string;
  outcome: { before: Outcome; after: Outcome | null };
  /** Null when the settings of the old try are not known. `hidden`: both look alike, for they are credentials. */
  settings: { name: string; before: string; after: string; hidden: boolean }[] | null;
  /** Null when the bytes cannot be compared; empty when they are the same. */
  bytes: DiffLine[] | null;
}

const KEPT_PROVIDERS = 200;

/** Remembers the last try of each provider. What was sent before the start is found among the deliveries. */
export function createTries(deliveries: DeliveryStore, events: Events) {
  const last = new Map<string, Try>();
  // Looked up once, not with every key that is pressed; until something is delivered.
  const stored = new Map<string, Try | null>();
  events.subscribe(({ type }) => {
    if (type === 'reset') last.clear();
    if (type === 'reset' || type === 'delivery') stored.clear();
  });
  return {
    async last(provider: string): Promise<Try | null> {
      const known = last.get(provider) ?? stored.get(provider);
      if (known !== undefined) return known;
      const found = await fromStore(deliveries, provider);
      stored.set(provider, found);
      return found;
    },
    keep(provider: string, made: Try): void {
      last.delete(provider);
      last.set(provider, made);
      const [oldest] = last.keys();
      if (last.size > KEPT_PROVIDERS && oldest !== undefined) last.delete(oldest);
    },
  };
}

async function fromStore(deliveries: DeliveryStore, provider: string): Promise<Try | null> {
  const [delivery] = (await deliveries.list({ provider, limit: 1, offset: 0 })).items;
  if (delivery === undefined || delivery.attemptCount === 0) return null;
  const found = await deliveries.find(delivery.id);
  const attempt = found?.attempts.at(-1);
  if (attempt === undefined) return null;
  const transcripts = attempt.transcripts.filter(({ protocol }) => protocol === 'http');
  const requests = transcripts
    .flatMap(({ exchanges }) => exchanges.slice(0, 1))
    .map(({ request }) => request);
  return {
    at: attempt.startedAt,
    settings: null,
    bytes:
      requests.length === 0
        ? null
        : requests.map((base64) => utf8OrLatin1(Buffer.from(base64, 'base64'))).join('\n\n'),
    outcome: { ...delivery, deliveryId: delivery.id },
  };
}

/** The settings of a row, credentials hidden. */
export function settingsOf(row: JsonRow): Setting[] {
  const values = formOf(row);
  const { own, emulator } = fieldsOf(typeOf(row));
  return [...own, ...emulator].map(({ name }) => ({
    name,
    shown: values[name] ?? '',
    mark: createHash('sha256')
      .update(JSON.stringify(memberOf(row, name)) ?? '')
      .digest('base64'),
  }));
}

/** Null when there is nothing to compare with. */
export function compare(before: Try | null, after: Try): Comparison | null {
  if (before === null || before.outcome === null) return null;
  return {
    at: before.at,
    outcome: { before: before.outcome, after: after.outcome },
    settings: before.settings && changedSettings(before.settings, after.settings ?? []),
    bytes:
      before.bytes === null || after.bytes === null
        ? null
        : changedLines(steady(before.bytes), steady(after.bytes)),
  };
}

function changedSettings(before: Setting[], after: Setting[]): Comparison['settings'] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [old, fresh] = [before, after].map((list) => list.find((one) => one.name === name));
    if (old?.mark === fresh?.mark) return [];
    const [was, is] = [old?.shown ?? '', fresh?.shown ?? ''];
    return [{ name, before: was, after: is, hidden: was === is }];
  });
}

function changedLines(before: string, after: string): DiffLine[] {
  return before === after ? [] : lineDiff(before, after);
}

/** What differs in every mail: it would hide what the tester changed. */
function steady(bytes: string): string {
  return bytes.replace(/\r\n/g, '\n').replace(/^((?:Date|Message-ID):).*$/gim, '$1 …');
}
