import type { Account, AccountState } from './account.ts';

/**
 * The life of an account, in one table: a row per event, with the states it may happen in and the state it leads to.
 * ISE: approve, deny, first login, suspend, reinstate and the clock (sponsor guide). GUESS: what the guide leaves open,
 * so marked.
 */
export const TRANSITIONS = {
  // ISE: also a denied account can still be approved. With a guest type that bypasses the portal it is Active at once.
  approve: { from: ['PENDING_APPROVAL', 'DENIED'], to: created },
  // ISE: pending or approved. GUESS: approved is Created or Active, of an account that an approval let in.
  deny: { from: ['PENDING_APPROVAL', 'AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: () => 'DENIED' },
  login: { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: () => 'ACTIVE' },
  suspend: { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: () => 'SUSPENDED' },
  // ISE: back to the previous usable state. An expired account needs a new end with it.
  reinstate: { from: ['SUSPENDED', 'EXPIRED'], to: (account) => account.stateBefore ?? used(account) },
  expire: {
    from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE', 'PENDING_APPROVAL', 'DENIED', 'SUSPENDED'],
    to: () => 'EXPIRED',
  },
  // GUESS: extending a suspended account moves its end and leaves it suspended.
  extend: { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE', 'SUSPENDED', 'EXPIRED'], to: extended },
  // GUESS: a new password for whoever may still come back.
  'reset-password': { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: same },
  // By the guest, who knows the current one.
  'change-password': { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: same },
  // ISE: only for Created and Active, and not once the guest has chosen the password.
  resend: { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE'], to: same },
  edit: { from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE', 'PENDING_APPROVAL', 'SUSPENDED'], to: same },
  delete: {
    from: ['AWAITING_INITIAL_LOGIN', 'ACTIVE', 'PENDING_APPROVAL', 'DENIED', 'SUSPENDED', 'EXPIRED'],
    to: same,
  },
} as const satisfies Record<string, Row>;

interface Row {
  from: readonly AccountState[];
  to(account: Account, event: AccountEvent): AccountState;
}

export type AccountEventName = keyof typeof TRANSITIONS;

export interface AccountEvent {
  name: AccountEventName;
  /** Of `suspend` and `deny`: why. */
  reason?: string;
  /** Of `extend` and `reinstate`: the new end, ISO 8601. */
  validTo?: string;
  /** Of `approve`: the guest type has `allowGuestPortalBypass`. */
  bypass?: boolean;
}

/** An event that does not fit; nothing was changed. */
export interface TransitionRefusal {
  refused: 'transition';
  event: AccountEventName;
  /** The state as it is now, the clock included. */
  state: AccountState;
  why: 'state' | 'end-not-in-future' | 'password-changed' | 'never-approved';
  /** One sentence in English for programs and logs; pages have texts of their own. */
  message: string;
}

/**
 * The state an account begins with. ISE: Pending Approval where an approval is needed; Active where the guest type
 * bypasses the portal; else Created.
 */
export function initialState({ approval, bypass }: { approval: boolean; bypass: boolean }): AccountState {
  if (approval) return 'PENDING_APPROVAL';
  return bypass ? 'ACTIVE' : 'AWAITING_INITIAL_LOGIN';
}

/** ISE: an account whose time is over is Expired whatever it was, pending included; no sweeper need have seen it. */
export function effectiveState(account: Pick<Account, 'state' | 'validTo'>, now: Date): AccountState {
  return now.getTime() >= Date.parse(account.validTo) ? 'EXPIRED' : account.state;
}

/** The account as the event leaves it, or why the event does not fit. Pure: whoever calls writes it down. */
export function transition(account: Account, event: AccountEvent, now: Date): Account | TransitionRefusal {
  const state = effectiveState(account, now);
  const row: Row = TRANSITIONS[event.name];
  const refusal = (why: TransitionRefusal['why'], message: string): TransitionRefusal => ({
    refused: 'transition',
    event: event.name,
    state,
    why,
    message,
  });
  if (!row.from.includes(state)) {
    return refusal(
      'state',
      `${event.name} is not possible for an account that is ${state}; it must be ${row.from.join(' or ')}`,
    );
  }
  if (event.name === 'deny' && state !== 'PENDING_APPROVAL' && account.approvedAt === null) {
    return refusal('never-approved', 'deny is not possible, as the account needed no approval');
  }
  if (event.name === 'resend' && account.passwordChangedAt !== null) {
    return refusal('password-changed', 'resend is not possible, as the guest has chosen the password');
  }
  const validTo = event.validTo ?? account.validTo;
  const needsTime = event.name === 'extend' || (event.name === 'reinstate' && state === 'EXPIRED');
  if (needsTime && !(Date.parse(validTo) > now.getTime())) {
    return refusal('end-not-in-future', `${event.name} needs an end that lies in the future`);
  }
  return { ...account, ...changesOf({ ...account, state }, event, row, now), validTo };
}

/** Whether an event fits the account as it is now, as far as that can be said without its details. */
export function isPossible(account: Account, name: AccountEventName, now: Date): boolean {
  const outcome = transition(account, { name }, now);
  // An extension brings the new end with it.
  return !isRefusal(outcome) || (name === 'extend' && outcome.why === 'end-not-in-future');
}

/** True when a transition was refused. */
export function isRefusal(outcome: Account | TransitionRefusal): outcome is TransitionRefusal {
  return 'refused' in outcome;
}

function changesOf(account: Account, event: AccountEvent, row: Row, now: Date): Partial<Account> {
  const state = row.to(account, event);
  switch (event.name) {
    case 'suspend':
      return { state, stateBefore: account.state, reasonForState: event.reason || null };
    case 'deny':
      return { state, reasonForState: event.reason || null };
    case 'approve':
      return { state, approvedAt: now.toISOString(), reasonForState: null, expiryNotifiedAt: null };
    case 'reinstate':
      return { state, stateBefore: null, reasonForState: null, expiryNotifiedAt: null };
    case 'extend':
      // A new end is announced anew.
      return { state, expiryNotifiedAt: null };
    case 'login':
    case 'expire':
    case 'reset-password':
    case 'change-password':
    case 'resend':
    case 'edit':
    case 'delete':
      return { state };
  }
}

function same(account: Account): AccountState {
  return account.state;
}

function created(_account: Account, event: AccountEvent): AccountState {
  return initialState({ approval: false, bypass: event.bypass ?? false });
}

function used(account: Account): AccountState {
  return account.firstLoginAt === null ? 'AWAITING_INITIAL_LOGIN' : 'ACTIVE';
}

function extended(account: Account): AccountState {
  return account.state === 'EXPIRED' ? used(account) : account.state;
}
