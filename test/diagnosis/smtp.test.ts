import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import { smtp as family } from '../../src/diagnosis/smtp.ts';
import { smtpStep } from '../../src/diagnosis/smtp-step.ts';
import type { Exchange } from '../../src/domain/transcript.ts';
import { httpProvider, smtpProvider, smtpServer } from '../support/providers.ts';
import { failedCase, unsent } from './case.ts';
import { describeRules } from './describe-rules.ts';

const TARGET = { host: 'smtp.example.com', port: 25, secure: false };
const COMMANDS = [
  'EHLO localhost',
  'STARTTLS',
  'AUTH PLAIN ********',
  'MAIL FROM:<a@b.example>',
  'RCPT TO:<c@d.example>',
  'DATA',
];

const REPLIES: Record<string, string> = { 'EHLO localhost': '250 AUTH PLAIN LOGIN', DATA: '354 go' };

/** A conversation up to this command; `.` is the end of the message. */
function until(command: string): Exchange['lines'] {
  const count =
    command === '.' ? COMMANDS.length : COMMANDS.findIndex((line) => line.startsWith(command)) + 1;
  const lines: Exchange['lines'] = [{ from: 'server', text: '220 smtp.example.com' }];
  for (const text of COMMANDS.slice(0, count)) {
    lines.push({ from: 'client', text }, { from: 'server', text: REPLIES[text] ?? '250 ok' });
  }
  if (command === '.')
    lines.push({ from: 'client', text: 'DATA of the message' }, { from: 'client', text: '.' });
  return lines;
}

const ended = (code: string, command: string, message = `It ended (${code}).`, server = smtpServer()) =>
  failedCase(
    { phase: 'smtp', code, message },
    {
      provider: smtpProvider(),
      during: { target: TARGET, lines: until(command) },
      settings: { smtpServer: server },
    },
  );
const gatewayCase = (fields: Parameters<typeof smtpProvider>[0]) =>
  unsent(failedCase({ phase: 'smtp', code: 'X' }, { provider: smtpProvider(fields) }));
const refused = (reply: string, command: string, server = smtpServer()) =>
  ended(
    reply.slice(0, 3),
    command,
    `The mail server refused ${WORDS[command] ?? command}: "${reply}".`,
    server,
  );
/** As the wire says it. */
const WORDS: Record<string, string> = { nothing: 'to talk, in its greeting', '.': 'the message' };
const login = smtpServer({ usePasswordAuthentication: true, userName: 'mailer', password: 'mailer-secret' });

