/** A request as it was captured, taken apart and nothing corrected. Text is one character a byte. */
export interface RawHttp {
  method: string;
  /** As it stands on the request line, without scheme and authority where a proxy was asked. */
  path: string;
  /** Without `?`; null when there is none. */
  query: string | null;
  /** `HTTP/1.1`; empty when the line has none. */
  version: string;
  headers: [name: string, value: string][];
  /** Chunks joined. */
  body: string;
}

/** Reads any bytes that begin with a word and a target, also with bare line feeds and cut short. Null for the rest. */
export function readRawHttp(bytes: Uint8Array): RawHttp | null {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^(?:\r?\n)+/, '');
  const [, head = text, rest = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [];
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method = '', target = '', version = ''] =
    /^([A-Za-z]+) (.*?)(?: (HTTP\/[\d.]+))?$/.exec(first) ?? [];
  if (target === '') return null;
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last[1] += ` ${line.trim()}`;
    else if (line !== '') headers.push(splitHeader(line));
  }
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = local.indexOf('?');
  return {
    method,
    path: mark < 0 ? local : local.slice(0, mark),
    query: mark < 0 ? null : local.slice(mark + 1),
    version,
    headers,
    body: /\bchunked\b/i.test(headerOf(headers, 'transfer-encoding')) ? joinChunks(rest) : rest,
  };
}

/** The first value of a header; empty without one. */
export function headerOf(headers: [name: string, value: string][], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

export function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** What is written in UTF-8 as text; what is not stays one character a byte. */
export function asText(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : latin1;
}

function joinChunks(raw: string): string {
  let joined = '';
  for (let at = 0; ; ) {
    const [line = '', size = ''] = /^([0-9a-f]+)[^\r\n]*\r?\n/i.exec(raw.slice(at, at + 200)) ?? [];
    const length = Number.parseInt(size, 16);
    if (!(length > 0)) return joined;
    joined += raw.slice(at + line.length, at + line.length + length);
    at += line.length + length;
    at += /^\r?\n/.exec(raw.slice(at, at + 2))?.[0].length ?? 0;
  }
}
