import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import { uuid } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import { credentialEmail, credentialSms } from '../domain/notification.ts';
import type { Portal } from '../domain/portal.ts';
import type { Random } from '../domain/ports.ts';

export interface DeliveryNeeds {
  portal: Portal;
  random: Random;
  /** Names of the SMS providers there are. */
  providers: string[];
}

/**
 * The messages that carry an account's credentials, ready to be queued: an SMS when there is a number, an email when
 * there is an address, each when its notification is on.
 * ISE: `credentialNotificationUsingSms` and `…UsingEmail` are documented as valid only with approval.
 * GUESS: without approval they send right after the registration.
 */
export function credentialDeliveries(account: Account, needs: DeliveryNeeds): Delivery[] {
  const { portal, random } = needs;
  const settings = portal.settings.selfRegPageSettings;
  const { sms, email } = portal.emulator.notifications;
  const number = account.fields.ui_phone_number ?? '';
  const address = account.fields.ui_email_address ?? '';
  const stamp = (to: string) => ({ id: uuid(random), date: account.createdAt, to });
  const deliveries: Delivery[] = [];
  if (settings.credentialNotificationUsingSms && number !== '') {
    const message = credentialSms(account, portal, stamp(number));
    deliveries.push(queued(account, message, smsProvider(account, needs), sms.text, random));
  }
  if (settings.credentialNotificationUsingEmail && address !== '') {
    const message = credentialEmail(account, portal, stamp(address));
    deliveries.push(queued(account, message, 'SMTP server', email.text, random));
  }
  return deliveries;
}

/** The one the guest chose, else the first selectable one that exists. */
function smsProvider(account: Account, { portal, providers }: DeliveryNeeds): string {
  const selectable = portal.settings.selfRegPageSettings.selectableSmsProviders;
  const chosen = account.fields.ui_sms_provider ?? '';
  if (chosen !== '') return chosen;
  return selectable.find((name) => providers.includes(name)) ?? selectable[0] ?? '';
}

function queued(
  account: Account,
  message: Message,
  provider: string,
  template: string,
  random: Random,
): Delivery {
  return {
    id: uuid(random),
    accountId: account.id,
    kind: message.kind,
    provider,
    channel: null,
    to: message.to,
    message,
    template,
    status: 'queued',
    iseVerdict: null,
    providerVerdict: null,
    reason: null,
    mayHaveBeenSent: false,
    attemptCount: 0,
    createdAt: account.createdAt,
    updatedAt: account.createdAt,
  };
}
