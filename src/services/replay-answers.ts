import { bodyItems } from '../domain/comparison/body-items.ts';
import { compareItems } from '../domain/comparison/compare-items.ts';
import { headerOf, type RawHttp, readRawHttp } from '../domain/comparison/raw-http.ts';
import { readSent } from '../domain/comparison/read-sent.ts';
import type { ComparedRow, Item } from '../domain/comparison/row.ts';
import type { HttpProvider, Provider } from '../domain/provider.ts';
import { type Recording, type RecordingStore, recipientClass, withMessage } from '../domain/recording.ts';

/** A request that a simulator got, and the answer that it is to give; `message` when that is an acceptance. */
export interface Replayed {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  refusal: string | null;
  message: { to: string; text: string; providerMessageId: string } | null;
}

/** How many of the newest recordings of a host are looked through. */
const NEWEST = 200;

/**
 * Answers requests to providers whose `emulator.replay` is set, by their Host header: with the newest recording of that
 * host and outcome, of the same class of recipient, else of any. Null leaves the answer to the simulator.
 */
export function createReplay(parts: {
  recordings: RecordingStore;
  providers(): Provider[];
}): (raw: Uint8Array) => Promise<Replayed | null> {
  return async (raw) => {
    const http = readRawHttp(raw);
    const host = http && headerOf(http.headers, 'host').toLowerCase().replace(/:\d+$/, '');
    const provider = parts
      .providers()
      .find((one): one is HttpProvider => one.type === 'http' && isOn(one) && hostOf(one.url) === host);
    if (http === null || provider === undefined || !host) return null;
    const wanted = provider.emulator.replay;
    const all = await parts.recordings.list({ host, limit: NEWEST });
    const fitting = all.filter(
      ({ outcome, method }) => method === http.method && (wanted === 'any' || outcome === wanted),
    );
    const sent = readSent(http, []) ?? { to: '', text: '' };
    const kind = recipientClass(sent.to);
    const found = fitting.find((one) => one.recipientClass === kind) ?? fitting[0];
    return found === undefined ? null : answerOf(found, sent);
  };
}

function answerOf(recording: Recording, sent: { to: string; text: string }): Replayed {
  const { status, headers, outcome, providerMessageId, recordedAt } = recording;
  return {
    status,
    headers,
    body: withMessage(recording.body, sent),
    refusal: outcome === 'refused' ? `As recorded on ${recordedAt}: HTTP ${status}` : null,
    message: outcome === 'accepted' ? { ...sent, providerMessageId } : null,
  };
}

function isOn({ emulator }: HttpProvider): boolean {
  return emulator.replay !== undefined && emulator.replay !== 'off';
}

function hostOf(url: string): string {
  return /^\s*https?:\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** What another answer to the same message may have of its own: names and times. */
const VOLATILE =
  /^(?:date|etag|server|via|x-.*|.*request-id|cf-.*|set-cookie|expires|age|vary|strict-transport-security|content-length|connection|keep-alive)$/i;
const VOLATILE_MEMBERS =
  /(?:^|[._])(?:sid|id|uri|apiMessageId|messageId|message_id|date_\w+|\w+_at|price|\w*sid|timestamp)(?:\[\d+\])?$/i;

/**
 * A recorded answer beside what our simulator answers to the same message: status, headers by name, members of JSON.
 * `theirs` is the provider's.
 */
export function compareAnswers(
  recording: Recording,
  simulated: { status: number; headers: [name: string, value: string][]; body: string },
  sent: { to: string; text: string },
): ComparedRow[] {
  const theirs = { ...recording, body: withMessage(recording.body, sent) };
  const status = ({ status }: { status: number }): Item[] => [
    { name: 'status', written: String(status), means: String(status) },
  ];
  const headers = (from: { headers: RawHttp['headers'] }): Item[] =>
    from.headers.map(([name, value]) => ({
      name,
      written: value,
      means: value.toLowerCase().replace(/\s+/g, ''),
    }));
  const body = (from: { headers: RawHttp['headers']; body: string }): Item[] => {
    const read = bodyItems({ headers: from.headers, body: Buffer.from(from.body).toString('latin1') });
    return read.kind === 'json' ? read.items : [{ name: 'text', written: from.body, means: from.body }];
  };
  const allow = (pattern: RegExp) => (name: string) => (pattern.test(name) ? ('date' as const) : null);
  const both = [theirs, simulated] as const;
  return [
    ...compareItems('start', { theirs: status(both[0]), ours: status(both[1]) }),
    ...compareItems('header', { theirs: headers(both[0]), ours: headers(both[1]) }, allow(VOLATILE)),
    ...compareItems('json', { theirs: body(both[0]), ours: body(both[1]) }, allow(VOLATILE_MEMBERS)),
  ].filter(({ verdict }) => verdict !== 'order');
}
