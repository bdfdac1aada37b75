/**
 * Cuts the bytes of a connection into HTTP/1.x requests, and reads their framing. One reader does both, so that what is
 * recorded for a request is exactly what was read as that request, also when requests share a connection or a packet.
 * It is strict (RFC 9112): lines end in CRLF, lengths are unambiguous, no folded headers.
 */

export interface ReaderLimits {
  headBytes: number;
  bodyBytes: number;
}

export interface RequestHead {
  method: string;
  /** As on the request line. */
  target: string;
  version: '1.0' | '1.1';
  headers: [name: string, value: string][];
}

export type Reading =
  | { state: 'idle' }
  | { state: 'partial'; head: RequestHead | null; expectsContinue: boolean }
  | { state: 'complete'; head: RequestHead; body: Buffer; raw: Buffer }
  | { state: 'rejected'; status: number; reason: string; raw: Buffer };

type Framing = { kind: 'length'; length: number } | { kind: 'chunked' };

class Rejection extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const REQUEST_LINE = new RegExp(`^(${TOKEN}) ([^\\s\\x00-\\x1f\\x7f]+) HTTP/(1\\.[01])$`);
const HEADER_LINE = new RegExp(`^(${TOKEN}):[ \\t]*([^\\x00-\\x08\\x0a-\\x1f\\x7f]*?)[ \\t]*$`);
const TOKEN_CHARACTER = new RegExp(`^${TOKEN}$`);
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})[ \t]*(;.*)?$/;

