import type { Credentials } from '../domain/credentials.ts';
import { AppError } from '../domain/errors.ts';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchiveOrigin,
  type LabArchive,
} from '../domain/lab-archive.ts';
import { MASK } from '../domain/mask.ts';
import type { Clock } from '../domain/ports.ts';
import type { ReceivedMessage, Stores } from '../domain/stores.ts';
import { readArchive } from './archive-schema.ts';
import {
  createMasker,
  maskAccount,
  maskAttempt,
  maskDelivery,
  maskMessage,
  maskSettings,
} from './mask-archive.ts';

export interface ArchiveParts {
  stores: Stores;
  clock: Clock;
  release(): string;
  settings(): { providers: unknown; portal: unknown };
  secrets(): string[];
  credentialsOf(message: Pick<ReceivedMessage, 'text' | 'html'>): Credentials | null;
  /** Empties the lab. */
  reset(): Promise<void>;
}

export interface LabArchives {
  /** `keepTexts`: passwords of guests stay in the texts and bytes of messages. */
  export(options: { keepTexts: boolean }): Promise<LabArchive>;
  /**
   * Shows an exported lab as it was. Throws `AppError`: `invalid` for what is no such file or one of another
   * version, `conflict` when this lab is not empty and `replace` is not set.
   */
  import(json: unknown, options: { replace: boolean }): Promise<ArchiveOrigin>;
  /** Where what is shown comes from; null for a lab of its own. */
  origin(): Promise<ArchiveOrigin | null>;
}

/** The newest of each kind; more would make a file that no bug report takes. */
const MOST = 5_000;
const PAGE = 500;
const FACT = 'import';

export function createLabArchives(parts: ArchiveParts): LabArchives {
  const { stores } = parts;
  return {
    export: ({ keepTexts }) => exportLab(parts, keepTexts),
    async import(json, { replace }) {
      const archive = checked(json);
      if (!replace && !(await isEmpty(stores))) {
        throw new AppError(
          'conflict',
          'This lab is not empty. Reset it first, or choose to delete what is here with the import (replace=1, on the command line --replace).',
        );
      }
      if (replace) await parts.reset();
      try {
        await restore(parts, archive);
      } catch (error) {
        await stores.clear();
        throw error;
      }
      return archive.origin;
    },
    async origin() {
      const fact = await stores.facts.find(FACT);
      return fact === null ? null : JSON.parse(fact);
    },
  };
}

async function exportLab({ stores, ...parts }: ArchiveParts, keepTexts: boolean): Promise<LabArchive> {
  const accounts = await all((page) => stores.accounts.list(page));
  const deliveries = await all((page) => stores.deliveries.list(page));
  const messages = await all((page) => stores.received.listMessages(page));
  const requests = await all((page) => stores.received.listRequests(page));
  const audit = await all((page) => stores.audit.list(page));
  const sessions = await all((page) => stores.networkSessions.list(page));
  const texts = [
    ...deliveries.items.map(({ message }) => ({ text: message.text, html: message.html ?? null })),
    ...messages.items,
  ];
  const passwords = [
    ...accounts.items.map(({ password }) => password),
    ...texts.flatMap((message) => parts.credentialsOf(message)?.password ?? []),
  ];
  const secrets = parts.secrets();
  const masker = createMasker(secrets, keepTexts ? [] : passwords);
  const { providers, portal } = parts.settings();
  return {
    format: ARCHIVE_FORMAT,
    version: ARCHIVE_VERSION,
    origin: {
      exportedAt: parts.clock.now().toISOString(),
      release: parts.release(),
      texts: keepTexts ? 'kept' : 'masked',
      cut: [accounts, deliveries, messages, requests, audit, sessions].some(({ cut }) => cut),
      settings: { providers: maskSettings(providers, secrets), portal: maskSettings(portal, secrets) },
    },
    accounts: accounts.items.map(maskAccount),
    deliveries: await each(deliveries.items, async ({ id }) => {
      const found = await stores.deliveries.find(id);
      return found === null
        ? []
        : [
            {
              delivery: maskDelivery(found.delivery, masker),
              attempts: found.attempts.map((attempt) => maskAttempt(attempt, masker)),
            },
          ];
    }),
    requests: await each(requests.items, async ({ id }) => {
      const found = await stores.received.findRequest(id);
      if (found === null) return [];
      const base64 = (bytes: Uint8Array) => Buffer.from(masker.bytes(bytes)).toString('base64');
      return [{ ...found, raw: base64(found.raw), response: base64(found.response) }];
    }),
    messages: messages.items.map((message) => maskMessage(message, masker)),
    audit: audit.items,
    sessions: sessions.items,
    devices: await each(accounts.items, ({ id }) => stores.devices.listByAccount(id)),
  };
}

