import { partsOf, shellPrint, shellWord } from './shell-quote.ts';
import type { Exchange } from './transcript.ts';

/** The words of a curl command that hands the same mail to the same server; null when no sender was ever named. */
export function smtpCurl(exchange: Exchange): string[] | null {
  const said = exchange.lines.filter((line) => line.from === 'client').map((line) => line.text);
  const from = firstMatch(said, /^MAIL FROM:\s*<([^>]*)>/i);
  if (from === null) return null;
  const recipients = said.flatMap((line) => /^RCPT TO:\s*<([^>]*)>/i.exec(line)?.[1] ?? []);
  const { target, redirectedTo } = exchange;
  const starttls = said.some((line) => /^STARTTLS\s*$/i.test(line));
  const secret = said.some((line) => /^AUTH\s/i.test(line));
  const name = firstMatch(said, /^(?:EHLO|HELO)\s+(\S+)/i) ?? 'localhost';
  const scheme = target.secure && !starttls ? 'smtps' : 'smtp';
  const mail = partsOf(mailOf(exchange), () => 'SMTP_SECRET');
  return [
    `${shellPrint(mail)} | curl --verbose`,
    ...(redirectedTo
      ? [
          `--connect-to ${shellWord(`${target.host}:${target.port}:${redirectedTo.host}:${redirectedTo.port}`)}`,
        ]
      : []),
    ...(starttls ? ['--ssl-reqd'] : []),
    ...(redirectedTo && (starttls || target.secure) ? ['--cacert "$LAB_CA"'] : []),
    ...(secret ? ['--user "$SMTP_USER:$SMTP_PASSWORD"'] : []),
    `--mail-from ${shellWord(`<${from}>`)}`,
    ...recipients.map((to) => `--mail-rcpt ${shellWord(`<${to}>`)}`),
    '--upload-file -',
    shellWord(`${scheme}://${target.host}:${target.port}/${name}`),
  ];
}

function firstMatch(lines: string[], pattern: RegExp): string | null {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match[1] ?? '';
  }
  return null;
}

/** The mail between DATA and the full stop, with the doubled full stops undone: curl doubles them itself. */
function mailOf(exchange: Exchange): Buffer {
  const bytes = Buffer.from(exchange.request, 'base64').toString('latin1');
  const data = /(?:^|\r\n)DATA\r\n/i.exec(bytes);
  const rest = data ? bytes.slice(data.index + data[0].length) : '';
  const end = rest.indexOf('\r\n.\r\n');
  const mail = end < 0 ? rest : rest.slice(0, end + 2);
  return Buffer.from(mail.replace(/^\./, '').replaceAll('\r\n.', '\r\n'), 'latin1');
}
