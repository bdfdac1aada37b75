import type { Case } from '../domain/diagnosis.ts';
import { cause } from './failed-exchange.ts';
import { PAGE, type SmtpFailure, whenMailFailed } from './failed-mail.ts';
import { excerpt } from './last-exchange.ts';
import type { Rule } from './rule.ts';
import { type SmtpStep, stepWords } from './smtp-step.ts';

const RELAY = /relay|not permitted to send|5\.7\.1\b.*(?:access|denied)|we do not relay/i;
const SENDER = /sender (?:address )?(?:rejected|refused|denied)|\b[45]\.1\.[78]\b/i;
const GREYLISTING = /gr[ae]y-?list|4\.7\.1|try again (?:later|in)/i;
/** 4.2.2 and 5.2.2 are about the mailbox; 4.3.1 and 5.3.4 are about the server. */
const QUOTA = /\b[45]\.2\.2\b|mailbox (?:is )?full|over ?quota|(?:mailbox|user).*quota|quota exceeded/i;
const always = (): boolean => true;

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

/** Rules about a reply that says no. They are asked in their order, and the first that fits speaks. */
const refusals: { rule: string; fits: (facts: Refused) => boolean }[] = [];

/** Replies that say no, by the command they answer; what a reply says in words comes before its place. */
export const refusalRules: Rule[] = [
  refusal(
    'smtp-login-demanded',
    ['MAIL FROM', 'RCPT TO', 'DATA'],
    ({ code, reply }) =>
      (code === 530 && !/STARTTLS/i.test(reply)) ||
      /authentication required|must authenticate|log ?in first/i.test(reply),
    (facts) => [
      `${facts.where} takes mail only after a login ("${facts.reply}"), and ${facts.userName === null ? 'none is set' : 'did not accept the one that was made'}.`,
      `Switch on "Use Password Authentication" with user name and password at ${PAGE}.`,
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
      `Switch on "Use TLS/SSL Encryption" at ${PAGE}.`,
    ],
  ),
  refusal(
    'smtp-client-blocked',
    ['EHLO', 'MAIL FROM', 'RCPT TO'],
    ({ reply }) =>
      /client host.*(?:blocked|rejected)|blocked using|blocklist|blacklist|spamhaus/i.test(reply),
    (facts) => [
      `${facts.where} does not take mail from this address: "${facts.reply}".`,
      'Ask who runs the mail server to admit the address of ISE, or have it taken off the list that the reply names.',
    ],
  ),
  refusal(
    'smtp-sender-refused',
    ['MAIL FROM', 'RCPT TO'],
    // Postfix, for one, says it only when it knows the recipient, and puts an unknown domain off first.
    ({ code, reply, step }) => SENDER.test(reply) || (step === 'MAIL FROM' && code >= 500),
    (facts) => [
      `${facts.where} refused the sender ${facts.sender}: "${facts.reply}".`,
      'Use a sender that the mail server allows: "Default From Address" of the SMTP server, or "Provider account address" of the gateway.',
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
  refusal('smtp-refused-at-starttls', ['STARTTLS'], always, (facts) => [
    `${facts.where} offers STARTTLS and then refuses it: "${facts.reply}".`,
    `Ask who runs the mail server to repair its certificate, or use TLS at once on port 465 at ${PAGE}.`,
  ]),
  refusal(
    'smtp-mailbox-full',
    ['RCPT TO', 'DATA', 'end of data'],
    ({ reply }) => QUOTA.test(reply),
    (facts) => [
      `${facts.where} says that the mailbox of ${facts.recipient} is full: "${facts.reply}".`,
      facts.gateway
        ? `Ask who runs the gateway at ${facts.domain} to empty its mailbox or raise the quota; nothing in ISE is wrong.`
        : 'Ask the recipient to empty the mailbox, or send to another address; nothing in ISE is wrong.',
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
  refusal(
    'smtp-login-refused',
    ['AUTH'],
    ({ offersLogin }) => offersLogin,
    (facts) => [
      `${facts.where} refused the login of "${facts.userName ?? ''}": "${facts.reply}".`,
      `Correct user name and password at ${PAGE}; some servers want an application password, or encryption first.`,
    ],
  ),
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
];

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
      whenMailFailed(one, (facts) => {
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
