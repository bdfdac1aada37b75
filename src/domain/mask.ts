import { MASK, maskLiterals } from './mask-literals.ts';

export { MASK, maskLiterals };

/**
 * Names of parameters, JSON members, XML elements and headers whose value is a credential. Compared in lower case and
 * without `_`, `-`, `.` and blanks, so that `api_key`, `apiKey` and `X-Api-Key` are one. `user`, `username`, `api_id`,
 * `from` and `session_id` are no secrets, and message text never is: it is what testers came to see.
 */
const SECRET_NAMES = new Set(['pass', 'pw', 'key', 'auth']);
const SECRET_ENDINGS = [
  'authorization',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'apikey',
  'authkey',
  'accesskey',
  'secretkey',
  'privatekey',
  'apipass',
  'userpass',
];

/**
 * Replaces credentials in what crossed a wire (an HTTP message, an SMTP client's side of a conversation, or a piece
 * of either) by `********`. Binary-safe: every other byte stays. By structure: `Authorization` values (the scheme
 * stays), URL user information, parameters, JSON members and XML elements with the names above, SMTP AUTH, the
 * `password:` line of a Clickatell mail. By letter: each of `secrets` that has 6 characters or more, also percent-,
 * form-, JSON-, XML- and quoted-printable-encoded, and inside any base64 (`user:secret`).
 */
export function maskBytes(bytes: Uint8Array, secrets: string[]): Uint8Array {
  return Buffer.from(maskText(Buffer.from(bytes).toString('latin1'), secrets), 'latin1');
}

/** The same for text. */
export function maskText(text: string, secrets: string[]): string {
  const masked = SMTP_START.test(text) ? maskSmtp(text) : maskHttp(text);
  return maskLiterals(masked, secrets);
}

/** True when a parameter, member, element or header of this name carries a credential. */
export function isSecretName(name: string): boolean {
  const plain = percentDecoded(name)
    .toLowerCase()
    .replace(/[_\-.\s]/g, '');
  return SECRET_NAMES.has(plain) || SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
}

/**
 * The lines of an SMTP client, in order and without line ends: AUTH exchanges and, in the mail of a Clickatell account,
 * the `password:` line. One line in, one line out.
 */
export function maskSmtpLines(lines: string[]): string[] {
  let mode: 'command' | 'data' = 'command';
  let pending = 0;
  return lines.map((line, index) => {
    const auth = /^(AUTH[ \t]+)([\w-]+)([ \t]+)?(\S.*)?$/i.exec(line);
    // Also inside DATA: a server may have refused DATA, which one side of a conversation does not show.
    if (auth !== null) {
      const answers =
        (auth[2] ?? '').toUpperCase() === 'LOGIN' ? 2 : auth[2]?.toUpperCase() === 'PLAIN' ? 1 : 3;
      pending = auth[4] === undefined ? answers : answers - 1;
      return auth[4] === undefined ? line : `${auth[1]}${auth[2]}${auth[3]}${MASK}`;
    }
    if (pending > 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(line) && !SMTP_VERB.test(line)) {
      pending -= 1;
      return MASK;
    }
    pending = 0;
    if (mode === 'data') {
      if (line === '.') mode = 'command';
      return isClickatellPassword(lines, index) ? `password:${MASK}` : line;
    }
    if (/^DATA\s*$/i.test(line)) mode = 'data';
    return line;
  });
}

const SMTP_START = /^(?:EHLO|HELO|LHLO|AUTH|STARTTLS|MAIL FROM:)\b/i;
const SMTP_VERB = /^(?:EHLO|HELO|MAIL|RCPT|DATA|RSET|QUIT|NOOP|STARTTLS|VRFY|EXPN|HELP)$/i;

/**
 * A guest's text may well say "Password: 1234". Clickatell's mail has its fields in lower case at the start of the line
 * with the value at once, and never the password without `user` or `api_id` near it.
 */
