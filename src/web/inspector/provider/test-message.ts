import { uuid } from '../../../domain/ids.ts';
import { renderPart, templatesFor } from '../../../domain/notification.ts';
import type { Portal } from '../../../domain/portal.ts';
import type { Clock, Random } from '../../../domain/ports.ts';
import type { Tryout } from '../../../domain/trial.ts';
import { exampleAccount } from '../../../services/preview-templates.ts';

/** Nobody's number: Cisco's own example of one. */
const NUMBER = '+1 (555) 666-1212';

export interface TestMessage {
  to: string;
  /** With its variables, such as `$ui_user_name$`. */
  text: string;
}

/** The message of the page before anybody has typed: the portal's SMS to an example guest. */
export function sampleMessage(portal: Portal, now: Date): TestMessage {
  return { to: NUMBER, text: templatesFor(exampleAccount(portal, now), portal).sms.text };
}

/** What is tried: the text with the data of an example guest in place of its variables. */
export function testMessage(
  { to, text }: TestMessage,
  { portal, clock, random }: { portal: Portal; clock: Clock; random: Random },
): Pick<Tryout, 'message' | 'template' | 'sample'> {
  const now = clock.now();
  const account = exampleAccount(portal, now);
  account.fields.ui_phone_number = to;
  const sample = sampleMessage(portal, now);
  return {
    message: {
      kind: 'sms',
      to,
      text: renderPart({ becomes: 'text', template: text }, account, portal),
      date: now.toISOString(),
      id: uuid(random),
    },
    template: text,
    sample: to === sample.to && text === sample.text,
  };
}
