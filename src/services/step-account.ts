import type { Account, AccountState } from '../domain/account.ts';
import {
  type AccountEvent,
  type AccountEventName,
  isRefusal,
  type TransitionRefusal,
  transition,
} from '../domain/account-states.ts';
import { auditEntry, type Doer } from '../domain/audit.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { AccountStore } from '../domain/stores.ts';

export interface StepNeeds {
  accounts: AccountStore;
  clock: Clock;
  random: Random;
  /** Called after the commit when messages were queued. */
  notify(): void;
}

export interface Step {
  event: AccountEvent;
  /** Narrower than the table of transitions: only an account in one of these states. */
  onlyFrom?: AccountState[];
  doer: Doer;
  /** What else changes with it; given the account as the event leaves it. */
  alsoChange?(after: Account): Partial<Omit<Account, 'id'>>;
  /** Messages to queue with it; given the account as it will be. */
  messages?(after: Account): Delivery[];
  /** A sentence for the audit line. */
  detail?: string;
  /** The id of the one-time link that leads here: used up by the same commit, or not at all. */
  linkId?: string;
}

export type Stepped = { account: Account; before: Account } | TransitionRefusal;

/** How often a step is decided anew because somebody else changed the account between reading and writing. */
const TRIES = 5;

/**
 * One event in an account's life: the change, its messages and its audit line are committed together, and only if the
 * account still is what the decision was based on. Two who decide at once: one does, the other is told what is now.
 * Null when the account is gone.
 */
export async function stepAccount(needs: StepNeeds, accountId: string, step: Step): Promise<Stepped | null> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await needs.accounts.find(accountId);
    if (before === null) return null;
    const moved = transition(before, step.event, needs.clock.now());
    if (isRefusal(moved)) return moved;
    if (step.onlyFrom !== undefined && !step.onlyFrom.includes(before.state)) {
      return refusedState(step.event.name, before.state);
    }
    const account: Account = { ...moved, ...step.alsoChange?.(moved) };
    const deliveries = step.messages?.(account) ?? [];
    const committed = await needs.accounts.change(before, {
      changes: changesBetween(before, account),
      deliveries,
      ...(step.linkId !== undefined && {
        usedLink: { id: step.linkId, at: needs.clock.now().toISOString() },
      }),
      entries: [
        auditEntry(needs, step.doer, {
          action: step.event.name,
          before,
          after: account,
          detail: step.detail ?? step.event.reason ?? '',
        }),
      ],
    });
    if (committed) {
      if (deliveries.length > 0) needs.notify();
      return { account, before };
    }
    if (attempt === TRIES) throw new Error(`account ${accountId} changes faster than it can be written`);
  }
}

/** Only what is other than before, so that what a sign-in writes at the same moment stays. */
export function changesBetween(before: Account, after: Account): Partial<Omit<Account, 'id'>> {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => before[name as keyof Account] !== value),
  );
}

function refusedState(event: AccountEventName, state: AccountState): TransitionRefusal {
  return {
    refused: 'transition',
    event,
    state,
    why: 'state',
    message: `${event} is not possible for an account that is ${state} already`,
  };
}
