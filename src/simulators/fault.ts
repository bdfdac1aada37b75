import type { ChainName } from './tls/chains.ts';

/**
 * A failure to come, as a test writes it down. Exactly one of code, status, hang, reset, slow, delay, truncate, garbage
 * and chain.
 */
export interface Fault {
  /** How often it strikes; 1 unless said otherwise, `all` until it is removed. */
  times?: number | 'all';
  /** Only a request to this number (compared by its digits) or address. */
  to?: string;
  /** Only what belongs to the test of this `X-Lab-Tag`. */
  tag?: string;
  /** The vendor's error code (`21211`, `'105'`); at the SMTP server a reply code. */
  code?: number | string;
  /** Replaces the vendor's words for the code, or the text of an SMTP reply. */
  text?: string;
  /** A bare HTTP status, with `body`. */
  status?: number;
  body?: string;
  /** Never answers. */
  hang?: true;
  /** Resets the connection instead of answering. */
  reset?: true;
  /** With hang, reset or garbage: the message was accepted all the same, only the answer is lost. */
  accept?: boolean;
  /** Answers normally, 32 bytes at a time with this many milliseconds between. */
  slow?: number;
  /** Answers normally, this many milliseconds late. */
  delay?: number;
  /** Answers normally, but the connection closes in the middle of the body. */
  truncate?: true;
  /** Answers with bytes that are no answer, and closes. */
  garbage?: true;
  /** HTTPS: shows this certificate chain on the next connection. No recipient is known then. */
  chain?: ChainName;
  /** SMTP only: when to strike. */
  phase?: SmtpPhase;
}

export const SMTP_PHASES = ['connect', 'auth', 'mail', 'rcpt', 'data'] as const;
export type SmtpPhase = (typeof SMTP_PHASES)[number];

export const FAULT_CHANNELS = ['sms', 'email'] as const;
export type FaultChannel = (typeof FAULT_CHANNELS)[number];

/** One request that a fault hit; null: a TLS connection on which no request came, or not yet. */
export interface FaultHit {
  requestId: string | null;
  /** ISO 8601. */
  at: string;
  to: string | null;
}

export interface ScriptedFault {
  id: number;
  /** Null for one that strikes whichever simulator its channel leads to. */
  simulator: string | null;
  channel: FaultChannel | null;
  fault: Fault;
  /** The same in a sentence. */
  sentence: string;
  /** How often it will still strike. */
  remaining: number | 'all';
  /** The requests it hit, oldest first; the newest 1,000. */
  hits: FaultHit[];
}

/** A fault that struck. */
export interface Strike {
  fault: Fault;
  /** The recipient it was meant for; null when it is for whoever comes. */
  to: string | null;
  hit: FaultHit;
}

/** One sentence for the record. */
export function describeFault({ fault, to }: Pick<Strike, 'fault' | 'to'>): string {
  const whom = to === null ? '' : ` for ${to}`;
  const when = fault.phase ? ` at ${fault.phase}` : '';
  if (fault.code !== undefined) return `scripted: code ${fault.code}${when}${whom}`;
  if (fault.status !== undefined) return `scripted: HTTP status ${fault.status}${whom}`;
  const lost = fault.accept ? ', although the message was accepted' : '';
  if (fault.hang) return `scripted: never answers${when}${whom}${lost}`;
  if (fault.reset) return `scripted: connection reset${when}${whom}${lost}`;
  if (fault.garbage) return `scripted: answers garbage${when}${whom}${lost}`;
  if (fault.slow !== undefined) return `scripted: answers slowly, ${fault.slow} ms between pieces${whom}`;
  if (fault.delay !== undefined) return `scripted: answers ${fault.delay} ms late${when}${whom}`;
  if (fault.chain !== undefined) return `scripted: certificate chain ${fault.chain}`;
  return `scripted: answer cut off${whom}`;
}

/** Numbers by their digits alone, addresses without regard to case; a number is also in `<digits>@gateway`. */
export function sameRecipient(a: string, b: string): boolean {
  if (a.includes('@') === b.includes('@')) return keyOf(a) === keyOf(b);
  const [address, number] = a.includes('@') ? [a, b] : [b, a];
  const local = address.slice(0, address.lastIndexOf('@')).trim();
  return /^\+?\d+$/.test(local) && keyOf(local) === keyOf(number);
}

function keyOf(value: string): string {
  return value.includes('@') ? value.trim().toLowerCase() : value.replace(/\D/g, '').replace(/^0+/, '');
}