/** Oldest first. */
async function all<T>(
  list: (page: { limit: number; offset: number }) => Promise<{ total: number; items: T[] }>,
): Promise<{ items: T[]; cut: boolean }> {
  const items: T[] = [];
  for (;;) {
    const page = await list({ limit: PAGE, offset: items.length });
    items.push(...page.items);
    if (page.items.length < PAGE || items.length >= MOST) {
      return { items: items.slice(0, MOST).reverse(), cut: page.total > MOST };
    }
  }
}

async function each<T, R>(items: T[], read: (item: T) => Promise<R[]>): Promise<R[]> {
  const found: R[] = [];
  for (const item of items) found.push(...(await read(item)));
  return found;
}

function checked(json: unknown): LabArchive {
  const { format, version } =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  if (format !== ARCHIVE_FORMAT) {
    throw new AppError('invalid', `This is no exported lab: "format" must be "${ARCHIVE_FORMAT}".`);
  }
  if (version !== ARCHIVE_VERSION) {
    throw new AppError(
      'invalid',
      `This file has version ${JSON.stringify(version)}; this program reads version ${ARCHIVE_VERSION}. Use the program that wrote it, or a newer one.`,
    );
  }
  const read = readArchive(json);
  if ('archive' in read) return read.archive;
  throw new AppError('invalid', `The exported lab cannot be read at ${read.path}: ${read.problem}.`);
}

async function isEmpty({ accounts, deliveries, received, networkSessions }: Stores): Promise<boolean> {
  const page = { limit: 1, offset: 0 };
  const lists = await Promise.all([
    accounts.list(page),
    deliveries.list(page),
    received.listRequests(page),
    received.listMessages(page),
    networkSessions.list(page),
  ]);
  return lists.every(({ total }) => total === 0);
}

async function restore({ stores, clock }: ArchiveParts, archive: LabArchive): Promise<void> {
  const now = clock.now().toISOString();
  for (const account of archive.accounts) {
    // Nobody is told of an end that was somewhere else.
    const settled = { ...account, password: MASK, expiryNotifiedAt: account.expiryNotifiedAt ?? now };
    const { result } = await stores.accounts.create(settled, []);
    if (result !== 'created') throw new AppError('invalid', `Two accounts are called ${account.username}.`);
  }
  for (const { delivery, attempts } of archive.deliveries) {
    // What waited when the lab was exported must not be sent from here.
    const waiting = delivery.status === 'queued' || delivery.status === 'sending';
    const reason = 'It was not sent yet when the lab was exported. Nothing is sent from an import.';
    const held = waiting ? { ...delivery, status: 'failed' as const, reason } : delivery;
    await stores.deliveries.restore(held, attempts);
  }
  for (const request of archive.requests) {
    const bytes = (text: string) => Buffer.from(text, 'base64');
    await stores.received.saveRequest({
      ...request,
      raw: bytes(request.raw),
      response: bytes(request.response),
    });
  }
  for (const message of archive.messages) await stores.received.saveMessage(message);
  if (archive.audit.length > 0) await stores.audit.record(...archive.audit);
  for (const session of archive.sessions) await stores.networkSessions.save(session);
  for (const device of archive.devices) await stores.devices.save(device);
  await stores.facts.save(FACT, JSON.stringify(archive.origin));
}
