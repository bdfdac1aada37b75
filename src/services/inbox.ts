import { type Credentials, createCredentialReader } from '../domain/credentials.ts';
import { AppError } from '../domain/errors.ts';
import type { Events } from '../domain/events.ts';
import type { ReceivedMessage, ReceivedStore } from '../domain/stores.ts';
import { afterMs } from './after-ms.ts';
import { checkFilter, checkSpan, FILTER } from './check-filter.ts';
import { findMatching, type InboxFilter, listMatching, matches, textOfHtml } from './inbox-filter.ts';
import { UnexpectedMessage } from './unexpected-message.ts';
import { WaitTimeout } from './wait-timeout.ts';

export type { InboxFilter } from './inbox-filter.ts';

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
  /** The same two by themselves. */
  username: string | null;
  password: string | null;
  /** The `X-Lab-Tag` of the request that caused it; null without. */
  tag: string | null;
  /** The simulator that accepted it. */
  provider: string;
  providerMessageId: string;
  receivedAt: string;
  requestId: string;
  /** The exact bytes of the request that brought it, nothing masked. */
  rawRequest: Buffer;
}

export interface ExpectOptions extends InboxFilter {
  /** The id of a message: only those that came later count. */
  after?: string;
  /** Ends the wait early, with the signal's reason. */
  signal?: AbortSignal;
}

export interface WaitOptions extends ExpectOptions {
  /** Milliseconds; 5000 unless told. Real ones, whatever clock the emulator was given. */
  timeoutMs?: number;
}

/** A misspelt field, or a value that cannot be meant, is refused with a `TypeError`. */
export interface Inbox {
  /** Newest first; 50 unless told. */
  list(
    filter?: InboxFilter & { after?: string; limit?: number; offset?: number },
  ): Promise<{ total: number; items: InboxMessage[] }>;
  /** Null when there is no such message. */
  find(id: string): Promise<InboxMessage | null>;
  /** The newest message that matches; null when there is none. */
  latest(filter?: InboxFilter & { after?: string }): Promise<InboxMessage | null>;
  /**
   * The newest message that matches, at once when it is there already; with `after`, the first one later than that.
   * Rejects with a `WaitTimeout`, which says what came instead and what failed.
   */
  waitFor(options?: WaitOptions): Promise<InboxMessage>;
  /**
   * Resolves when nothing that matches is there, and nothing came within `forMs` real milliseconds. Without `forMs`, no
   * time is waited for: it resolves once no delivery is queued or under way. Rejects with an `UnexpectedMessage`, at
   * once, when something came.
   */
  expectNone(filter?: ExpectOptions, forMs?: number): Promise<void>;
  /** The user name and password in a text; null when there is none. */
  credentialsOf(message: Pick<ReceivedMessage, 'text' | 'html'>): Credentials | null;
  /** Ends every wait with an `AppError`, `conflict`, with which everything else is refused from now on. */
  close(): void;
}

export interface InboxParts {
  received: ReceivedStore;
  events: Events;
  /** The notification texts of the portal, with their variables: what credentials are recognised by. */
  templates(): string[];
  /** The newest delivery to this recipient, of this test, that failed, for the sentence of a timeout. */
  lastFailure?(about: {
    to?: string;
    tag?: string;
  }): Promise<{ to: string; provider: string; reason: string } | null>;
  /** Resolves when no delivery is queued or under way. */
  settled?(): Promise<void>;
}

interface Waiter {
  options: ExpectOptions;
  settle(message: InboxMessage | Error): void;
}

/** Reads and awaits what the simulators received. Waits on events, never by asking again and again. */
export function createInbox(parts: InboxParts): Inbox {
  const { received, events } = parts;
  const waiters = new Set<Waiter>();
  let unsubscribe: (() => void) | null = null;
  let reader = { key: '', read: createCredentialReader([]) };
  let closed = false;

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
    const credentials = credentialsOf(message);
    return {
      ...message,
      tag: message.tag ?? null,
      credentials,
      username: credentials?.username ?? null,
      password: credentials?.password ?? null,
      rawRequest: Buffer.from(request?.raw ?? []),
    };
  }

  /** What a store says that is being closed is not for the caller. */
  async function whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (closed) throw closedError('The emulator is closed.');
    try {
      return await work();
    } catch (error) {
      throw closed && !(error instanceof AppError) ? closedError('The emulator is closed.') : error;
    }
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

  /** The first message that matches, there or to come; null when `end` comes first, before which one look is taken. */
  function arrival(
    options: ExpectOptions,
    end: (over: () => void) => () => void,
  ): Promise<InboxMessage | null> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const abort = () => settle(asError(signal?.reason));
      const settle = (result: InboxMessage | Error | null) => {
        stop();
        signal?.removeEventListener('abort', abort);
        leave(waiter);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const waiter: Waiter = { options, settle };
      signal?.addEventListener('abort', abort, { once: true });
      // Listening begins before looking, so that nothing slips through between the two.
      join(waiter);
      const looked = findMatching(received, options)
        .then((message) => message && complete(message))
        .then((message) => message && settle(message), settle);
      const stop = end(() => {
        looked.then(() => settle(null));
      });
      if (signal?.aborted) abort();
    });
  }

  async function waitFor(options: WaitOptions): Promise<InboxMessage> {
    checkFilter(options, [...FILTER, 'after', 'timeoutMs', 'signal']);
    const { timeoutMs = 5000, after, to, tag } = options;
    const found = await arrival(options, afterMs(timeoutMs));
    if (found !== null) return found;
    const [arrived, failure] = await Promise.all([
      received.listMessages({ after, tag, limit: 3 }),
      parts.lastFailure?.({ to, tag }) ?? null,
    ]);
    throw new WaitTimeout({ ...options, timeoutMs }, arrived, failure);
  }

  async function expectNone(filter: ExpectOptions, forMs: number | undefined): Promise<void> {
    checkFilter(filter, [...FILTER, 'after', 'signal']);
    checkSpan(forMs);
    if (forMs === undefined) await parts.settled?.();
    const found = await arrival(filter, afterMs(forMs ?? 0));
    if (found !== null) throw new UnexpectedMessage(filter, found);
  }

  return {
    waitFor: (options = {}) => whileOpen(() => waitFor(options)),
    expectNone: (filter = {}, forMs) => whileOpen(() => expectNone(filter, forMs)),
    credentialsOf,
    close() {
      closed = true;
      const error = closedError('The emulator was closed during the wait.');
      for (const waiter of [...waiters]) waiter.settle(error);
    },
    list: (wanted = {}) =>
      whileOpen(async () => {
        checkFilter(wanted, [...FILTER, 'after', 'limit', 'offset']);
        const { limit = 50, offset, ...filter } = wanted;
        const { total, items } = await listMatching(received, filter, { limit, offset });
        return { total, items: await Promise.all(items.map(complete)) };
      }),
    find: (id) =>
      whileOpen(async () => {
        const message = await received.findMessage(id);
        return message && complete(message);
      }),
    latest: (filter = {}) =>
      whileOpen(async () => {
        checkFilter(filter, [...FILTER, 'after']);
        const { items } = await listMatching(received, filter, { limit: 1 });
        return items[0] ? complete(items[0]) : null;
      }),
  };
}

function closedError(message: string): AppError {
  return new AppError('conflict', message);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The wait was ended.');
}
