import { STATUS_CODES } from 'node:http';
import type { NewMessage } from '../ports.ts';

/** What a vendor's code answers. */
export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  /** Null when the request was accepted. */
  refusal: string | null;
  /** Kept before the answer leaves. */
  messages: NewMessage[];
  /** True: the connection ends with this answer. */
  closes?: boolean;
  /** Runs once the answer has been recorded and written. */
  afterwards?: () => void;
}

export function answer(
  status: number,
  contentType: string,
  body: string,
  more: Partial<Answer> = {},
): Answer {
  return { status, headers: [['Content-Type', contentType]], body, refusal: null, messages: [], ...more };
}

export function json(status: number, body: unknown, more: Partial<Answer> = {}): Answer {
  return answer(status, 'application/json', JSON.stringify(body), more);
}

/** The bytes of an answer: head with its length, then the body unless the request was a HEAD. */
export function answerBytes(
  content: Answer,
  to: { method: string; version: '1.0' | '1.1'; close: boolean; date: Date },
): { head: Buffer; body: Buffer } {
  const body = Buffer.from(content.body, 'utf8');
  const bodiless = content.status === 204 || content.status === 304;
  const lines = [
    `HTTP/1.1 ${content.status} ${STATUS_CODES[content.status] ?? 'Unknown'}`,
    `Date: ${to.date.toUTCString()}`,
    ...content.headers.map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}`),
  ];
  if (!bodiless) lines.push(`Content-Length: ${body.length}`);
  if (to.close) lines.push('Connection: close');
  else if (to.version === '1.0') lines.push('Connection: keep-alive');
  return {
    head: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    body: bodiless || to.method === 'HEAD' ? Buffer.alloc(0) : body,
  };
}
