import { maskBytes } from '../../domain/mask.ts';
import type { ReceivedRequest } from '../../domain/stores.ts';
import { utf8OrLatin1 } from './read-http.ts';

export interface MailSource {
  /** The mail as it was received, secrets of the lab masked: what an `.eml` file holds. */
  bytes: Buffer;
  /** As they stand, folded lines joined. */
  headers: { name: string; value: string }[];
}

/** RFC 5321: commands that may follow a DATA which the server refused. */
const COMMAND = /^(?:RSET|QUIT|NOOP|MAIL FROM:|EHLO|HELO)/i;

/** The mail inside what a client said on an SMTP connection; null when it did not come to one. */
export function mailSource(
  request: Pick<ReceivedRequest, 'protocol' | 'raw'>,
  secrets: string[],
): MailSource | null {
  if (request.protocol !== 'smtp') return null;
  // Masked first: by the whole conversation it is known what is a secret.
  const lines = Buffer.from(maskBytes(request.raw, secrets)).toString('latin1').split(/\r?\n/);
  const start = lines.findIndex((line, at) => /^DATA\s*$/i.test(line) && !COMMAND.test(lines[at + 1] ?? ''));
  const length = lines.slice(start + 1).indexOf('.');
  if (start < 0 || length < 0) return null;
  // RFC 5321, 4.5.2: the sender put a dot before each line that begins with one.
  const mail = lines.slice(start + 1, start + 1 + length).map((line) => line.replace(/^\./, ''));
  return { bytes: Buffer.from(`${mail.join('\r\n')}\r\n`, 'latin1'), headers: headersOf(mail) };
}

function headersOf(lines: string[]): MailSource['headers'] {
  const blank = lines.indexOf('');
  const headers: MailSource['headers'] = [];
  for (const line of lines.slice(0, blank < 0 ? lines.length : blank)) {
    const text = utf8OrLatin1(Buffer.from(line, 'latin1'));
    const last = headers.at(-1);
    const colon = text.indexOf(':');
    if (/^[ \t]/.test(text) && last !== undefined) last.value = `${last.value} ${text.trim()}`;
    else if (colon > 0) headers.push({ name: text.slice(0, colon), value: text.slice(colon + 1).trim() });
  }
  return headers;
}
