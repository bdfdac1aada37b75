import type { SmtpOutgoing } from '../domain/channel.ts';
import { AppError } from '../domain/errors.ts';
import type { Message } from '../domain/message.ts';
import type { SmtpServerSettings } from '../domain/provider.ts';

/** Addresses one mail to ISE's SMTP server. Throws `AppError('invalid')` when the server cannot be used as set. */
export function smtpOutgoing(parts: {
  server: SmtpServerSettings;
  message: Message;
  from: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  timeoutMs?: number;
}): SmtpOutgoing {
  const { server, message, from, to } = parts;
  if (!server.notificationEnabled) {
    throw new AppError(
      'invalid',
      'smtpServer.notificationEnabled is false: ISE sends no email; set it to true',
    );
  }
  if (server.smtpServer === '') {
    throw new AppError('invalid', "smtpServer.smtpServer is empty: name the host that takes ISE's email");
  }
  for (const [field, address] of [
    ['sender', from],
    ['recipient', to],
  ] as const) {
    if (/[\r\n\0]/.test(address) || !/^[^\s@]+@[^\s@]+$/.test(address)) {
      throw new AppError('invalid', `${field}: ${JSON.stringify(address)} is not an email address`);
    }
  }
  return {
    protocol: 'smtp',
    server: {
      host: server.smtpServer,
      port: server.smtpPort,
      encryption: encryption(server),
      auth: server.usePasswordAuthentication
        ? { username: server.userName, password: server.password }
        : null,
    },
    envelope: { from, to: [to] },
    mail: {
      from,
      to,
      subject: parts.subject,
      text: parts.text,
      ...(parts.html === undefined ? {} : { html: parts.html }),
      date: message.date,
      messageId: `<${message.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    },
    timeoutMs: parts.timeoutMs ?? server.connectionTimeout * 1000,
    secrets: server.usePasswordAuthentication && server.password !== '' ? [server.password] : [],
    notes: [],
  };
}

function encryption(server: SmtpServerSettings): 'none' | 'starttls' | 'tls' {
  if (!server.useTLSorSSLEncryption) return 'none';
  const { encryption: chosen = 'auto' } = server.emulator;
  if (chosen !== 'auto') return chosen;
  return server.smtpPort === 465 ? 'tls' : 'starttls';
}
