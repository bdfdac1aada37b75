import type { Account } from './account.ts';
import { isEmail } from './contact-address.ts';
import type { Message } from './message.ts';
import { escapeHtml, fill, oneLine, templatesFor } from './notification.ts';
import type { Portal } from './portal.ts';

/** The two links of a request, as whole addresses. */
export interface ApprovalLinks {
  approve: string;
  deny: string;
}

/**
 * The default text of the mail to the approver (`emulator.notifications.approval`). The wording is ours: ISE's stock texts are not part of an export.
 * GUESS: the names of the two link variables.
 */
export const APPROVAL_TEMPLATE = {
  subject: 'Guest $ui_first_name$ $ui_last_name$ asks for network access',
  text: [
    'Hello,',
    '',
    'a guest has registered and waits for your approval.',
    '',
    'Name: $ui_first_name$ $ui_last_name$',
    'Company: $ui_company$',
    'Email address: $ui_email_address$',
    'Phone number: $ui_phone_number$',
    'Person being visited: $ui_person_visited$',
    'Reason for visit: $ui_reason_visit$',
    'Access from $ui_start_date_time$ until $ui_end_date_time$',
    '',
    'Approve: $ui_approve_link$',
    '',
    'Deny: $ui_deny_link$',
    '',
  ].join('\n'),
  html: [
    '<p>Hello,</p>',
    '<p>a guest has registered and waits for your approval.</p>',
    '<table>',
    '<tr><th align="left">Name</th><td>$ui_first_name$ $ui_last_name$</td></tr>',
    '<tr><th align="left">Company</th><td>$ui_company$</td></tr>',
    '<tr><th align="left">Email address</th><td>$ui_email_address$</td></tr>',
    '<tr><th align="left">Phone number</th><td>$ui_phone_number$</td></tr>',
    '<tr><th align="left">Person being visited</th><td>$ui_person_visited$</td></tr>',
    '<tr><th align="left">Reason for visit</th><td>$ui_reason_visit$</td></tr>',
    '<tr><th align="left">Access</th><td>$ui_start_date_time$ until $ui_end_date_time$</td></tr>',
    '</table>',
    '<p><a href="$ui_approve_link$">Approve</a></p>',
    '<p><a href="$ui_deny_link$">Deny</a></p>',
    '',
  ].join('\n'),
};

/**
 * Who is asked. ISE: `sendApprovalRequestTo`, the selected addresses or the person being visited; a person who is not
 * given by an address cannot be asked by mail. Each address once.
 */
export function approversOf(account: Account, portal: Portal): string[] {
  const { sendApprovalRequestTo, approvalEmailAddresses } = portal.settings.selfRegPageSettings;
  const visited = (account.fields.ui_person_visited ?? '').trim();
  const addresses =
    sendApprovalRequestTo === 'PERSONBEINGVISITED'
      ? [visited]
      : approvalEmailAddresses.flatMap((one) => one.split(/[\s,;]+/));
  const known = new Map(addresses.filter(isEmail).map((address) => [address.toLowerCase(), address]));
  return [...known.values()];
}

/** A template with its two links in place; nothing else is filled. */
export function withLinks(template: string, links: ApprovalLinks, encode: (text: string) => string): string {
  return template.replace(/\$ui_(approve|deny)_link\$/g, (_whole, which: keyof ApprovalLinks) =>
    encode(links[which]),
  );
}

/** The links go in first and hold no `$`, so a guest who calls himself `$ui_approve_link$` reads just that. */
export function approvalRequest(
  account: Account,
  portal: Portal,
  links: ApprovalLinks,
  stamp: Pick<Message, 'id' | 'date' | 'to'>,
): Message {
  const { subject, text, html } = templatesFor(account, portal).approval.email;
  return {
    ...stamp,
    kind: 'email',
    subject: oneLine(fill(subject, account, portal, (text) => text)),
    text: fill(
      withLinks(text, links, (link) => link),
      account,
      portal,
      (text) => text,
    ),
    html: fill(withLinks(html, links, escapeHtml), account, portal, escapeHtml),
  };
}
