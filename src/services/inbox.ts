import { addressKey } from '../domain/address.ts';
import { type Credentials, createCredentialReader } from '../domain/credentials.ts';
import { AppError } from '../domain/errors.ts';
import type { Events } from '../domain/events.ts';
import type { ReceivedMessage, ReceivedStore } from '../domain/stores.ts';
import { WaitTimeout } from './wait-timeout.ts';

/** A message as a phone or a mailbox got it. */
export interface InboxMessage {
  id: string;
  channel: 'sms' | 'email';
  to: string;
  from: string;
  subject: string | null;
  text: string;
  html: string | null;
  /** The user name and password it carries; null when it carries none. */
  credentials: Credentials | null;
  /** The simulator that accepted it. */
  provider: string;
  providerMessageId: string;
  receivedAt: string;
  requestId: string;
  /** The exact bytes of the request that brought it, nothing masked. */
  rawRequest: Buffer;
}

export interface InboxFilter {
  /** A number in any spelling, or an address. */
  to?: string;
  channel?: 'sms' | 'email';
}

export interface WaitOptions extends InboxFilter {
  /** The id of a message: wait for the first one that came later. */
  after?: string;
  /** Milliseconds; 5000 unless told. */
  timeoutMs?: number;
  /** Ends the wait early, with the signal's reason. */
  signal?: AbortSignal;
}

export interface Inbox {
  /** Newest first; 50 unless told. */
  list(
    filter?: InboxFilter & { after?: string; limit?: number; offset?: number },
  ): Promise<{ total: number; items: InboxMessage[] }>;
  /** Null when there is no such message. */
  find(id: string): Promise<InboxMessage | null>;
  /** The newest message; null when there is none. */
  latest(): Promise<InboxMessage | null>;
  /**
   * The newest message that matches, at once when it is there already; with `after`, the first one later than that.
   * Rejects with a `WaitTimeout`, which says what came instead and what failed.
   */
  waitFor(options?: WaitOptions): Promise<InboxMessage>;
  /** The user name and password in a text; null when there is none. */
  credentialsOf(message: Pick<ReceivedMessage, 'text' | 'html'>): Credentials | null;
  /** Ends every wait with an `AppError`, `conflict`. */
  close(): void;
}

export interface InboxParts {
  received: ReceivedStore;
  events: Events;
  /** The notification texts of the portal, with their variables: what credentials are recognised by. */
  templates(): string[];
  /** The newest delivery to this recipient that failed, for the sentence of a timeout. */
  lastFailure?(to: string | undefined): Promise<{ to: string; provider: string; reason: string } | null>;
}

interface Waiter {
  options: WaitOptions;
  settle(message: InboxMessage | Error): void;
}

/** Reads and awaits what the simulators received. Waits on events, never by asking again and again. */
export function createInbox(parts: InboxParts): Inbox {
  const { received, events } = parts;
  const waiters = new Set<Waiter>();
  let unsubscribe: (() => void) | null = null;
  let reader = { key: '', read: createCredentialReader([]) };

  function credentialsOf(message: Pick<ReceivedMessage, 'text' | 'html'>): Credentials | null {
    const templates = parts.templates();
    const key = JSON.stringify(templates);
    if (key !== reader.key) reader = { key, read: createCredentialReader(templates) };
    return (
      reader.read(message.text) ?? (message.html === null ? null : reader.read(textOfHtml(message.html)))
    );
  }

  async function complete(message: ReceivedMessage): Promise<InboxMessage> {
    const request = await received.findRequest(message.requestId);
    return { ...message, credentials: credentialsOf(message), rawRequest: Buffer.from(request?.raw ?? []) };
  }

  async function present({ to, channel, after }: WaitOptions): Promise<ReceivedMessage | null> {
    const filter = { to, channel, after };
    const newest = await received.listMessages({ ...filter, limit: 1 });
    if (after === undefined || newest.total <= 1) return newest.items[0] ?? null;
    const first = await received.listMessages({ ...filter, limit: 1, offset: newest.total - 1 });
    return first.items[0] ?? null;
  }

  /** One look-up a message, however many wait; a message later than `after` is what every event brings. */
  async function hand(id: string): Promise<void> {
    const message = await received.findMessage(id);
    if (message === null) return;
    const takers = [...waiters].filter(({ options }) => matches(message, options) && options.after !== id);
    if (takers.length === 0) return;
    const whole = await complete(message);
    for (const waiter of takers) waiter.settle(whole);
  }

  function join(waiter: Waiter): void {
    waiters.add(waiter);
    unsubscribe ??= events.subscribe((event) => {
      if (event.type !== 'message') return;
      const waiting = [...waiters];
      hand(event.id).catch((error: Error) => {
        for (const waiter of waiting) waiter.settle(error);
      });
    });
  }

  function leave(waiter: Waiter): void {
    waiters.delete(waiter);
    if (waiters.size > 0) return;
    unsubscribe?.();
    unsubscribe = null;
  }

  async function timeoutOf(options: WaitOptions, timeoutMs: number): Promise<Error> {
    const { after } = options;
    const [arrived, failure] = await Promise.all([
      received.listMessages({ after, limit: 3 }),
      parts.lastFailure?.(options.to) ?? null,
    ]);
    return new WaitTimeout({ ...options, timeoutMs }, arrived, failure);
  }

  function waitFor(options: WaitOptions = {}): Promise<InboxMessage> {
    const { timeoutMs = 5000, signal } = options;
    return new Promise((resolve, reject) => {
      const abort = () => waiter.settle(asError(signal?.reason));
      const timer = setTimeout(() => {
        // However short the time, one look is taken.
        looked.then(() => timeoutOf(options, timeoutMs)).then(waiter.settle, waiter.settle);
      }, timeoutMs);
      const waiter: Waiter = {
        options,
        settle(result) {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          leave(waiter);
          if (result instanceof Error) reject(result);
          else resolve(result);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      // Listening begins before looking, so that nothing slips through between the two.
      join(waiter);
      const looked = present(options)
        .then((message) => message && complete(message))
        .then((message) => message && waiter.settle(message), waiter.settle);
      if (signal?.aborted) abort();
    });
  }

  return {
    waitFor,
    credentialsOf,
    close() {
      const closed = new AppError('conflict', 'The emulator was closed during the wait.');
      for (const waiter of [...waiters]) waiter.settle(closed);
    },
    async list({ limit = 50, ...filter } = {}) {
      const { total, items } = await received.listMessages({ ...filter, limit });
      return { total, items: await Promise.all(items.map(complete)) };
    },
    async find(id) {
      const message = await received.findMessage(id);
      return message && complete(message);
    },
    async latest() {
      const id = await received.latestMessage();
      const message = id === null ? null : await received.findMessage(id);
      return message && complete(message);
    },
  };
}

function matches(message: ReceivedMessage, { to, channel }: InboxFilter): boolean {
  if (channel !== undefined && message.channel !== channel) return false;
  return to === undefined || addressKey(message.to) === addressKey(to);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The wait was ended.');
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'" };

/** Good enough to find credentials in a mail that has no text part; nothing is shown from it. */
function textOfHtml(html: string): string {
  return html
    .slice(0, 100_000)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(lt|gt|amp|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
