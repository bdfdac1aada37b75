import type { Doer } from '../domain/audit.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { credentialDeliveries, type DeliveryNeeds } from './credential-deliveries.ts';
import { type Step, type StepNeeds, type Stepped, stepAccount } from './step-account.ts';

export type ApproveNeeds = StepNeeds & DeliveryNeeds;

/**
 * Approves a guest. ISE: the credentials go out by email and SMS as `credentialNotificationUsing…` says, queued in the
 * same transaction. `only`: narrower than the table of transitions, or by a link. Null when the account is gone.
 */
export async function approveGuest(
  needs: ApproveNeeds,
  accountId: string,
  doer: Doer,
  only: Pick<Step, 'onlyFrom' | 'linkId'> = {},
): Promise<Stepped | null> {
  const account = await needs.accounts.find(accountId);
  if (account === null) return null;
  const type = guestTypeNamed(needs.portal.emulator.guestTypes, account.guestType);
  return stepAccount(needs, accountId, {
    event: { name: 'approve', bypass: type.loginOptions.allowGuestPortalBypass },
    doer,
    ...only,
    messages: (after) => credentialDeliveries(after, needs, needs.clock.now().toISOString()),
  });
}
