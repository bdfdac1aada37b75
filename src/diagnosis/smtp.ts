import type { Case } from '../domain/diagnosis.ts';
import { emailGatewayRules } from './email-gateway.ts';
import { cause } from './failed-exchange.ts';
import { PAGE, type SmtpFailure, tlsAtOnce, whenMailFailed } from './failed-mail.ts';
import type { Family } from './rule.ts';
import { refusalRules } from './smtp-refusals.ts';
import { stepWords } from './smtp-step.ts';

const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'ECONNECTION']);
const KNOWN = new Set([
  ...CLOSED,
  'TIMEOUT',
  'STOPPED',
  'EPROTOCOL',
  'STARTTLS_NOT_OFFERED',
  'STARTTLS_INJECTION',
]);

/** The mail server, for email and for SMS that goes by email. */
export const smtp: Family = {
  name: 'smtp',
  rules: [
    {
      name: 'smtp-server-not-set',
      source: 'ISE: without an SMTP server there is no email; ERSGuestSmtpNotificationSettings.',
      find(one) {
        const { smtpServer } = one.settings;
        if (!usesMail(one) || smtpServer.smtpServer.trim() !== '') return null;
        return cause(
          `No SMTP server is set, so ${whatGoes(one)} cannot leave.`,
          `Fill in the SMTP server at ${PAGE}.`,
          ['smtpServer: empty'],
        );
      },
    },
    {
      name: 'smtp-notification-off',
      source: 'ISE: notificationEnabled of ERSGuestSmtpNotificationSettings.',
      find(one) {
        if (!usesMail(one) || one.settings.smtpServer.notificationEnabled) return null;
        return cause(
          `"notificationEnabled" of the SMTP server is off, so ${whatGoes(one)} does not leave.`,
          `Switch notifications on at ${PAGE}.`,
          ['notificationEnabled: false'],
        );
      },
    },
    {
      name: 'smtp-465-without-encryption',
      source: 'RFC 8314: port 465 is TLS from the first byte.',
      find(one) {
        const { smtpPort, useTLSorSSLEncryption } = one.settings.smtpServer;
        if (!usesMail(one) || smtpPort !== 465 || useTLSorSSLEncryption) return null;
        return {
          certainty: 'suspect',
          problem: 'The SMTP server is set to port 465, which wants TLS at once, and encryption is off.',
          remedy: `Switch on "Use TLS/SSL Encryption", or use port 25 or 587 at ${PAGE}.`,
          evidence: ['smtpPort: 465', 'useTLSorSSLEncryption: false'],
        };
      },
    },
    {
      name: 'smtp-login-in-clear',
      source: 'RFC 4954, 4: PLAIN and LOGIN are readable without TLS.',
      find(one) {
        const { smtpServer, smtpPort, userName, ...server } = one.settings.smtpServer;
        if (!usesMail(one) || !server.usePasswordAuthentication || server.useTLSorSSLEncryption) return null;
        return {
          certainty: 'risk',
          problem: `The password of "${userName}" goes to the mail server ${smtpServer}:${smtpPort} without encryption, readable on the way.`,
          remedy: `Switch on "Use TLS/SSL Encryption" at ${PAGE}.`,
          evidence: ['usePasswordAuthentication: true', 'useTLSorSSLEncryption: false'],
        };
      },
    },
    {
      name: 'smtp-password-unused',
      source:
        'ISE: usePasswordAuthentication of ERSGuestSmtpNotificationSettings; without it the mail goes without a login.',
      afterYes: true,
      find(one) {
        const { smtpServer, userName, password, usePasswordAuthentication } = one.settings.smtpServer;
        if (!usesMail(one) || usePasswordAuthentication || password === '' || smtpServer === '') return null;
        return {
          certainty: 'risk',
          problem: `A password of "${userName}" is set for the mail server ${smtpServer}, and "Use Password Authentication" is off, so the mail goes without a login.`,
          remedy: `Switch on "Use Password Authentication" at ${PAGE}, or empty user name and password.`,
          evidence: ['usePasswordAuthentication: false', 'password: (filled in)'],
        };
      },
    },
    {
      name: 'smtp-not-a-mail-server',
      source: 'RFC 5321, 4.2: a reply begins with three digits.',
      find: (one) =>
        whenMailFailed(one, ({ failure, where }) =>
          failure.code !== 'EPROTOCOL'
            ? null
            : cause(
                `${where} does not speak SMTP: something else answers there.`,
                `Correct host and port of the SMTP server at ${PAGE}${andTls(one)}.`,
                [failure.message],
              ),
        ),
    },
    {
      name: 'smtp-starttls-missing',
      source: 'RFC 3207; GUESS: with encryption switched on, ISE does not fall back to clear text.',
      find: (one) =>
        whenMailFailed(one, ({ failure, where, lines }) =>
          failure.code !== 'STARTTLS_NOT_OFFERED'
            ? null
            : cause(
                `${where} does not offer STARTTLS, and encryption is switched on.`,
                `Use a port where it does (587) or TLS at once (465), or switch encryption off at ${PAGE}.`,
                lines,
              ),
        ),
    },
    {
      name: 'smtp-starttls-injection',
      source: 'CVE-2011-0411: bytes in clear after the answer to STARTTLS.',
      find: (one) =>
        whenMailFailed(one, ({ failure, where, lines }) =>
          failure.code !== 'STARTTLS_INJECTION'
            ? null
            : cause(
                `${where} went on in clear text after it agreed to STARTTLS.`,
                'Trust this way to the mail server no further: it is broken, or somebody stands in between.',
                lines,
              ),
        ),
    },
    ...refusalRules,
    ...emailGatewayRules,
    {
      name: 'smtp-login-not-offered',
      source: 'RFC 4954: EHLO lists AUTH with its mechanisms.',
      find: (one) =>
        whenMailFailed(one, (facts) =>
          facts.step !== 'AUTH' || (facts.offersLogin && !/^EAUTH|^ENOAUTH/.test(facts.failure.code))
            ? null
            : loginNotOffered(one, facts),
        ),
    },
    {
      name: 'smtp-timeout',
      source: 'ISE: connectionTimeout of ERSGuestSmtpNotificationSettings, 60 seconds.',
      find: (one) =>
        whenMailFailed(one, ({ failure, where, step, lines }) =>
          failure.code !== 'TIMEOUT'
            ? null
            : cause(
                `${where} went silent at ${stepWords(step)}.`,
                step === 'greeting'
                  ? `Check that the port speaks SMTP${andTls(one)}, at ${PAGE}.`
                  : `Ask who runs the mail server${failure.mayHaveBeenSent ? ' whether the message arrived' : ''}; slow checks of a filter may need a longer "Connection Timeout".`,
                [failure.message, ...lines],
              ),
        ),
    },
    {
      name: 'smtp-closed',
      source: 'tcp(7).',
      find: (one) =>
        whenMailFailed(one, ({ failure, where, step, lines, offersLogin }) =>
          !CLOSED.has(failure.code) || isUnofferedLogin({ step, offersLogin })
            ? null
            : cause(
                `${where} closed the connection at ${stepWords(step)}, without a reply.`,
                failure.mayHaveBeenSent
                  ? 'Ask who runs the mail server whether the message arrived before you send it again.'
                  : `Look in the log of the mail server, and for a firewall that inspects SMTP${step === 'greeting' ? andTls(one) : ''}.`,
                [failure.message, ...lines],
              ),
        ),
    },
    {
      name: 'smtp-failed',
      source: 'Any other end of a conversation.',
      find: (one) =>
        whenMailFailed(one, ({ failure, where, step, lines, offersLogin }) =>
          KNOWN.has(failure.code) ||
          /^[2-5]\d\d$/.test(failure.code) ||
          isUnofferedLogin({ step, offersLogin }) ||
          (step === 'AUTH' && /^EAUTH|^ENOAUTH/.test(failure.code))
            ? null
            : cause(
                `The conversation with ${where} ended at ${stepWords(step)} (${failure.code}).`,
                'Look in the log of the mail server at the same time.',
                [failure.message, ...lines],
              ),
        ),
    },
  ],
};

