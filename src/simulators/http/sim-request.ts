import { headerOf, type Reading, type RequestHead } from './request-reader.ts';

/** A request as the vendors' code sees it: framed, but not interpreted. */
export interface SimRequest {
  /** Of the row that was written for it. */
  id: string;
  method: string;
  /** Without the query, not decoded. */
  path: string;
  /** Behind the `?`, not decoded; empty without one. */
  query: string;
  /** First header of that name, which is given in lower case. */
  header(name: string): string | undefined;
  body: Buffer;
}

export function requestOf({ head, body }: Extract<Reading, { state: 'complete' }>): SimRequest {
  const target = originForm(head.target);
  const mark = target.indexOf('?');
  return {
    id: '',
    method: head.method,
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? '' : target.slice(mark + 1),
    header: (name) => headerOf(head, name),
    body,
  };
}

/** Sent through a proxy, a request names the whole URL on its first line. */
function originForm(target: string): string {
  const origin = target.replace(/^https?:\/\/[^/?]*/i, '');
  return origin.startsWith('/') ? origin : `/${origin}`;
}

export function isControl(target: string): boolean {
  return /^\/_sim(\/|\?|$)/.test(originForm(target));
}

/** HTTP/1.1 keeps a connection unless told to close it, HTTP/1.0 closes it unless told to keep it. */
export function keepsAlive(head: RequestHead): boolean {
  const connection = headerOf(head, 'connection')?.toLowerCase() ?? '';
  return head.version === '1.1' ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
}
