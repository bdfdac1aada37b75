import type { Account } from '../domain/account.ts';
import { auditEntry } from '../domain/audit.ts';
import type { AcceptNeeds } from './accept-aup.ts';

/** Notes that the guest was offered a password of their own and kept the one that was sent: it is not offered again. */
export async function keepPassword(needs: AcceptNeeds, account: Account, address: string): Promise<Account> {
  const changes = { passwordOfferAnsweredAt: needs.clock.now().toISOString() };
  const after = { ...account, ...changes };
  await needs.accounts.update(account.id, changes);
  const step = { action: 'keep-password', before: account, after };
  await needs.audit.record(auditEntry(needs, { actor: 'guest', address }, step));
  return after;
}
