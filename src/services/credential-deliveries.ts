import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import { uuid } from '../domain/ids.ts';
import type { Message, MessageKind } from '../domain/message.ts';
import { credentialEmail, credentialSms, templatesFor } from '../domain/notification.ts';
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
 * GUESS: without approval they send right after the registration. Dated `date` (ISO 8601), the registration's unless
 * given.
 */
export function credentialDeliveries(
  account: Account,
  needs: DeliveryNeeds,
  date = account.createdAt,
): Delivery[] {
  const settings = needs.portal.settings.selfRegPageSettings;
  const kinds: MessageKind[] = [];
  if (settings.credentialNotificationUsingSms) kinds.push('sms');
  if (settings.credentialNotificationUsingEmail) kinds.push('email');
  return kinds.flatMap((kind) => credentialDelivery(kind, account, needs, date) ?? []);
}

/**
 * One message with the credentials, whatever the notification settings say, dated `date` (ISO 8601). Null when the
 * account has no number, or no address, to send it to.
 */
export function credentialDelivery(
  kind: MessageKind,
  account: Account,
  needs: DeliveryNeeds,
  date: string,
): Delivery | null {
  const { portal, random } = needs;
  const { sms, email } = templatesFor(account, portal);
  const to = account.fields[kind === 'sms' ? 'ui_phone_number' : 'ui_email_address'] ?? '';
  if (to === '') return null;
  const stamp = { id: uuid(random), date, to };
  return kind === 'sms'
    ? queued(account, credentialSms(account, portal, stamp), smsProvider(account, needs), sms.text, random)
    : queued(account, credentialEmail(account, portal, stamp), 'SMTP server', email.text, random);
}

/** The one the guest chose, else the first selectable one that exists. */
export function smsProvider(account: Account, { portal, providers }: DeliveryNeeds): string {
  const selectable = portal.settings.selfRegPageSettings.selectableSmsProviders;
  const chosen = account.fields.ui_sms_provider ?? '';
  if (chosen !== '') return chosen;
  return selectable.find((name) => providers.includes(name)) ?? selectable[0] ?? '';
}

export function queued(
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
    diagnosis: [],
    attemptCount: 0,
    createdAt: message.date,
    updatedAt: message.date,
  };
}
