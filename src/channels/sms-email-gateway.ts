/**
 * SMS by email: `<digits>@<provider domain>`, or a fixed destination address with the number in the body.
 * Cisco, TAC document 119213 (only the domain is mandatory; an empty template means `$message$`).
 *
 *   MAIL FROM:<donotreply@example.com>
 *   RCPT TO:<15556661212@sms.example.com>
 *
 * GUESS: no Subject; the number without `+`; `$timestamp$` is the time in UTC down to milliseconds, digits only.
 */
import type { Channel } from '../domain/channel.ts';
import type { SmtpProvider, SmtpServerSettings } from '../domain/provider.ts';
import { readSmtpReply } from './replies/read-smtp-reply.ts';
import { smtpOutgoing } from './smtp-outgoing.ts';
import { mobileNumber, replaceVariables } from './variables.ts';

export interface SmsEmailGatewaySettings {
  provider: SmtpProvider;
  smtpServer: SmtpServerSettings;
}

export const smsEmailGateway: Channel<SmsEmailGatewaySettings> = {
  name: 'sms-email-gateway',
  settings: {
    provider: { type: 'object', required: true, secret: false },
    smtpServer: { type: 'object', required: true, secret: false },
  },

  build(message, { provider, smtpServer }) {
    const mobilenumber = mobileNumber(message.to, provider.emulator.plus ?? 'strip');
    const outgoing = smtpOutgoing({
      server: smtpServer,
      message,
      from: provider.providerAccountAddress || smtpServer.defaultFromAddress,
      to: provider.smtpApiDestinationAddress || `${mobilenumber}@${provider.providerDomain}`,
      subject: '',
      text: replaceVariables(provider.smtpApiBodyTemplate || '$message$', {
        mobilenumber,
        message: message.text,
        timestamp: message.date.replace(/\D/g, ''),
      }),
      timeoutMs: provider.emulator.timeoutMs,
    });
    if (provider.providerAccountAddress !== '') {
      outgoing.notes.push(`The sender is the provider account address, ${provider.providerAccountAddress}.`);
    }
    return outgoing;
  },

  read: readSmtpReply,
};
