import type { Account } from '../domain/account.ts';
import type { TransitionRefusal } from '../domain/account-states.ts';
import { mayManage, type SponsorRights } from '../domain/sponsor-group.ts';
import { type StepNeeds, stepAccount } from './step-account.ts';

/**
 * Writes the guest's details anew. ISE: with `canUpdateGuestContactInfo`. The user name stays, as the guest knows it.
 */
export async function editGuest(
  needs: StepNeeds,
  rights: SponsorRights,
  accountId: string,
  { fields, address }: { fields: Record<string, string>; address: string },
): Promise<{ account: Account } | { refused: 'not-found' | 'no-privilege' } | TransitionRefusal> {
  const found = await needs.accounts.find(accountId);
  if (found === null || !mayManage(rights, found)) return { refused: 'not-found' };
  if (!rights.other.canUpdateGuestContactInfo) return { refused: 'no-privilege' };
  const changed = Object.keys(fields).filter((name) => fields[name] !== (found.fields[name] ?? ''));
  const stepped = await stepAccount(needs, accountId, {
    event: { name: 'edit' },
    doer: { actor: 'sponsor', name: rights.sponsor.username, address },
    alsoChange: (after) => ({ fields: { ...after.fields, ...fields } }),
    detail: changed.join(', '),
  });
  return stepped ?? { refused: 'not-found' };
}
