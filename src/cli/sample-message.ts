import { uuid } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import { credentialEmail, renderPart, templatesFor } from '../domain/notification.ts';
import type { Portal } from '../domain/portal.ts';
import { toRandom } from '../seams/random.ts';
import { exampleAccount } from '../services/preview-templates.ts';

/** A number that is nobody's: Cisco's own example of one. */
export const SAMPLE_NUMBER = '+15556661212';
export const SAMPLE_ADDRESS = 'jane.doe@example.com';

export interface SampleMessage {
  message: Message;
  /** The text before its variables were replaced. */
  template: string;
}

/**
 * The message that a guest with something in every field gets: the portal's template, or `text`, with the variables in
 * it replaced. An address makes it an email.
 */
export function sampleMessage(
  portal: Portal,
  { to, text }: { to: string; text?: string | undefined },
): SampleMessage {
  const now = new Date();
  const account = exampleAccount(portal, now);
  const isEmail = to.includes('@');
  account.fields[isEmail ? 'ui_email_address' : 'ui_phone_number'] = to;
  const stamp = { id: uuid(toRandom(undefined)), date: now.toISOString(), to };
  const templates = templatesFor(account, portal);
  const template = text ?? (isEmail ? templates.email.text : templates.sms.text);
  const filled = renderPart({ becomes: 'text', template }, account, portal);
  if (!isEmail) return { message: { ...stamp, kind: 'sms', text: filled }, template };
  const email = credentialEmail(account, portal, stamp);
  if (text === undefined) return { message: email, template };
  const { html: _, ...plain } = email;
  return { message: { ...plain, text: filled }, template };
}
