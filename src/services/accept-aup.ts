import type { Account } from '../domain/account.ts';
import { auditEntry } from '../domain/audit.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { AccountStore, AuditStore } from '../domain/stores.ts';

export interface AcceptNeeds {
  accounts: AccountStore;
  audit: AuditStore;
  clock: Clock;
  random: Random;
}

/** Notes when, and from which address, the guest accepted the policy; `displayFrequency` counts from here. */
export async function acceptAup(needs: AcceptNeeds, account: Account, address: string): Promise<Account> {
  const changes = { aupAcceptedAt: needs.clock.now().toISOString() };
  const after = { ...account, ...changes };
  await needs.accounts.update(account.id, changes);
  const step = { action: 'accept-policy', before: account, after };
  await needs.audit.record(auditEntry(needs, { actor: 'guest', address }, step));
  return after;
}
