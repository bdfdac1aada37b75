/** Pages of paper are gone; terminals of 80 columns are not. */
export const WIDTH = 80;

/** Prose on lines of at most `WIDTH`, each begun by `indent`; words longer than a line are cut. Ends with a line end. */
export function wrap(text: string, indent = '', first = indent): string {
  const lines: string[] = [];
  for (const paragraph of harmless(text).split('\n')) {
    let line = lines.length === 0 ? first : indent;
    let empty = true;
    for (const word of paragraph.split(' ').flatMap((word) => cut(word, WIDTH - indent.length))) {
      if (!empty && line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = indent;
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    lines.push(line.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** `Label      the text, and where it goes on`. */
export function labelled(label: string, text: string, column = 13): string {
  return wrap(text, ' '.repeat(column), `${label} `.padEnd(column));
}

/**
 * Bytes as they are, line by line: each control character as the picture that Unicode has of it, so that a line end can
 * be seen; bytes that are no UTF-8 as `\xNN`. A line too long goes on after `↳`.
 */
export function visibleBytes(bytes: Uint8Array, indent = '  '): string {
  const utf8 = Buffer.from(bytes).toString('utf8');
  const text = Buffer.from(utf8, 'utf8').equals(bytes)
    ? utf8
    : Buffer.from(bytes)
        .toString('latin1')
        .replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  const lines = text.split(/(?<=\n)/).flatMap((line) => {
    const [head = '', ...rest] = cut(harmless(pictures(line)), WIDTH - indent.length - 2);
    return [head, ...rest.map((more) => `↳ ${more}`)];
  });
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function pictures(text: string): string {
  return text.replace(/\p{Cc}/gu, picture);
}

/** `␍` for a carriage return; the few that have no picture as `\u0085`. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** What the other side wrote must not move the cursor, nor turn the order of the letters around. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (odd) => (odd === '\n' ? odd : picture(odd)));
}

function cut(word: string, width: number): string[] {
  const letters = [...word];
  if (letters.length <= width) return [word];
  return Array.from({ length: Math.ceil(letters.length / width) }, (_, at) =>
    letters.slice(at * width, (at + 1) * width).join(''),
  );
}

/** `1 cause`, `2 causes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

export function endpoint({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
