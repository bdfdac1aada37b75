import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';

/** The exchange with which the attempt ended; null when nothing was sent, or nothing could be. */
export function lastExchange({ end }: Case): Exchange | null {
  return end?.transcripts.at(-1)?.exchanges.at(-1) ?? null;
}

/** The failure with which the attempt ended, and its exchange, when it is of this phase. */
export function failedIn(
  one: Case,
  ...phases: Failure['phase'][]
): { failure: Failure; exchange: Exchange | null } | null {
  const failure = one.end?.failure ?? null;
  return failure !== null && phases.includes(failure.phase) ? { failure, exchange: lastExchange(one) } : null;
}

/** One side of an HTTP exchange, cut into its parts. */
export interface HttpMessage {
  /** Request line or status line. */
  first: string;
  /** Of an answer; NaN otherwise. */
  status: number;
  /** In wire order, names as they came. */
  headers: [name: string, value: string][];
  body: string;
}

/** What was sent, credentials masked; null when no byte of a request left. */
export function requestOf({ request }: Exchange): HttpMessage | null {
  return read(Buffer.from(request, 'base64'));
}

/** What was answered, without interim answers (1xx) and with chunks joined; null when it is no HTTP. */
export function answerOf({ response }: Exchange): HttpMessage | null {
  let bytes = Buffer.from(response, 'base64');
  let answer = read(bytes);
  while (answer !== null && answer.status >= 100 && answer.status < 200 && answer.status !== 101) {
    bytes = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
    answer = read(bytes);
  }
  return answer !== null && /^HTTP\/\d/.test(answer.first) ? answer : null;
}

/** The value of the first header of this name; null without one. */
export function headerOf(message: HttpMessage | null, name: string): string | null {
  const wanted = name.toLowerCase();
  return message?.headers.find(([found]) => found.toLowerCase() === wanted)?.[1] ?? null;
}

function read(bytes: Buffer): HttpMessage | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const status = Number(/^HTTP\/\d\S* (\d{3})\b/.exec(first)?.[1]);
  const message = { first, status, headers, body: '' };
  const rest = bytes.subarray(end + 4);
  const chunked = /\bchunked\b/i.test(headerOf(message, 'transfer-encoding') ?? '');
  return { ...message, body: (chunked ? joinChunks(rest) : rest).toString('utf8') };
}

function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (line < 0 || !(size > 0)) break;
    chunks.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}

/** `host:port`, with brackets around an IPv6 address. */
export function placeText({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where the settings point and, when `connectTo` leads elsewhere, to where. */
export function targetText({ target, redirectedTo }: Pick<Exchange, 'target' | 'redirectedTo'>): string {
  return redirectedTo === null
    ? placeText(target)
    : `${placeText(target)} (led to ${placeText(redirectedTo)} by connectTo)`;
}

/** The start of what came back, on one line, for evidence. */
export function excerpt(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
