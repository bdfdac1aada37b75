import type { Account, AccountState } from '../../domain/account.ts';
import { effectiveState } from '../../domain/account-states.ts';

/** A row of the list. */
export interface AccountSummary extends Omit<Account, 'password' | 'registrationKey' | 'fields'> {
  /** The state by the clock: an account whose time is over is `EXPIRED`, whatever was written down. */
  state: AccountState;
  links: { self: string };
}

export interface AccountView extends AccountSummary {
  /** ISE: kept readable; sponsors see it. */
  password: string;
  fields: { name: string; value: string }[];
}

export function presentAccount(account: Account, base: string, now: Date): AccountSummary {
  const { password: _, registrationKey: __, fields: ___, ...rest } = account;
  return {
    ...rest,
    state: effectiveState(account, now),
    links: { self: `${base}/accounts/${encodeURIComponent(account.id)}` },
  };
}

export function presentAccountInFull(account: Account, base: string, now: Date): AccountView {
  return {
    ...presentAccount(account, base, now),
    password: account.password,
    fields: Object.entries(account.fields).map(([name, value]) => ({ name, value })),
  };
}
