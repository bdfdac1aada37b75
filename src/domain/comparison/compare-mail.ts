import { withoutBoundary } from './compare-http.ts';
import { compareItems } from './compare-items.ts';
import { asText, headerOf, splitHeader } from './raw-http.ts';
import type { ComparedRow, Item, Why } from './row.ts';

/** A mail as a client sent it. Text is one character a byte. */
export interface RawMail {
  from: string;
  to: string[];
  headers: [name: string, value: string][];
  body: string;
}

/**
 * The first mail of a client's side of an SMTP conversation; the mail ends with `.` on a line of its own, or where the
 * bytes do. Null when no DATA came.
 */
export function readRawMail(bytes: Uint8Array): RawMail | null {
  const text = Buffer.from(bytes).toString('latin1');
  const data = /^DATA[ \t]*\r?\n/im.exec(text);
  if (data === null) return null;
  const envelope = text.slice(0, data.index);
  const rest = text.slice(data.index + data[0].length);
  const mail = (/^([\s\S]*?\r?\n)\.\r?\n/.exec(rest)?.[1] ?? rest).replace(/^\.\./gm, '.');
  const [, head = mail, body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(mail) ?? [];
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return {
    from: /^MAIL FROM:\s*<?([^>\s]*)/im.exec(envelope)?.[1] ?? '',
    to: [...envelope.matchAll(/^RCPT TO:\s*<?([^>\s]*)/gim)].map(([, to = '']) => to),
    headers: lines.filter((line) => line !== '').map(splitHeader),
    body: body.trimEnd(),
  };
}

/** Two mails, thing by thing. Date, Message-ID and boundaries are made anew each time. */
export function compareMail(theirs: RawMail, ours: RawMail): ComparedRow[] {
  const text = ({ headers, body }: RawMail) => withoutBoundary(body, headerOf(headers, 'content-type'));
  return [
    ...compareItems('envelope', { theirs: envelopeItems(theirs), ours: envelopeItems(ours) }),
    ...compareItems('mail', { theirs: headerItems(theirs), ours: headerItems(ours) }, allowance),
    {
      place: 'body',
      name: 'text',
      theirs: asText(theirs.body),
      ours: asText(ours.body),
      verdict: text(theirs) === text(ours) ? 'same' : 'different',
      why: null,
    },
  ];
}

function envelopeItems({ from, to }: RawMail): Item[] {
  const items = [['MAIL FROM', from], ...to.map((address) => ['RCPT TO', address])];
  return items.map(([name = '', value = '']) => ({ name, written: value, means: value }));
}

function headerItems({ headers }: RawMail): Item[] {
  return headers.map(([name, value]) => ({
    name,
    written: asText(value),
    means: asText(value).replace(/\bboundary=("[^"]*"|[^;\s]+)/i, 'boundary'),
  }));
}

function allowance(name: string): Why | null {
  const lower = name.toLowerCase();
  if (lower === 'message-id') return 'message-id';
  if (lower === 'date') return 'date';
  return lower.startsWith('x-lab-') ? 'lab' : null;
}
