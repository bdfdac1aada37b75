import { replyText } from '../domain/reply-text.ts';
import { remember } from './remember.ts';

/** The provider's HTTP answer, as it was kept: credentials in it are masked already. */
export interface Answer {
  status: number;
  /** `HTTP/1.1 400 Bad Request` */
  statusLine: string;
  headers: [name: string, value: string][];
  text: string;
  /** Undefined when the text is no JSON. */
  json: unknown;
}

/** The last answer to an attempt by HTTP; null when none came, or when it was the proxy's and not the provider's. */
export const answerOf = remember((one): Answer | null => {
  if (one.end === null || one.end.failure?.phase === 'proxy') return null;
  const transcript = one.end.transcripts.at(-1);
  if (transcript?.protocol !== 'http') return null;
  const response = transcript.exchanges.at(-1)?.response ?? '';
  return parseAnswer(Buffer.from(response, 'base64').toString('latin1'));
});

/** The header's value; null when the answer has none of this name. */
export function headerOf({ headers }: Pick<Answer, 'headers'>, wanted: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1] ?? null;
}

/** The answer in short, for the evidence. */
export function answerLines({ statusLine, text }: Answer): string[] {
  const line = oneLine(text);
  return [`Answer: ${statusLine}`, ...(line === '' ? [] : [`Answer's body: ${line}`])];
}

/** Blanks run together, at most 200 characters. */
export function oneLine(text: string): string {
  const line = text.slice(0, 1000).replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function parseAnswer(raw: string): Answer | null {
  const blank = /\r?\n\r?\n/.exec(raw);
  const head = blank === null ? raw : raw.slice(0, blank.index);
  const rest = blank === null ? '' : raw.slice(blank.index + blank[0].length);
  const [statusLine = '', ...lines] = head.split(/\r?\n/);
  const status = Number(/^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(statusLine)?.[1] ?? 0);
  if (status === 0) return null;
  if (status < 200 && rest !== '') return parseAnswer(rest);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const chunked = /chunked/i.test(headerOf({ headers }, 'transfer-encoding') ?? '');
  const body = Buffer.from(chunked ? unchunked(rest) : rest, 'latin1');
  const text = replyText({ protocol: 'http', status, headers, body });
  return { status, statusLine: statusLine.trim(), headers, text, json: parseJson(text) };
}

/** Masking changes lengths: a size that does not lead to the next chunk is taken for a mere separator. */
function unchunked(body: string): string {
  let text = '';
  let rest = body;
  for (;;) {
    const size = /^([0-9a-f]+)[^\r\n]*\r\n/i.exec(rest);
    if (size === null) return /[^\s]/.test(text) || body === '' ? text : body;
    const start = size[0].length;
    const length = Number.parseInt(size[1] ?? '0', 16);
    if (length === 0) return text;
    const exact = rest.slice(start + length, start + length + 2) === '\r\n' || rest.length <= start + length;
    const end = exact ? start + length : rest.indexOf('\r\n', start);
    text += rest.slice(start, end < 0 ? undefined : end);
    if (end < 0) return text;
    rest = rest.slice(end + 2);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
