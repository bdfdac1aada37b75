import { MASK, maskLiterals, maskSmtpLines } from '../domain/mask.ts';
import type { Exchange } from '../domain/transcript.ts';
import type { Recording } from './recording.ts';
import type { SmtpStep } from './smtp-fault.ts';

type Line = Exchange['lines'][number];

/** The conversation line by line, in the order in which the lines were completed, credentials masked. */
export function conversationLines(chunks: Recording['chunks'], secrets: string[]): Line[] {
  const lines: Line[] = [];
  const open: Record<Line['from'], Buffer> = { client: Buffer.alloc(0), server: Buffer.alloc(0) };
  for (const { from, bytes } of chunks) {
    let rest = Buffer.concat([open[from], bytes]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      lines.push({ from, text: lineText(rest.subarray(0, end)) });
      rest = rest.subarray(end + 1);
    }
    open[from] = rest;
  }
  for (const from of ['client', 'server'] as const) {
    if (open[from].length > 0) lines.push({ from, text: lineText(open[from]) });
  }
  return masked(lines, secrets);
}

function lineText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\r$/, '');
}

function masked(lines: Line[], secrets: string[]): Line[] {
  const client = maskSmtpLines(lines.filter((line) => line.from === 'client').map((line) => line.text));
  let next = 0;
  return lines.map(({ from, text }) => {
    const known = from === 'client' ? (client[next++] ?? MASK) : text;
    return { from, text: maskLiterals(known, secrets) };
  });
}

/** What the client's last line asks for; null when it says nothing new (a line of AUTH or of the message). */
export function stepOf(line: string): SmtpStep | null {
  const verb = /^(EHLO|HELO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA)\b/i.exec(line)?.[1]?.toUpperCase();
  if (verb === undefined) return line === '.' ? 'end of data' : null;
  return verb === 'HELO' ? 'EHLO' : (verb as SmtpStep);
}
