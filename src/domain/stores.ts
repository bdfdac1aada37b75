import type { Account } from './account.ts';
import type { AuditEntry } from './audit.ts';
import type { Attempt, AttemptOutcome, Delivery, DeliveryStatus } from './delivery.ts';
import type { Device } from './device.ts';
import type { NetworkSession } from './network-session.ts';
import type { ReceivedStore } from './received-store.ts';
import type { RecordingStore } from './recording.ts';
import type { SearchStore } from './search-store.ts';
import type { SponsorStore } from './sponsor-store.ts';

export type { ReceivedMessage, ReceivedRequest, ReceivedStore, Recipient } from './received-store.ts';

/** The ports that storage fills. Times are ISO 8601 strings in UTC. */
export interface Stores {
  accounts: AccountStore;
  deliveries: DeliveryStore;
  received: ReceivedStore;
  sessions: SessionStore;
  sponsors: SponsorStore;
  devices: DeviceStore;
  networkSessions: NetworkSessionStore;
  audit: AuditStore;
  search: SearchStore;
  facts: FactStore;
  recordings: RecordingStore;
  /** Empties every table. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface AccountStore {
  /**
   * Commits the account, its queued deliveries and the lines about it in one transaction.
   * `username-taken`: another account has the name (compared without regard to case); nothing was written.
   * `already-registered`: the same registration key was used before; the first account is returned, nothing written.
   */
  create(
    account: Account,
    deliveries: Delivery[],
    entries?: AuditEntry[],
  ): Promise<
    { result: 'created' } | { result: 'username-taken' } | { result: 'already-registered'; account: Account }
  >;
  find(id: string): Promise<Account | null>;
  /** Compares without regard to case. */
  findByUsername(username: string): Promise<Account | null>;
  findByRegistrationKey(key: string): Promise<Account | null>;
  /**
   * Writes the given columns, leaving out those that are undefined; false when there is no such account.
   * Throws `AppError('conflict')` when the new username or registration key is another account's.
   */
  update(id: string, changes: Partial<Omit<Account, 'id'>>): Promise<boolean>;
  /**
   * Commits a change together with the deliveries and audit lines that belong to it, in one transaction, but only while
   * what it was decided on still holds: the state and the end as read before. False, and nothing written, when they
   * have become others meanwhile, the account is gone, or the step's link was used before. Throws as `update` does.
   */
  change(before: Account, step: AccountStep): Promise<boolean>;
  /** Deletes the account with its devices; its deliveries and audit lines stay. False when there is none. */
  remove(id: string, entries?: AuditEntry[]): Promise<boolean>;
  /** Newest first. */
  list(page: { limit: number; offset: number }): Promise<{ total: number; items: Account[] }>;
  /** Accounts of a guest type whose end lies after `after` and until `until`, not yet told of it; soonest end first. */
  listEnding(filter: { guestType: string; after: string; until: string; limit: number }): Promise<Account[]>;
  /** Accounts whose end lies before `before`, the longest ended first. */
  listEnded(filter: { before: string; limit: number }): Promise<Account[]>;
}

/** One step in an account's life. */
export interface AccountStep {
  changes: Partial<Omit<Account, 'id'>>;
  deliveries?: Delivery[];
  entries?: AuditEntry[];
  /** The one-time link that the step uses up. */
  usedLink?: { id: string; at: string };
}

/** What happened to accounts: who, what, when, from where. Written once, never changed. */
export interface AuditStore {
  /** In one transaction. */
  record(...entries: AuditEntry[]): Promise<void>;
  /** Newest first. */
  list(filter: {
    accountId?: string;
    actor?: string;
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: AuditEntry[] }>;
}

/** The devices that guests registered. A device belongs to one account at a time. */
export interface DeviceStore {
  /** Writes a device, taking it over from the account that had it. */
  save(device: Device): Promise<void>;
  find(mac: string): Promise<Device | null>;
  /** Deletes a device if it is the account's; false when it is not. */
  remove(accountId: string, mac: string): Promise<boolean>;
  /** Oldest first, at most 1,000. */
  listByAccount(accountId: string): Promise<Device[]>;
}

/** Network sessions, by the session id a network device put into its redirect. */
export interface NetworkSessionStore {
  /**
   * Writes a session, over the one with the same session id. Of all sessions only the newest 10,000 are kept.
   */
  save(session: NetworkSession): Promise<void>;
  find(sessionId: string): Promise<NetworkSession | null>;
  /** Newest first. */
  list(filter: {
    accountId?: string;
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: NetworkSession[] }>;
  /** The account's sessions that are on the network, the oldest sign-in first, at most 1,000. */
  listOnline(accountId: string): Promise<NetworkSession[]>;
}

export interface DeliveryFilter {
  /** A number in any spelling (compared by its digits), or an address (compared without regard to case). */
  to?: string;
  provider?: string;
  status?: DeliveryStatus;
  accountId?: string;
  tag?: string;
  limit: number;
  offset?: number;
}

export interface DeliveryStore {
  enqueue(delivery: Delivery): Promise<void>;
  /** Writes a delivery that is sent at once, past the queue: it is `sending`, its first attempt open. */
  open(delivery: Delivery): Promise<void>;
  /**
   * Takes the oldest queued delivery of a provider that is not in `busyProviders`, marks it `sending`, and opens an
   * attempt, all in one transaction. Null when there is nothing to do.
   */
  claim(options: {
    busyProviders: string[];
    now: string;
  }): Promise<{ delivery: Delivery; attempt: number } | null>;
  /**
   * Commits that the message is about to leave; of several times the first is kept. Throws `AppError('conflict')` when
   * the attempt is not open any more, after a reset or a recovery, so that the message does not leave.
   */
  markTransmitting(id: string, attempt: number, now: string): Promise<void>;
  /** Closes an open attempt; does nothing when it is closed already, or gone after a reset. */
  finish(id: string, attempt: number, outcome: AttemptOutcome): Promise<void>;
  /**
   * After a crash: a delivery that was `sending` goes back to `queued` when its attempt never transmitted, its open
   * attempt being closed with the outcome `notSent`; else it is closed with `maybeSent`. Returns how many of each.
   */
  recover(outcomes: {
    notSent: AttemptOutcome;
    maybeSent: AttemptOutcome;
  }): Promise<{ requeued: number; marked: number }>;
  /** Writes a delivery of another lab as it was, with its attempts. It must be a finished one: others would be sent. */
  restore(delivery: Delivery, attempts: Attempt[]): Promise<void>;
  /** Puts a finished delivery back into the queue; false when it is not finished or not there. */
  requeue(id: string, now: string): Promise<boolean>;
  find(id: string): Promise<{ delivery: Delivery; attempts: Attempt[] } | null>;
  latest(): Promise<string | null>;
  /** Newest first; `total` counts what the filter matches. */
  list(filter: DeliveryFilter): Promise<{ total: number; items: Delivery[] }>;
  /** How many deliveries there are in each status. */
  counts(): Promise<Record<DeliveryStatus, number>>;
}

/** What is known of the lab as a whole, by name. */
export interface FactStore {
  find(name: string): Promise<string | null>;
  save(name: string, value: string): Promise<void>;
}

/** Web sessions, for express-session. */
export interface SessionStore {
  /** Null when unknown or over. */
  find(id: string, now: number): Promise<string | null>;
  save(id: string, data: string, expiresAt: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Deletes what is over. */
  prune(now: number): Promise<void>;
}
