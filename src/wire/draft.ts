import { MASK, maskBytes, maskLiterals, maskText } from '../domain/mask.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
import { type Recording, startRecording } from './recording.ts';
import { type Stopwatch, startStopwatch } from './timings.ts';

/** One exchange while it happens. Secrets are in it: only `finishExchange` lets it out. */
export interface Draft {
  target: Exchange['target'];
  redirectedTo: Exchange['redirectedTo'];
  proxy: Exchange['proxy'];
  address: Exchange['address'];
  reusedConnection: boolean;
  tls: Exchange['tls'];
  stopwatch: Stopwatch;
  recording: Recording;
}

export function startDraft(
  target: Exchange['target'],
  heard: (from: 'client' | 'server', bytes: Buffer) => void,
): Draft {
  return {
    target,
    redirectedTo: null,
    proxy: null,
    address: null,
    reusedConnection: false,
    tls: null,
    stopwatch: startStopwatch(),
    recording: startRecording(heard),
  };
}

/** The exchange as it may be kept: every credential masked. */
export function finishExchange(
  draft: Draft,
  end: { failure: Failure | null; lines: Exchange['lines']; secrets: string[] },
): Exchange {
  const { recording, stopwatch, proxy, ...facts } = draft;
  const { failure, lines, secrets } = end;
  const base64 = (bytes: Uint8Array): string => Buffer.from(maskBytes(bytes, secrets)).toString('base64');
  return {
    ...facts,
    proxy: proxy === null ? null : { ...proxy, answer: proxy.answer && maskText(proxy.answer, secrets) },
    request: base64(recording.sentBytes()),
    response: base64(recording.receivedBytes()),
    responseCut: recording.cut,
    lines,
    timings: stopwatch.read(),
    failure: failure === null ? null : maskFailure(failure, secrets),
  };
}

/** The far side's own words may repeat a secret, and a URL in a sentence may hold one. */
export function maskFailure(failure: Failure, secrets: string[]): Failure {
  const message = maskLiterals(failure.message, secrets).replace(
    /(:\/\/[^\s/?#:@]*:)[^\s/?#]*@/g,
    `$1${MASK}@`,
  );
  return { ...failure, message };
}
