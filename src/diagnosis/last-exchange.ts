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

/** `host:port`, with brackets around an IPv6 address. */
export function placeText({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where the settings point and, when it is not simply there, by which way. */
export function targetText({
  target,
  redirectedTo,
  proxy,
}: Pick<Exchange, 'target' | 'redirectedTo' | 'proxy'>): string {
  const ways = [
    ...(redirectedTo === null ? [] : [`led to ${placeText(redirectedTo)} by connectTo`]),
    ...(proxy === null ? [] : [`through the proxy ${placeText(proxy)}`]),
  ];
  return ways.length === 0 ? placeText(target) : `${placeText(target)} (${ways.join(', ')})`;
}

/** The start of what came back, on one line, for evidence. */
export function excerpt(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
