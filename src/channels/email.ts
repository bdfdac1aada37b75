/**
 * The guest's email through ISE's one SMTP server.
 * Cisco, ERS resource `ERSGuestSmtpNotificationSettings`; TAC document 216187.
 *
 * ISE: `useDefaultFromAddress` off means the sponsor's address; a self-registered guest has no sponsor, and the default
 * address remains (GUESS). GUESS: text and HTML travel as multipart/alternative.
 */
import type { Channel } from '../domain/channel.ts';
import type { SmtpServerSettings } from '../domain/provider.ts';
import { readSmtpReply } from './replies/read-smtp-reply.ts';
import { smtpOutgoing } from './smtp-outgoing.ts';

export interface EmailSettings {
  smtpServer: SmtpServerSettings;
}

export const email: Channel<EmailSettings> = {
  name: 'email',
  settings: { smtpServer: { type: 'object', required: true, secret: false } },

  build(message, { smtpServer }) {
    const sponsor = message.from ?? '';
    return smtpOutgoing({
      server: smtpServer,
      message,
      from: smtpServer.useDefaultFromAddress || sponsor === '' ? smtpServer.defaultFromAddress : sponsor,
      to: message.to.trim(),
      subject: message.subject ?? '',
      text: message.text,
      ...(message.html === undefined ? {} : { html: message.html }),
    });
  },

  read: readSmtpReply,
};