function isClickatellPassword(lines: string[], index: number): boolean {
  if (!/^password:\S/.test(lines[index] ?? '')) return false;
  const near = lines.slice(Math.max(0, index - 10), index + 10);
  return near.some((line) => /^(?:user|api_id):\S/.test(line));
}

function maskSmtp(text: string): string {
  const lines = text.split('\n');
  const ends = lines.map((line) => (line.endsWith('\r') ? '\r' : ''));
  const masked = maskSmtpLines(lines.map((line) => line.replace(/\r$/, '')));
  return masked.map((line, index) => line + (ends[index] ?? '')).join('\n');
}

function maskHttp(text: string): string {
  const blank = /\r?\n\r?\n/.exec(text);
  const head = blank === null ? text : text.slice(0, blank.index);
  if (!/^(?:[A-Z]+ \S|HTTP\/|[a-z][a-z+.-]*:\/\/|[\w-]+:)/i.test(head)) return maskBody(text, '');
  const rest = blank === null ? '' : text.slice(blank.index + blank[0].length);
  const type = /^content-type:[ \t]*([^\r\n]*)/im.exec(head)?.[1] ?? '';
  return maskHead(head) + (blank?.[0] ?? '') + maskBody(rest, type);
}

function maskHead(head: string): string {
  const [first = '', ...others] = head.split('\n');
  const headers = others.map((line) => maskUserInfo(maskHeader(line)));
  return [maskUserInfo(maskHeader(maskQuery(first))), ...headers].join('\n');
}

function maskHeader(line: string): string {
  const [, name = '', gap = '', value = '', end = ''] = /^([\w-]+)(:[ \t]*)(\S.*?)(\s*)$/.exec(line) ?? [];
  // Without a hyphen it may as well be a guest's "Password: 1234".
  const isHeader = name.includes('-') || /^(?:authorization|accesskey|apikey)$/i.test(name);
  if (value === '' || !isHeader || !isSecretName(name)) return line;
  const scheme = /^[A-Za-z][\w-]*[ \t]+(?=\S)/.exec(value)?.[0] ?? '';
  return `${name}${gap}${scheme}${MASK}${end}`;
}

function maskQuery(line: string): string {
  return line.replace(/([?&])([^=&?\s]+)=([^&\s#]*)/g, (whole, mark: string, name: string) =>
    isSecretName(name) ? `${mark}${name}=${MASK}` : whole,
  );
}

function maskUserInfo(text: string): string {
  return text.replace(/(:\/\/[^\s/?#:@]*:)[^\s/?#]*@/g, `$1${MASK}@`);
}

function maskBody(body: string, type: string): string {
  const start = body.trimStart();
  if (/json/i.test(type) || /^[{[]/.test(start)) return maskJson(body);
  if (/xml/i.test(type) || start.startsWith('<')) return maskXml(body);
  if (/form-urlencoded/i.test(type) || /^[\w.%-]+=/.test(start)) return maskForm(body);
  return body;
}

/** The names need their own bare quotes, so JSON inside a string value (message text) does not match. */
function maskJson(body: string): string {
  return body.replace(
    /("([^"\\\r\n]{1,80})"\s*:\s*)("(?:[^"\\]|\\[\s\S])*"|[^\s,{}[\]"]+)/g,
    (whole, start: string, name: string) => (isSecretName(name) ? `${start}"${MASK}"` : whole),
  );
}

function maskXml(body: string): string {
  return body.replace(/(<([\w:.-]+)[^<>]*>)([^<]+)(?=<\/)/g, (whole, tag: string, name: string) =>
    isSecretName(name.replace(/^.*:/, '')) ? `${tag}${MASK}` : whole,
  );
}

/** The second alternative is the size line in front of the first chunk. */
function maskForm(body: string): string {
  return body.replace(/(^|^[0-9a-f]+\r\n|&)([^=&\s]+)=([^&\r\n]*)/gi, (whole, mark: string, name: string) =>
    isSecretName(name) ? `${mark}${name}=${MASK}` : whole,
  );
}

function percentDecoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
