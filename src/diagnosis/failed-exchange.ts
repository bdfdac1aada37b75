import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
import { excerpt, failedIn, placeText } from './last-exchange.ts';
import type { Finding } from './rule.ts';

export interface Failed {
  one: Case;
  failure: Failure;
  exchange: Exchange;
  /** Whom the socket went to. */
  place: { host: string; port: number };
  /** Where that stands: `"URL" of "Twilio"`. */
  field: string;
}

const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

export const timedOut = (code: string): boolean => code === 'TIMEOUT' || code === 'ETIMEDOUT';
export const broken = (code: string): boolean => CLOSED.has(code);

/** What `tell` says of an attempt that ended in one of these phases with a code that fits; null otherwise. */
export function when(
  one: Case,
  phases: Failure['phase'][],
  fits: (code: string) => boolean,
  tell: (failed: Failed) => Finding | null,
): Finding | null {
  const found = failedIn(one, ...phases);
  if (found === null || found.exchange === null || !fits(found.failure.code)) return null;
  const { exchange, failure } = found;
  const place = exchange.redirectedTo ?? exchange.target;
  const field =
    exchange.redirectedTo === null ? fieldOf(one) : `"connectTo" for ${placeText(exchange.target)}`;
  return tell({ one, failure, exchange, place, field });
}

/** The field of ISE in which the guilty host stands. */
function fieldOf({ provider }: Case): string {
  return provider?.type === 'http' ? `"URL" of "${provider.name}"` : 'the SMTP server settings';
}

export function cause(problem: string, remedy: string, evidence: string[]): Finding {
  return { certainty: 'cause', problem, remedy, evidence };
}

/** The first line of what came back, legible. */
export function firstLine(exchange: Exchange): string {
  const [line = ''] = Buffer.from(exchange.response, 'base64').toString('latin1').split(/\r?\n/, 1);
  return excerpt(line.replace(/[^\x20-\x7e]/g, '?'), 60);
}
