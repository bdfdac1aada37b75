import type { FailurePhase } from '../domain/transcript.ts';
import { codeOf, Fault, messageOf } from './fault.ts';
import type { HttpAttempt } from './http-exchange.ts';

/** The first byte of a TLS record; the second is the major version, 3. */
const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;

/** Whose answer is awaited, in words: a proxy that forwards stands between. */
export function peerWords({ target, route: { proxy } }: Pick<HttpAttempt, 'target' | 'route'>): string {
  if (proxy?.mode !== 'forward') return target.host;
  return `${target.host} (through the proxy ${proxy.settings.fqdn}:${proxy.settings.port})`;
}

/**
 * Why a request got no complete answer, from Node's error and the bytes that came. `statusLine` is that of an answer
 * which began and did not end.
 */
export function answerFault(
  error: unknown,
  { phase, attempt, statusLine }: { phase: FailurePhase; attempt: HttpAttempt; statusLine: string | null },
): Fault {
  const { draft } = attempt;
  const peer = peerWords(attempt);
  const code = codeOf(error);
  const received = draft.recording.receivedBytes();
  if (code.startsWith('HPE_') || (code === 'UNKNOWN' && received.length > 0)) {
    return unreadable(code, error, received);
  }
  if (code !== 'ECONNRESET' && code !== 'EPIPE') {
    return new Fault(phase, code, `The connection to ${peer} failed: ${messageOf(error)} (${code}).`);
  }
  if (statusLine !== null) {
    return new Fault(
      'response',
      'INCOMPLETE_RESPONSE',
      `${peer} closed the connection within its answer "${statusLine}", after ${draft.recording.receivedLength} bytes.`,
    );
  }
  if (received.length > 0) return unreadable('INCOMPLETE_RESPONSE', error, received);
  const which = draft.reusedConnection
    ? 'the connection, which was kept from an earlier message,'
    : 'the connection';
  const when = phase === 'request' ? 'before it had taken the whole request' : 'without an answer';
  return new Fault(phase, code, `${peer} closed ${which} ${when} (${code}). It is not sent again by itself.`);
}

function unreadable(code: string, error: unknown, received: Buffer): Fault {
  if ((received[0] === TLS_ALERT || received[0] === TLS_HANDSHAKE) && received[1] === 3) {
    return new Fault('response', code, `The answer is TLS: this port wants https, not http (${code}).`);
  }
  const begin = JSON.stringify(received.toString('latin1', 0, 60));
  const why = (error as { reason?: string }).reason ?? messageOf(error);
  return new Fault('response', code, `The answer is no readable HTTP: ${why} (${code}); it begins ${begin}.`);
}
