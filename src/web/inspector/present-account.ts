import type { Account } from '../../domain/account.ts';

/** A row of the list. */
export interface AccountSummary extends Omit<Account, 'password' | 'registrationKey' | 'fields'> {
  links: { self: string };
}

export interface AccountView extends AccountSummary {
  /** ISE: kept readable; sponsors see it. */
  password: string;
  fields: { name: string; value: string }[];
}

export function presentAccount(account: Account, base: string): AccountSummary {
  const { password: _, registrationKey: __, fields: ___, ...rest } = account;
  return { ...rest, links: { self: `${base}/accounts/${encodeURIComponent(account.id)}` } };
}

export function presentAccountInFull(account: Account, base: string): AccountView {
  return {
    ...presentAccount(account, base),
    password: account.password,
    fields: Object.entries(account.fields).map(([name, value]) => ({ name, value })),
  };
}
