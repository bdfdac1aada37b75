import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** An HTTP message taken apart for reading. Nothing is corrected: what is odd stays odd. */
export interface HttpView {
  startLine: string;
  /** Of a request: its method, target, and the path without query. Null for a response. */
  method: string | null;
  target: string | null;
  path: string | null;
  query: [name: string, value: string][];
  headers: [name: string, value: string][];
  /** After undoing chunks and compression. */
  body: Buffer;
  /** What was undone: `chunked`, `gzip`. */
  undone: string[];
}

const LARGEST_BODY = 4_000_000;

/** Null when the bytes do not begin like HTTP. */
export function readHttp(bytes: Buffer): HttpView | null {
  const end = bytes.indexOf('\r\n\r\n');
  const head = utf8OrLatin1(bytes.subarray(0, end < 0 ? bytes.length : end));
  const [startLine = '', ...lines] = head.split('\r\n');
  const request = /^([A-Za-z]+) (.*?)(?: HTTP\/\d(?:\.\d)?)?$/.exec(startLine);
  const isResponse = /^HTTP\/\d(\.\d)? \d{3}/.test(startLine);
  if (!isResponse && (!request || !/ HTTP\/\d/.test(startLine))) return null;
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const raw = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4);
  const { body, undone } = undoEncodings(raw, headers);
  const target = isResponse ? null : (request?.[2] ?? null);
  const mark = target?.indexOf('?') ?? -1;
  return {
    startLine,
    method: isResponse ? null : (request?.[1] ?? null),
    target,
    path: target === null ? null : mark < 0 ? target : target.slice(0, mark),
    query: target === null || mark < 0 ? [] : readForm(target.slice(mark + 1)),
    headers,
    body,
    undone,
  };
}

export function headerOf(view: { headers: [string, string][] }, name: string): string {
  return view.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}

/** A query or form body: pairs in order, repeated names kept. */
export function readForm(text: string): [name: string, value: string][] {
  return [...new URLSearchParams(text.startsWith('?') ? `&${text}` : text)];
}

/** Text as UTF-8 when it is UTF-8, else one character a byte. */
export function utf8OrLatin1(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes)
    ? bytes.toString('latin1')
    : text;
}

function undoEncodings(raw: Buffer, headers: [string, string][]): { body: Buffer; undone: string[] } {
  const undone: string[] = [];
  let body = raw;
  if (/\bchunked\b/i.test(headerOf({ headers }, 'transfer-encoding'))) {
    body = joinChunks(raw);
    undone.push('chunked');
  }
  const coding = headerOf({ headers }, 'content-encoding').toLowerCase();
  const inflate = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[
    coding
  ];
  if (!inflate) return { body, undone };
  try {
    return { body: inflate(body, { maxOutputLength: LARGEST_BODY }), undone: [...undone, coding] };
  } catch {
    // Cut short, or not what the header says: the bytes as they came are the best there is.
    return { body, undone };
  }
}

function joinChunks(raw: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
