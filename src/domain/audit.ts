import type { Account, AccountState } from './account.ts';
import { uuid } from './ids.ts';
import type { Clock, Random } from './ports.ts';

/** One line of what happened to an account: who, what, when, from where. */
export interface AuditEntry {
  id: string;
  /** ISO 8601. */
  at: string;
  accountId: string;
  /** Kept beside the id, so that the line can be read after the account is gone. */
  username: string;
  actor: Actor;
  /** The sponsor's name; empty for the others. */
  actorName: string;
  /** What was done: an event of `account-states`, or a word of its own such as `register` or `change-password`. */
  action: string;
  /** The states before and after; equal when only something else changed, null before it existed and after. */
  fromState: AccountState | null;
  toState: AccountState | null;
  /** A sentence more, such as the reason; empty without. Never a password. */
  detail: string;
  /** The caller's address; empty for what the emulator did by itself. */
  address: string;
}

/** ISE: guests and sponsors act; the rest happens by itself. */
export type Actor = 'guest' | 'sponsor' | 'system';

/** Who does something, and from where. */
export interface Doer {
  actor: Actor;
  name?: string;
  address?: string;
}

/** A line about a step from one form of an account to the next; null stands for not there. */
export function auditEntry(
  { clock, random }: { clock: Clock; random: Random },
  doer: Doer,
  step: { action: string; before: Account | null; after: Account | null; detail?: string },
): AuditEntry {
  const account = step.after ?? step.before;
  if (account === null) throw new Error('an audit line needs an account');
  return {
    id: uuid(random),
    at: clock.now().toISOString(),
    accountId: account.id,
    username: account.username,
    actor: doer.actor,
    actorName: doer.name ?? '',
    action: step.action,
    fromState: step.before?.state ?? null,
    toState: step.after?.state ?? null,
    detail: step.detail ?? '',
    address: doer.address ?? '',
  };
}
