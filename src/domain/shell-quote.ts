import { MASK } from './mask.ts';

/** A piece of a command line: bytes as they are, or a shell variable that the reader fills in. */
export type ShellPart = { bytes: Buffer } | { variable: string };

/** Bytes that survive between single quotes, on a screen and through a clipboard: no control, no odd UTF-8. */
function isPlain(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return (
    Buffer.from(text, 'utf8').equals(bytes) && !/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u.test(text)
  );
}

/** A format for the shell's own `printf`: anything but harmless ASCII as three octal digits, which POSIX knows. */
function printfFormat(bytes: Buffer): string {
  const letters = Array.from(bytes, (byte, index) => {
    const letter = String.fromCharCode(byte);
    if (letter === '%') return '%%';
    if (
      byte >= 0x20 &&
      byte < 0x7f &&
      letter !== '\\' &&
      letter !== "'" &&
      !(index === 0 && letter === '-')
    ) {
      return letter;
    }
    return `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `'${letters.join('')}'`;
}

function quotePart(part: ShellPart): string {
  if ('variable' in part) return `"$${part.variable}"`;
  if (isPlain(part.bytes)) return `'${part.bytes.toString('utf8').replaceAll("'", `'\\''`)}'`;
  // $(…) drops line feeds at the end, so they follow as they are.
  const length = part.bytes.toString('latin1').replace(/\n+$/, '').length;
  const end = '\n'.repeat(part.bytes.length - length);
  return `"$(printf ${printfFormat(part.bytes.subarray(0, length))})"${end === '' ? '' : `'${end}'`}`;
}

/** One word of a POSIX command line. A NUL byte cannot be in one: use `shellPipe` for bodies. */
export function shellWord(parts: ShellPart[] | string): string {
  const list = typeof parts === 'string' ? [{ bytes: Buffer.from(parts, 'utf8') }] : parts;
  const first = list[0];
  if (
    list.length === 1 &&
    first &&
    'bytes' in first &&
    /^[\w@%+=:,./-]+$/.test(first.bytes.toString('latin1'))
  ) {
    return first.bytes.toString('latin1');
  }
  const filled = list.filter((part) => 'variable' in part || part.bytes.length > 0);
  return filled.length === 0 ? "''" : filled.map(quotePart).join('');
}

/** Whether the parts can be one word that reads well; else they go through a pipe. */
export function isReadableWord(parts: ShellPart[]): boolean {
  return parts.every((part) => 'variable' in part || isPlain(part.bytes));
}

/** A command that prints the parts, byte for byte. */
export function shellPrint(parts: ShellPart[]): string {
  const commands = parts
    .filter((part) => 'variable' in part || part.bytes.length > 0)
    .map((part) =>
      'variable' in part ? `printf %s "$${part.variable}"` : `printf ${printfFormat(part.bytes)}`,
    );
  return commands.length === 1 ? (commands[0] ?? 'true') : `{ ${commands.join('; ')}; }`;
}

/** Cuts bytes at every mask; `name` picks the variable from the text that stands before it. */
export function partsOf(bytes: Buffer, name: (before: string) => string): ShellPart[] {
  const parts: ShellPart[] = [];
  let from = 0;
  for (;;) {
    const at = bytes.indexOf(MASK, from, 'latin1');
    if (at < 0) break;
    if (at > from) parts.push({ bytes: bytes.subarray(from, at) });
    parts.push({ variable: name(bytes.toString('latin1', Math.max(0, at - 80), at)) });
    from = at + MASK.length;
  }
  if (from < bytes.length || parts.length === 0) parts.push({ bytes: bytes.subarray(from) });
  return parts;
}
