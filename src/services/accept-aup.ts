import type { Account } from '../domain/account.ts';
import type { Clock } from '../domain/ports.ts';
import type { AccountStore } from '../domain/stores.ts';

/** Notes when the guest accepted the policy; `displayFrequency` counts from here. */
export async function acceptAup(
  { accounts, clock }: { accounts: AccountStore; clock: Clock },
  account: Account,
): Promise<Account> {
  const changes = { aupAcceptedAt: clock.now().toISOString() };
  await accounts.update(account.id, changes);
  return { ...account, ...changes };
}