const isUnofferedLogin = ({ step, offersLogin }: Pick<SmtpFailure, 'step' | 'offersLogin'>): boolean =>
  step === 'AUTH' && !offersLogin;

function loginNotOffered(one: Case, { failure, where, lines, offersLogin, offersTls }: SmtpFailure) {
  const clear = !one.settings.smtpServer.useTLSorSSLEncryption;
  return cause(
    `${where} offers no login${offersLogin ? ' that this side knows' : ''}, and "Use Password Authentication" is on.`,
    clear && offersTls
      ? `Switch encryption on at ${PAGE}: the server has STARTTLS, and such servers offer a login only then.`
      : clear
        ? `Switch password authentication off, or encryption on: many servers offer AUTH only then, at ${PAGE}.`
        : `Switch password authentication off at ${PAGE}, or use the port for mail clients (587 or 465).`,
    [failure.message, ...(offersLogin ? [] : ['AUTH: not in the answer to EHLO']), ...lines],
  );
}

function andTls(one: Case): string {
  const hint = tlsAtOnce(one);
  return hint === null ? '' : `; ${hint}`;
}

function usesMail({ provider, message }: Case): boolean {
  return provider?.type === 'smtp' || message.kind === 'email';
}

function whatGoes({ provider }: Case): string {
  return provider === null ? 'email' : `SMS through "${provider.name}"`;
}
