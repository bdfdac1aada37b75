import type { Failure, FailurePhase } from '../domain/transcript.ts';

/** Why an exchange ended: thrown inside `wire` only, and turned into a `Failure` before it leaves. */
export class Fault extends Error {
  readonly phase: FailurePhase;
  readonly code: string;

  constructor(phase: FailurePhase, code: string, message: string) {
    super(message);
    this.name = 'Fault';
    this.phase = phase;
    this.code = code;
  }
}

export const TIMEOUT = 'TIMEOUT';

/** `mayHaveBeenSent` is the caller's knowledge: only it has seen what the socket took. */
export function failureOf(fault: Fault, mayHaveBeenSent: boolean): Failure {
  const { phase, code, message } = fault;
  return { phase, code, message, timedOut: code === TIMEOUT, mayHaveBeenSent };
}

/** Node's or OpenSSL's code of an error; `UNKNOWN` when it has none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'UNKNOWN';
}

const CONNECT_WORDS: Record<string, string> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  ENETUNREACH: 'cannot be reached: no route to its network',
  ECONNRESET: 'reset the connection',
  ETIMEDOUT: 'did not answer the connection attempt',
  EACCES: 'may not be connected to from here',
};

/** A failed TCP connection in a sentence; `where` is `host:port`. */
export function connectSentence(where: string, error: unknown): string {
  const code = codeOf(error);
  return `${where} ${CONNECT_WORDS[code] ?? `could not be connected to: ${messageOf(error)}`} (${code}).`;
}

const DNS_WORDS: Record<string, string> = {
  ENOTFOUND: 'DNS knows no address for',
  EAI_AGAIN: 'No DNS server answered for',
};

/** A failed name lookup in a sentence. */
export function dnsSentence(host: string, error: unknown): string {
  const code = codeOf(error);
  return `${DNS_WORDS[code] ?? 'The name lookup failed for'} ${host} (${code}).`;
}

/** What an error says. OpenSSL's own message carries a thread number and a line of its source; its reason does not. */
export function messageOf(error: unknown): string {
  const { reason } = (error ?? {}) as { reason?: unknown };
  if (codeOf(error).startsWith('ERR_SSL_') && typeof reason === 'string') return reason;
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
