import type { Account } from './account.ts';
import type { ExpirationNotification } from './guest-type.ts';
import type { Message } from './message.ts';
import { renderPart } from './notification.ts';
import type { Portal } from './portal.ts';

/** GUESS: ISE's own subject is not published. */
export const EXPIRY_SUBJECT = 'Your guest account $ui_user_name$ ends soon';

/** The notice of an account's coming end, as the guest type words it. */
export function expiryNotice(
  kind: Message['kind'],
  { account, portal, notice }: { account: Account; portal: Portal; notice: ExpirationNotification },
  stamp: Pick<Message, 'id' | 'date' | 'to'>,
): { message: Message; template: string } {
  const template = kind === 'sms' ? notice.smsText : notice.emailText;
  const text = renderPart({ becomes: 'text', template }, account, portal);
  if (kind === 'sms') return { message: { ...stamp, kind, text }, template };
  const subject = renderPart({ becomes: 'subject', template: EXPIRY_SUBJECT }, account, portal);
  return { message: { ...stamp, kind, subject, text }, template };
}
