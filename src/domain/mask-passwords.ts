import { MASK } from './mask-literals.ts';

/**
 * Replaces passwords of guests wherever a message may carry them: as they are, percent-encoded, JSON-escaped, as HTML,
 * in quoted-printable also across its line ends, and inside base64, also one of several lines. Passwords are short
 * (`1234`), so one of fewer than 6 characters counts only where it stands as a word of its own.
 */
export function maskPasswords(text: string, passwords: string[]): string {
  const wanted = [...new Set(passwords)]
    .filter((password) => password !== '' && password !== MASK)
    .sort((one, other) => other.length - one.length);
  if (wanted.length === 0) return text;
  const pattern = new RegExp(wanted.map(patternOf).join('|'), 'g');
  const plain = text.replace(pattern, MASK);
  return plain.replace(BASE64, (block) => maskBase64(block, pattern));
}

/** The same for bytes; every other byte stays, except in base64, which is written anew where it held a password. */
export function maskPasswordBytes(bytes: Uint8Array, passwords: string[]): Uint8Array {
  const latin1 = passwords.map((password) => Buffer.from(password).toString('latin1'));
  return Buffer.from(
    maskPasswords(Buffer.from(bytes).toString('latin1'), [...passwords, ...latin1]),
    'latin1',
  );
}

const SHORT = 6;
const BASE64 =
  /(?:[A-Za-z0-9+/]{4}){2,}(?:\r?\n(?:[A-Za-z0-9+/]{4})+)*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/g;
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A letter in front may be the end of an escape: `%3A1234`, `=3D1234`, `\n1234`. */
const START = '(?:(?<![A-Za-z0-9])|(?<=[%=][0-9A-Fa-f]{2})|(?<=\\\\[nrt])|(?<=\\\\u[0-9A-Fa-f]{4}))';
const END = '(?![A-Za-z0-9])';

function patternOf(password: string): string {
  const letters = [...password].map((letter) => {
    const hex = [...Buffer.from(letter)].map((byte) => byte.toString(16).padStart(2, '0'));
    const anyCase = (text: string) => text.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    const spellings = [
      escaped(letter),
      hex.map((byte) => `[%=]${anyCase(byte)}`).join(''),
      `\\\\u${anyCase(letter.charCodeAt(0).toString(16).padStart(4, '0'))}`,
      ...(letter === '"' || letter === '\\' || letter === '/' ? [`\\\\${escaped(letter)}`] : []),
      ...(letter === ' ' ? ['\\+'] : []),
      ...(ENTITIES[letter] === undefined ? [] : [ENTITIES[letter]]),
    ];
    return `(?:${spellings.sort((one, other) => other.length - one.length).join('|')})`;
  });
  // Quoted-printable breaks its lines anywhere.
  const word = letters.join('(?:=\\r?\\n)?');
  return password.length < SHORT ? `${START}${word}${END}` : word;
}

function maskBase64(block: string, pattern: RegExp): string {
  const decoded = Buffer.from(block, 'base64').toString('latin1');
  const masked = decoded.replace(pattern, MASK);
  if (masked === decoded) return block;
  const end = block.includes('\r\n') ? '\r\n' : '\n';
  const written = Buffer.from(masked, 'latin1').toString('base64');
  return block.includes('\n') ? (written.match(/.{1,76}/g) ?? []).join(end) : written;
}

function escaped(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