export class RequestReader {
  #limits: ReaderLimits;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Where the request line starts, behind the blank lines before it. */
  #start = 0;
  #head: { head: RequestHead; framing: Framing; end: number } | null = null;
  #chunked: { at: number; parts: Buffer[]; size: number; inTrailer: boolean } | null = null;
  #rejected = false;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
  }

  /** How many bytes wait to be read. */
  get size(): number {
    return this.#size;
  }

  feed(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** All bytes that belong to no complete request yet. */
  rest(): Buffer {
    return this.#joined();
  }

  /** Reads as far as the bytes go. A complete request is taken out; after a rejection nothing more comes. */
  next(): Reading {
    if (this.#rejected || this.#size === 0) return { state: 'idle' };
    try {
      return this.#read();
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      this.#rejected = true;
      return { state: 'rejected', status: error.status, reason: error.message, raw: this.rest() };
    }
  }

  #read(): Reading {
    if (!this.#head) {
      const buffer = this.#joined();
      this.#skipBlankLines(buffer);
      if (this.#start === buffer.length) return { state: 'idle' };
      const end = this.#findHeadEnd(buffer);
      if (end === null) return { state: 'partial', head: null, expectsContinue: false };
      const head = readHead(buffer.toString('latin1', this.#start, end));
      this.#head = { head, framing: readFraming(head), end };
    }
    const { head, framing, end } = this.#head;
    if (framing.kind === 'chunked') return this.#readChunked(head, end);
    if (framing.length > this.#limits.bodyBytes) throw this.#tooLarge();
    if (this.#size < end + framing.length) return this.#partial(head);
    const buffer = this.#joined();
    return this.#take(head, buffer.subarray(end, end + framing.length), end + framing.length);
  }

  #partial(head: RequestHead): Reading {
    const expect = headerOf(head, 'expect');
    return { state: 'partial', head, expectsContinue: expect?.toLowerCase() === '100-continue' };
  }

  #take(head: RequestHead, body: Buffer, end: number): Reading {
    const buffer = this.#joined();
    const rest = buffer.subarray(end);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    this.#start = 0;
    this.#head = null;
    this.#chunked = null;
    return { state: 'complete', head, body, raw: buffer.subarray(0, end) };
  }

  #skipBlankLines(buffer: Buffer): void {
    while (buffer[this.#start] === 13 && buffer[this.#start + 1] === 10) this.#start += 2;
    // A lone CR may be the first half of a blank line.
    if (buffer[this.#start] === 13 && this.#start + 1 === buffer.length) this.#start += 1;
    else if (buffer[this.#start] === 10 && buffer[this.#start - 1] === 13) this.#start += 1;
  }

  /** Null while more is to come. Says what is wrong as early as it can be known. */
  #findHeadEnd(buffer: Buffer): number | null {
    const first = buffer[this.#start] ?? 0;
    if (first === 0x16) throw new Rejection(400, 'TLS was spoken to the plain HTTP port');
    if (!TOKEN_CHARACTER.test(String.fromCharCode(first))) {
      throw new Rejection(400, 'the bytes are not an HTTP request');
    }
    const lineEnd = buffer.indexOf(10, this.#start);
    if (lineEnd !== -1) readRequestLine(lineBefore(buffer, this.#start, lineEnd));
    const end = buffer.indexOf('\r\n\r\n', this.#start, 'latin1');
    const size = (end === -1 ? buffer.length : end) - this.#start;
    if (size > this.#limits.headBytes) {
      throw new Rejection(431, `the request head is longer than ${this.#limits.headBytes} bytes`);
    }
    if (end !== -1) return end + 4;
    const line = buffer.lastIndexOf(10);
    if (line > this.#start && buffer[line - 1] !== 13)
      throw new Rejection(400, 'a line of the head ends in LF without CR');
    return null;
  }

  #readChunked(head: RequestHead, headEnd: number): Reading {
    const buffer = this.#joined();
    this.#chunked ??= { at: headEnd, parts: [], size: 0, inTrailer: false };
    const state = this.#chunked;
    for (;;) {
      // Chunks of one byte, or trailers without end, must not make a small body large.
      if (state.at - headEnd > this.#limits.bodyBytes * 4 + this.#limits.headBytes) throw this.#tooLarge();
      const lineEnd = buffer.indexOf(10, state.at);
      if (lineEnd === -1) {
        if (buffer.length - state.at > this.#limits.headBytes)
          throw new Rejection(400, 'a chunk size line does not end');
        return this.#partial(head);
      }
      const line = lineBefore(buffer, state.at, lineEnd);
      if (state.inTrailer) {
        if (line !== '' && !HEADER_LINE.test(line)) throw new Rejection(400, 'a trailer line is malformed');
        state.at = lineEnd + 1;
        if (line === '') return this.#take(head, Buffer.concat(state.parts), state.at);
        continue;
      }
      const match = CHUNK_LINE.exec(line);
      if (!match) throw new Rejection(400, 'a chunk size is malformed');
      const size = Number.parseInt(match[1] ?? '', 16);
      if (size === 0) {
        state.inTrailer = true;
        state.at = lineEnd + 1;
        continue;
      }
      if (state.size + size > this.#limits.bodyBytes) throw this.#tooLarge();
      const from = lineEnd + 1;
      if (buffer.length < from + size + 2) return this.#partial(head);
      if (buffer[from + size] !== 13 || buffer[from + size + 1] !== 10) {
        throw new Rejection(400, 'a chunk is longer than its size says');
      }
      state.parts.push(buffer.subarray(from, from + size));
      state.size += size;
      state.at = from + size + 2;
    }
  }

  #tooLarge(): Rejection {
    return new Rejection(
      413,
      `the body is longer than ${this.#limits.bodyBytes} bytes; the record stops where reading did`,
    );
  }

  #joined(): Buffer {
    const [only] = this.#chunks;
    if (only && this.#chunks.length === 1) return only;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

/** The first header of that name (lower case). */
export function headerOf(head: RequestHead, name: string): string | undefined {
  return head.headers.find(([known]) => known.toLowerCase() === name)?.[1];
}

function lineBefore(buffer: Buffer, start: number, lineEnd: number): string {
  if (lineEnd === start || buffer[lineEnd - 1] !== 13)
    throw new Rejection(400, 'a line ends in LF without CR');
  return buffer.toString('latin1', start, lineEnd - 1);
}

function readRequestLine(line: string): Omit<RequestHead, 'headers'> {
  const match = REQUEST_LINE.exec(line);
  if (!match) throw new Rejection(400, 'the request line is malformed');
  const [, method = '', target = '', version] = match;
  return { method, target, version: version === '1.0' ? '1.0' : '1.1' };
}

function readHead(text: string): RequestHead {
  const [requestLine = '', ...lines] = text.slice(0, -4).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const match = HEADER_LINE.exec(line);
    if (!match) throw new Rejection(400, 'a header line is malformed');
    return [match[1] ?? '', match[2] ?? ''];
  });
  const head = { ...readRequestLine(requestLine), headers };
  if (head.version === '1.1' && headerOf(head, 'host') === undefined) {
    throw new Rejection(400, 'an HTTP/1.1 request needs a Host header');
  }
  return head;
}

function readFraming(head: RequestHead): Framing {
  const all = (name: string) =>
    head.headers.filter(([known]) => known.toLowerCase() === name).map(([, value]) => value);
  const encodings = all('transfer-encoding');
  const lengths = all('content-length');
  if (encodings.length > 0) {
    if (lengths.length > 0)
      throw new Rejection(400, 'Content-Length and Transfer-Encoding contradict each other');
    if (encodings.join(',').trim().toLowerCase() !== 'chunked')
      throw new Rejection(501, 'Transfer-Encoding is not chunked');
    return { kind: 'chunked' };
  }
  const [length = '0'] = lengths;
  if (lengths.some((other) => other !== length) || !/^\d{1,15}$/.test(length)) {
    throw new Rejection(400, 'Content-Length is malformed');
  }
  return { kind: 'length', length: Number(length) };
}
