import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
import { excerpt, failedIn, targetText } from './last-exchange.ts';
import type { Family, Finding, Rule } from './rule.ts';
import { type SmtpStep, smtpStep, stepWords } from './smtp-step.ts';

const PAGE = 'Administration > System > Settings > SMTP Server (in the emulator: smtpServer)';

const RELAY = /relay|not permitted to send|5\.7\.1\b.*(?:access|denied)|we do not relay/i;
const GREYLISTING = /gr[ae]y-?list|4\.7\.1|try again (?:later|in)/i;
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'ECONNECTION']);
const KNOWN = new Set([
  ...CLOSED,
  'TIMEOUT',
  'STOPPED',
  'EPROTOCOL',
  'STARTTLS_NOT_OFFERED',
  'STARTTLS_INJECTION',
]);
const always = (): boolean => true;

/** Rules about a reply that says no. They are asked in their order, and the first that fits speaks. */
const refusals: { rule: string; fits: (facts: Refused) => boolean }[] = [];

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
          `Fill in the SMTP server, ${PAGE}.`,
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
          `Switch notifications on, ${PAGE}.`,
          ['notificationEnabled: false'],
        );
      },
    },
    {
      name: 'smtp-not-a-mail-server',
      source: 'RFC 5321, 4.2: a reply begins with three digits.',
      find: (one) =>
        failed(one, ({ failure, where }) =>
          failure.code !== 'EPROTOCOL'
            ? null
            : cause(
                `What answers on ${where} is no mail server.`,
                `Correct host and port of the SMTP server, ${PAGE}; a port that wants TLS at once (465) needs encryption switched on.`,
                [failure.message],
              ),
        ),
    },
    {
      name: 'smtp-starttls-missing',
      source: 'RFC 3207; GUESS: with encryption switched on, ISE does not fall back to clear text.',
      find: (one) =>
        failed(one, ({ failure, where, lines }) =>
          failure.code !== 'STARTTLS_NOT_OFFERED'
            ? null
            : cause(
                `Encryption is switched on, and ${where} does not offer STARTTLS.`,
                `Use a port where it does (587) or TLS at once (465), or switch encryption off, ${PAGE}.`,
                lines,
              ),
        ),
    },
    {
      name: 'smtp-starttls-injection',
      source: 'CVE-2011-0411: bytes in clear after the answer to STARTTLS.',
      find: (one) =>
        failed(one, ({ failure, where, lines }) =>
          failure.code !== 'STARTTLS_INJECTION'
            ? null
            : cause(
                `${where} went on in clear text after it agreed to STARTTLS.`,
                'Trust this way to the mail server no further: it is broken, or somebody stands in between.',
                lines,
              ),
        ),
    },
    refusal(
      'smtp-login-demanded',
      ['MAIL FROM', 'RCPT TO', 'DATA'],
      ({ code, reply }) =>
        (code === 530 && !/STARTTLS/i.test(reply)) ||
        /authentication required|must authenticate|log ?in first/i.test(reply),
      (facts) => [
        `${facts.where} takes mail only after a login ("${facts.reply}"), and ${facts.userName === null ? 'none is set' : 'did not accept the one that was made'}.`,
        `Switch on "Use Password Authentication" with user name and password, ${PAGE}.`,
      ],
    ),
    refusal(
      'smtp-encryption-demanded',
      null,
      ({ reply }) =>
        /must issue a STARTTLS|STARTTLS (?:first|required)|encryption required|requires? (?:encryption|TLS)/i.test(
          reply,
        ),
      (facts) => [
        `${facts.where} wants an encrypted connection: "${facts.reply}".`,
        `Switch on "Use TLS/SSL Encryption", ${PAGE}.`,
      ],
    ),
    refusal(
      'smtp-relay-denied',
      ['RCPT TO'],
      ({ code, reply }) => code >= 500 && RELAY.test(reply),
      (facts) => [
        `${facts.where} does not relay mail to ${facts.recipient}: "${facts.reply}".`,
        `Allow the address of ISE as a relay client on the mail server, or use one that takes mail for ${facts.domain}.`,
      ],
    ),
    refusal(
      'smtp-try-later',
      null,
      ({ code }) => code >= 400 && code < 500,
      (facts) => [
        `${facts.where} put the message off at ${stepWords(facts.step)}: "${facts.reply}".`,
        GREYLISTING.test(facts.reply)
          ? 'Send it again in some minutes; ask the mail server to except ISE from greylisting.'
          : 'Send it again in some minutes; if it stays so, ask who runs the mail server.',
      ],
    ),
    refusal('smtp-refused-at-greeting', ['greeting'], always, (facts) => [
      `${facts.where} refuses to talk: "${facts.reply}".`,
      'Ask who runs the mail server to admit the address of ISE; blocklists and missing reverse DNS end like this.',
    ]),
    refusal('smtp-refused-at-ehlo', ['EHLO'], always, (facts) => [
      `${facts.where} refuses the name in EHLO: "${facts.reply}".`,
      'Ask who runs the mail server to accept the name that ISE gives in EHLO.',
    ]),
    refusal('smtp-refused-at-starttls', ['STARTTLS'], always, (facts) => [
      `${facts.where} offers STARTTLS and then refuses it: "${facts.reply}".`,
      `Ask who runs the mail server to repair its certificate, or use TLS at once on port 465, ${PAGE}.`,
    ]),
    refusal('smtp-login-refused', ['AUTH'], always, (facts) => [
      `${facts.where} refused the login of "${facts.userName ?? ''}": "${facts.reply}".`,
      `Correct user name and password, ${PAGE}; some servers want an application password, or encryption first.`,
    ]),
    refusal('smtp-sender-refused', ['MAIL FROM'], always, (facts) => [
      `${facts.where} refused the sender ${facts.sender}: "${facts.reply}".`,
      'Use a sender that the mail server allows: "Default From Address" of the SMTP server, or "Provider account address" of the gateway.',
    ]),
    refusal('smtp-recipient-refused', ['RCPT TO'], always, (facts) => [
      `${facts.where} refused the recipient ${facts.recipient}: "${facts.reply}".`,
      facts.gateway
        ? `Check "Provider Domain" (${facts.domain}) or "SMTP API destination address", and whether the gateway knows this number.`
        : 'Check the address of the guest for a mistake in typing.',
    ]),
    refusal('smtp-data-refused', ['DATA'], always, (facts) => [
      `${facts.where} took sender and recipient and refused DATA: "${facts.reply}".`,
      'Ask who runs the mail server: a quota or a filter ends like this.',
    ]),
    refusal('smtp-message-refused', ['end of data'], always, (facts) => [
      `${facts.where} refused the message itself: "${facts.reply}".`,
      'Look at the reason in the reply: size, spam filter, or a sender that the domain does not allow (SPF, DMARC).',
    ]),
    {
      name: 'smtp-login-not-offered',
      source: 'RFC 4954: EHLO lists AUTH with its mechanisms.',
      find: (one) =>
        failed(one, ({ failure, where, step, lines }) =>
          step !== 'AUTH' || !/^EAUTH|^ENOAUTH/.test(failure.code)
            ? null
            : cause(
                `${where} offers no login that this side knows, and "Use Password Authentication" is on.`,
                `Switch password authentication off, or encryption on: many servers offer AUTH only then, ${PAGE}.`,
                [failure.message, ...lines],
              ),
        ),
    },
    {
      name: 'smtp-timeout',
      source: 'ISE: connectionTimeout of ERSGuestSmtpNotificationSettings, 60 seconds.',
      find: (one) =>
        failed(one, ({ failure, where, step, lines }) =>
          failure.code !== 'TIMEOUT'
            ? null
            : cause(
                `${where} went silent at ${stepWords(step)}.`,
                step === 'greeting'
                  ? `Check that the port speaks SMTP: one that wants TLS at once (465) stays silent without encryption, ${PAGE}.`
                  : `Ask who runs the mail server${failure.mayHaveBeenSent ? ' whether the message arrived' : ''}; slow checks of a filter may need a longer "Connection Timeout".`,
                [failure.message, ...lines],
              ),
        ),
    },
    {
      name: 'smtp-closed',
      source: 'tcp(7).',
      find: (one) =>
        failed(one, ({ failure, where, step, lines }) =>
          !CLOSED.has(failure.code)
            ? null
            : cause(
                `${where} closed the connection at ${stepWords(step)}, without a reply.`,
                failure.mayHaveBeenSent
                  ? 'Ask who runs the mail server whether the message arrived before you send it again.'
                  : 'Look in the log of the mail server, and for a firewall that inspects SMTP.',
                [failure.message, ...lines],
              ),
        ),
    },
    {
      name: 'smtp-failed',
      source: 'Any other end of a conversation.',
      find: (one) =>
        failed(one, ({ failure, where, step, lines }) =>
          KNOWN.has(failure.code) ||
          /^[2-5]\d\d$/.test(failure.code) ||
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

interface SmtpFailure {
  failure: Failure;
  exchange: Exchange;
  /** `the mail server smtp.example.com:25`, at the start of a sentence. */
  where: string;
  step: SmtpStep;
  /** The last lines of the conversation. */
  lines: string[];
}

function failed(one: Case, tell: (facts: SmtpFailure) => Finding | null): Finding | null {
  const found = failedIn(one, 'smtp');
  if (found === null || found.exchange === null) return null;
  const { failure, exchange } = found;
  const lines = exchange.lines
    .slice(-4)
    .map(({ from, text }) => `${from === 'client' ? 'Sent' : 'Reply'}: ${excerpt(text)}`);
  const where = `The mail server ${targetText(exchange)}`;
  return tell({ failure, exchange, where, step: smtpStep(exchange.lines), lines });
}

interface Refused extends SmtpFailure {
  code: number;
  /** Code and words. */
  reply: string;
  userName: string | null;
  sender: string;
  recipient: string;
  domain: string;
  gateway: boolean;
}

function refusal(
  name: string,
  steps: SmtpStep[] | null,
  fits: (facts: Refused) => boolean,
  tell: (facts: Refused) => [problem: string, remedy: string],
): Rule {
  const mine = (facts: Refused) => (steps === null || steps.includes(facts.step)) && fits(facts);
  refusals.push({ rule: name, fits: mine });
  return {
    name,
    source: 'RFC 5321, 4.2 and 4.3.2; RFC 3463 for the enhanced codes.',
    find: (one) =>
      failed(one, (facts) => {
        const refused = refusedOf(one, facts);
        if (refused === null || refusals.find((rule) => rule.fits(refused))?.rule !== name) return null;
        const [problem, remedy] = tell(refused);
        return cause(problem, remedy, facts.lines);
      }),
  };
}

function refusedOf(one: Case, facts: SmtpFailure): Refused | null {
  if (!/^[2-5]\d\d$/.test(facts.failure.code)) return null;
  const { smtpServer } = one.settings;
  const outgoing = one.outgoing.findLast((each) => each.protocol === 'smtp');
  const recipient = outgoing?.protocol === 'smtp' ? (outgoing.envelope.to[0] ?? '') : one.message.to;
  const said = /: "(\d{3}[\s\S]*)"\.$/.exec(facts.failure.message)?.[1] ?? facts.failure.code;
  return {
    ...facts,
    code: Number(facts.failure.code),
    reply: excerpt(said, 120),
    userName: smtpServer.usePasswordAuthentication ? smtpServer.userName : null,
    sender: outgoing?.protocol === 'smtp' ? `<${outgoing.envelope.from}>` : '',
    recipient: `<${recipient}>`,
    domain: recipient.slice(recipient.lastIndexOf('@') + 1),
    gateway: one.provider?.type === 'smtp',
  };
}

function usesMail({ provider, message }: Case): boolean {
  return provider?.type === 'smtp' || message.kind === 'email';
}

function whatGoes({ provider }: Case): string {
  return provider === null ? 'email' : `SMS through "${provider.name}"`;
}

function cause(problem: string, remedy: string, evidence: string[]): Finding {
  return { certainty: 'cause', problem, remedy, evidence };
}
