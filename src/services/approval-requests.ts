import type { Account } from '../domain/account.ts';
import { linkLifetime, signLink } from '../domain/approval-link.ts';
import { approvalRequest, approversOf } from '../domain/approval-request.ts';
import type { Delivery } from '../domain/delivery.ts';
import { hexId, uuid } from '../domain/ids.ts';
import { templatesFor } from '../domain/notification.ts';
import type { Portal } from '../domain/portal.ts';
import type { Random } from '../domain/ports.ts';
import { queued } from './credential-deliveries.ts';

/** What makes approve and deny links. */
export interface ApprovalLinkParts {
  /** Signs them; the same from run to run, so that links in old mails stay good. */
  key: string;
  /** Where the sponsor portal is reached, e.g. `https://localhost:8445/sponsorportal`. Asked when a mail is written. */
  base(): string;
}

/** The mails that ask for the approval of an account, ready to be queued: one per approver, with links of its own. */
export function approvalRequests(
  account: Account,
  { portal, random, approvalLinks }: { portal: Portal; random: Random; approvalLinks: ApprovalLinkParts },
): Delivery[] {
  const expiresAt = new Date(
    Date.parse(account.createdAt) + linkLifetime(portal.settings.selfRegPageSettings),
  ).toISOString();
  return approversOf(account, portal).map((approver) => {
    const link = { id: hexId(random, 16), accountId: account.id, approver, expiresAt };
    const text = signLink(link, approvalLinks.key);
    // GUESS: the address; ISE's own is not published.
    const address = (action: string) =>
      `${approvalLinks.base()}/OneClick.action?action=${action}&link=${text}`;
    const message = approvalRequest(
      account,
      portal,
      { approve: address('approve'), deny: address('deny') },
      { id: uuid(random), date: account.createdAt, to: approver },
    );
    return queued(account, message, 'SMTP server', templatesFor(account, portal).approval.email.text, random);
  });
}
