import type { Account } from '../domain/account.ts';
import { effectiveState } from '../domain/account-states.ts';
import { type ApprovalLink, readLink } from '../domain/approval-link.ts';
import { mayApprove, maySee, type SponsorRights } from '../domain/sponsor-group.ts';
import type { SponsorStore } from '../domain/sponsor-store.ts';
import type { ApprovalLinkParts } from './approval-requests.ts';
import { type ApproveNeeds, approveGuest } from './approve-guest.ts';
import { denyGuest } from './deny-guest.ts';
import type { Step } from './step-account.ts';

export type Decision = 'approve' | 'deny';

/** ISE: each has a page of its own. `account-expired`: the guest's time was over before anybody decided. */
export type LinkRefusal = 'invalid' | 'expired' | 'processed' | 'no-privilege' | 'account-expired';

export interface LinkNeeds extends ApproveNeeds {
  sponsors: SponsorStore;
  approvalLinks: ApprovalLinkParts;
}

export type OpenedLink = { link: ApprovalLink; account: Account } | { refused: LinkRefusal };

/** Looks at a link without using it: a mail scanner that follows it changes nothing. */
export async function openLink(needs: LinkNeeds, text: string): Promise<OpenedLink> {
  const read = readLink(text, needs.approvalLinks.key, needs.clock.now());
  if ('refused' in read && read.refused === 'invalid') return { refused: 'invalid' };
  const { link } = read as { link: ApprovalLink };
  if (await needs.sponsors.isLinkUsed(link.id)) return { refused: 'processed' };
  const account = await needs.accounts.find(link.accountId);
  if (account === null) return { refused: 'invalid' };
  // Somebody else may have decided, by his own link or in the sponsor portal.
  if (account.state !== 'PENDING_APPROVAL' && account.state !== 'EXPIRED') return { refused: 'processed' };
  if ('refused' in read) return { refused: 'expired' };
  if (effectiveState(account, needs.clock.now()) === 'EXPIRED') return { refused: 'account-expired' };
  return { link, account };
}

/**
 * Approves or denies by a link, once. `rights`: of the sponsor who signed in first, where
 * `requireApproverToAuthenticate` asks for it; null where the link alone counts as the one it was sent to.
 */
export async function decideByLink(
  needs: LinkNeeds,
  text: string,
  decision: Decision,
  caller: { rights: SponsorRights | null; address: string },
): Promise<{ account: Account } | { refused: LinkRefusal }> {
  const opened = await openLink(needs, text);
  if ('refused' in opened) return opened;
  const { link, account } = opened;
  const { rights } = caller;
  if (rights !== null && !(maySee(rights, account) && mayApprove(rights, account))) {
    return { refused: 'no-privilege' };
  }
  const doer = {
    actor: 'sponsor' as const,
    name: rights?.sponsor.username ?? link.approver,
    address: caller.address,
  };
  // Decision and link are committed together: of two clicks at the same moment one decides, and a failure uses up none.
  const only: Pick<Step, 'onlyFrom' | 'linkId'> = { onlyFrom: ['PENDING_APPROVAL'], linkId: link.id };
  const stepped =
    decision === 'approve'
      ? await approveGuest(needs, account.id, doer, only)
      : await denyGuest(needs, account.id, doer, only);
  if (stepped === null) return { refused: 'invalid' };
  return 'refused' in stepped ? { refused: 'processed' } : { account: stepped.account };
}
