import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { SmtpOutgoing } from '../domain/channel.ts';

/** The longest line that RFC 5322 allows without encoding. */
const LONGEST_LINE = 998;

/**
 * The MIME message, lines ending in CRLF. The same mail always gives the same bytes: Message-ID and Date come from the
 * mail, the boundary from the Message-ID, and there is no X-Mailer. Line breaks in subject or addresses become blanks.
 */
export async function buildMail({
  from,
  to,
  subject,
  text,
  html,
  date,
  messageId,
}: SmtpOutgoing['mail']): Promise<Buffer> {
  const plain = html === undefined && fitsSevenBit(text);
  const node = new MailComposer({
    from,
    to,
    subject,
    messageId,
    date: new Date(date),
    // nodemailer quotes a line from 77 characters on; SMS gateways read the text as it comes, and must get it so.
    text: plain ? 'x' : text,
    ...(html === undefined ? {} : { html }),
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 16),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  if (!plain) return node.build();
  const body = text.replace(/\r\n|\r|\n/g, '\r\n');
  return Buffer.from(`${node.buildHeaders()}\r\n\r\n${body}${body.endsWith('\r\n') ? '' : '\r\n'}`);
}

function fitsSevenBit(text: string): boolean {
  return (
    /^[\t\r\n\x20-\x7e]*$/.test(text) && text.split(/[\r\n]/).every((line) => line.length <= LONGEST_LINE)
  );
}
