import type { BasicAuth, HttpOutgoing } from '../domain/channel.ts';
import { proxyAuthorization } from './proxy.ts';
import type { Route } from './route.ts';
import type { Target } from './target.ts';

/**
 * The headers of a request, in wire order and nothing more: Host, those of the channel, Authorization,
 * Proxy-Authorization, Content-Length, Connection.
 * GUESS: which others ISE sends (User-Agent, Accept) nobody could read; a channel can add them.
 */
export function requestHeaders(
  outgoing: HttpOutgoing,
  { target, route, authorize }: { target: Target; route: Route; authorize: boolean },
): string[] {
  const headers: [string, string][] = [['Host', target.hostHeader], ...outgoing.headers];
  if (authorize && outgoing.basicAuth !== null) {
    headers.push(['Authorization', basicAuthorization(outgoing.basicAuth)]);
  }
  const forProxy = route.proxy?.mode === 'forward' ? proxyAuthorization(route.proxy.settings) : null;
  if (forProxy !== null) headers.push(['Proxy-Authorization', forProxy]);
  if (outgoing.body !== null || outgoing.method === 'POST') {
    headers.push(['Content-Length', String(outgoing.body?.length ?? 0)]);
  }
  headers.push(['Connection', 'keep-alive']);
  return headers.flat();
}

function basicAuthorization({ username, password }: BasicAuth): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Whether an answer asks for Basic authentication; the scheme's case does not matter, other schemes may stand beside it. */
export function challengesBasic(status: number, headers: [name: string, value: string][]): boolean {
  if (status !== 401) return false;
  return headers.some(
    ([name, value]) => /^www-authenticate$/i.test(name) && /(?:^|,)\s*basic(?:\s|,|$)/i.test(value),
  );
}