describe('diagnosis: SMTP', () => {
  describeRules(family, [
    {
      rule: 'smtp-465-without-encryption',
      finds: ended('TIMEOUT', 'nothing', 'It ended.', smtpServer({ smtpPort: 465 })),
      says: /port 465/,
      remedy: /Use TLS\/SSL Encryption/,
      certainty: 'suspect',
      misses: ended(
        'TIMEOUT',
        'nothing',
        'It ended.',
        smtpServer({ smtpPort: 465, useTLSorSSLEncryption: true }),
      ),
    },
    {
      rule: 'smtp-login-in-clear',
      finds: ended('TIMEOUT', 'AUTH', 'It ended.', login),
      says: /password of "mailer" goes to the mail server smtp\.example\.com:25/,
      remedy: /Use TLS\/SSL Encryption/,
      certainty: 'risk',
      misses: ended('TIMEOUT', 'AUTH', 'It ended.', { ...login, useTLSorSSLEncryption: true }),
    },
    {
      rule: 'smtp-server-not-set',
      finds: failedCase(
        { phase: 'configuration', code: 'CANNOT_BE_SENT' },
        { provider: smtpProvider(), during: null, settings: { smtpServer: smtpServer({ smtpServer: '' }) } },
      ),
      says: /SMS through "A gateway"/,
      remedy: /SMTP Server/,
      misses: failedCase(
        { phase: 'connect', code: 'ECONNREFUSED' },
        { provider: httpProvider(), settings: { smtpServer: smtpServer({ smtpServer: '' }) } },
      ),
    },
    {
      rule: 'smtp-notification-off',
      finds: failedCase(
        { phase: 'configuration', code: 'CANNOT_BE_SENT' },
        {
          provider: null,
          during: null,
          settings: { smtpServer: smtpServer({ notificationEnabled: false }) },
        },
      ),
      says: /"notificationEnabled".*email/,
      remedy: /Switch notifications on/,
      misses: ended('TIMEOUT', 'EHLO'),
    },
    {
      rule: 'smtp-not-a-mail-server',
      finds: ended('EPROTOCOL', 'EHLO'),
      says: /smtp\.example\.com:25/,
      remedy: /host and port/,
      misses: ended('ECONNRESET', 'EHLO'),
    },
    {
      rule: 'smtp-starttls-missing',
      finds: ended('STARTTLS_NOT_OFFERED', 'EHLO'),
      says: /smtp\.example\.com:25 does not offer STARTTLS/,
      remedy: /587/,
      misses: refused('454 TLS not available', 'STARTTLS'),
    },
    {
      rule: 'smtp-starttls-injection',
      finds: ended('STARTTLS_INJECTION', 'STARTTLS'),
      says: /smtp\.example\.com:25/,
      remedy: /in between/,
      misses: ended('STARTTLS_NOT_OFFERED', 'EHLO'),
    },
    {
      rule: 'smtp-login-demanded',
      finds: refused('530 5.7.0 Authentication required', 'MAIL FROM'),
      says: /"530 5\.7\.0 Authentication required"/,
      remedy: /Use Password Authentication/,
      misses: refused('530 5.7.0 Must issue a STARTTLS command first', 'MAIL FROM'),
    },
    {
      rule: 'smtp-encryption-demanded',
      finds: refused('530 5.7.0 Must issue a STARTTLS command first', 'MAIL FROM'),
      says: /"530 5\.7\.0 Must issue/,
      remedy: /Use TLS\/SSL Encryption/,
      misses: refused('530 5.7.0 Authentication required', 'MAIL FROM'),
    },
    {
      rule: 'smtp-relay-denied',
      finds: refused('550 5.7.1 Unable to relay', 'RCPT TO'),
      says: /Unable to relay/,
      remedy: /relay client/,
      misses: refused('550 5.1.1 No such user', 'RCPT TO'),
    },
    {
      rule: 'smtp-password-unused',
      finds: ended('TIMEOUT', 'EHLO', 'It ended.', { ...login, usePasswordAuthentication: false }),
      says: /password of "mailer" .* goes without a login/,
      remedy: /Use Password Authentication/,
      certainty: 'risk',
      misses: ended('TIMEOUT', 'EHLO', 'It ended.', login),
    },
    {
      rule: 'smtp-mailbox-full',
      finds: refused('452 4.2.2 Over quota', 'RCPT TO'),
      says: /mailbox of <.*> is full: "452 4\.2\.2 Over quota"/,
      remedy: /raise the quota/,
      misses: refused('452 4.3.1 Insufficient system storage', 'RCPT TO'),
    },
    {
      rule: 'smtp-mailbox-full',
      finds: refused('552 5.2.2 Mailbox full', '.'),
      says: /"552 5\.2\.2 Mailbox full"/,
      remedy: /nothing in ISE is wrong/,
      misses: refused('552 5.3.4 Too big', '.'),
    },
    {
      rule: 'smtp-try-later',
      finds: refused('451 4.3.0 Out of disk space', '.'),
      says: /at the end of the message: "451 4\.3\.0 Out of disk space"/,
      remedy: /some minutes/,
      misses: refused('551 5.3.0 Out of disk space', '.'),
    },
    {
      rule: 'smtp-refused-at-greeting',
      finds: refused('554 5.7.1 Go away', 'nothing'),
      says: /"554 5\.7\.1 Go away"/,
      remedy: /blocklists/,
      misses: refused('554 5.7.1 Go away', 'EHLO'),
    },
    {
      rule: 'smtp-refused-at-ehlo',
      finds: refused('550 Invalid name', 'EHLO'),
      says: /"550 Invalid name"/,
      remedy: /EHLO/,
      misses: refused('550 Invalid name', 'MAIL FROM'),
    },
    {
      rule: 'smtp-refused-at-starttls',
      finds: refused('554 5.7.3 Cannot', 'STARTTLS'),
      says: /refuses it: "554 5\.7\.3 Cannot"/,
      remedy: /465/,
      misses: ended('STARTTLS_NOT_OFFERED', 'EHLO'),
    },
    {
      rule: 'smtp-login-refused',
      finds: refused('535 5.7.8 Bad credentials', 'AUTH', login),
      says: /login of "mailer": "535 5\.7\.8 Bad credentials"/,
      remedy: /application password/,
      misses: refused('535 5.7.8 Bad credentials', 'MAIL FROM', login),
    },
    {
      rule: 'smtp-sender-refused',
      finds: refused('553 5.7.1 Not yours', 'MAIL FROM'),
      says: /"553 5\.7\.1 Not yours"/,
      remedy: /Default From Address/,
      misses: refused('553 5.7.1 Not yours', 'RCPT TO'),
    },
    {
      rule: 'smtp-recipient-refused',
      finds: refused('550 5.1.1 No such user', 'RCPT TO'),
      says: /"550 5\.1\.1 No such user"/,
      remedy: /Provider Domain/,
      misses: refused('550 5.7.1 Unable to relay', 'RCPT TO'),
    },
    {
      rule: 'smtp-data-refused',
      finds: refused('554 5.5.1 No', 'DATA'),
      says: /refused DATA: "554 5\.5\.1 No"/,
      remedy: /filter/,
      misses: refused('554 5.5.1 No', '.'),
    },
    {
      rule: 'smtp-message-refused',
      finds: refused('552 5.3.4 Too big', '.'),
      says: /"552 5\.3\.4 Too big"/,
      remedy: /size/,
      misses: refused('552 5.3.4 Too big', 'DATA'),
    },
    {
      rule: 'smtp-login-not-offered',
      finds: ended('EAUTH', 'AUTH', 'It ended.', login),
      says: /smtp\.example\.com:25 offers no login/,
      remedy: /encryption on/,
      misses: refused('535 5.7.8 Bad credentials', 'AUTH', login),
    },
    {
      rule: 'smtp-timeout',
      finds: ended('TIMEOUT', 'nothing'),
      says: /smtp\.example\.com:25 went silent at its greeting/,
      remedy: /465/,
      misses: ended('ECONNRESET', 'nothing'),
    },
    {
      rule: 'smtp-closed',
      finds: ended('ECONNRESET', 'RCPT TO'),
      says: /smtp\.example\.com:25 closed the connection at RCPT TO/,
      remedy: /firewall/,
      misses: ended('TIMEOUT', 'RCPT TO'),
    },
    {
      rule: 'smtp-failed',
      finds: ended('ESOCKET', 'DATA'),
      says: /smtp\.example\.com:25 ended at DATA \(ESOCKET\)/,
      remedy: /log/,
      misses: ended('TIMEOUT', 'DATA'),
    },
    {
      rule: 'smtp-client-blocked',
      finds: refused('554 5.7.1 Client host [203.0.113.9] blocked using zen.spamhaus.org', 'RCPT TO'),
      says: /does not take mail from this address: "554 .*spamhaus/,
      remedy: /address of ISE/,
      misses: refused('550 5.1.1 No such user', 'RCPT TO'),
    },
    {
      rule: 'provider-domain-is-no-domain',
      finds: gatewayCase({ providerDomain: 'https://sms.example.com/' }),
      says: /"https:\/\/sms\.example\.com\/", which is no domain/,
      remedy: /Write sms\.example\.com into "Provider Domain"/,
      misses: gatewayCase({ providerDomain: '@', smtpApiDestinationAddress: 'sms@gateway.example' }),
    },
    {
      rule: 'carrier-gateway-switched-off',
      finds: gatewayCase({ providerDomain: 'tmomail.net' }),
      says: /tmomail\.net was switched off \(T-Mobile's/,
      remedy: /by HTTP/,
      certainty: 'suspect',
      misses: gatewayCase({ providerDomain: 'vtext.com' }),
    },
    {
      rule: 'carrier-gateway-ending',
      finds: gatewayCase({ smtpApiDestinationAddress: '15556661212@vtext.com' }),
      says: /vtext\.com will be switched off: Verizon/,
      remedy: /by HTTP/,
      certainty: 'risk',
      misses: gatewayCase({ providerDomain: 'tmomail.net' }),
    },
  ]);

  it('a refusal has one cause', () => {
    const found = diagnose(refused('450 4.2.0 Greylisted', 'RCPT TO'));
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['smtp-try-later'],
    );
  });

  it('with commands sent ahead of their answers, the refused one is named and not the last one', () => {
    const lines: Exchange['lines'] = [
      ...until('MAIL FROM'),
      { from: 'client', text: 'RCPT TO:<c@d.example>' },
      { from: 'client', text: 'DATA' },
      { from: 'server', text: '550 5.1.1 No such user' },
    ];
    const message = 'The mail server refused RCPT TO: "550 5.1.1 No such user".';
    const failure = { phase: 'smtp' as const, code: '550', message };
    const [first] = diagnose(failedCase(failure, { provider: smtpProvider(), during: { lines } }));
    assert.equal(first?.rule, 'smtp-recipient-refused');
    assert.deepEqual(first.evidence, ['Sent: RCPT TO:<c@d.example>', 'Reply: 550 5.1.1 No such user']);
  });

  it('a line of the message that looks like a command does not move the conversation', () => {
    const lines = until('.').slice(0, -1);
    assert.equal(smtpStep([...lines, { from: 'client', text: 'RCPT TO: is a command' }]), 'DATA');
    assert.equal(smtpStep(until('.')), 'end of data');
  });
});
