import { type CurlCommand, curlCommand } from '../../domain/curl.ts';
import type { Exchange, Failure, Timings, Transcript } from '../../domain/transcript.ts';
import { type BytesView, presentBytes } from './present-bytes.ts';
import { PHASE_KEYS } from './present-verdict.ts';
import { texts } from './texts.ts';

export interface FailureView extends Failure {
  /** What it means that it ended in this phase. */
  meaning: string;
}

export interface ExchangeView extends Omit<Exchange, 'request' | 'response' | 'failure'> {
  /** From 1, counted through all parts of the message. */
  number: number;
  request: BytesView;
  response: BytesView;
  /** The status line of the answer, or the last line of the mail server; null when none came. */
  answer: string | null;
  failure: FailureView | null;
  /** The phases one after the other, for drawing. */
  timeline: { phase: string; startMs: number; durationMs: number }[];
  /** The command that sends the same; null when it never came to a request. */
  curl: CurlCommand | null;
  links: { request: string; response: string };
}

export interface TranscriptView {
  protocol: 'http' | 'smtp';
  notes: string[];
  exchanges: ExchangeView[];
}

/** `rawLink` names the address that serves the bytes of an attempt. */
export function presentTranscripts(transcripts: Transcript[], rawLink: string): TranscriptView[] {
  let number = 0;
  return transcripts.map(({ protocol, notes, exchanges }) => ({
    protocol,
    notes,
    exchanges: exchanges.map((exchange) => {
      number += 1;
      return presentExchange(exchange, protocol, number, `${rawLink}&exchange=${number}`);
    }),
  }));
}

function presentExchange(
  exchange: Exchange,
  protocol: 'http' | 'smtp',
  number: number,
  link: string,
): ExchangeView {
  const response = presentBytes(Buffer.from(exchange.response, 'base64'));
  return {
    ...exchange,
    number,
    request: presentBytes(Buffer.from(exchange.request, 'base64')),
    response,
    answer: answerOf(exchange, response),
    failure: presentFailure(exchange.failure),
    timeline: timelineOf(exchange.timings),
    curl: curlCommand(exchange, protocol),
    links: { request: `${link}&part=request`, response: `${link}&part=response` },
  };
}

export function presentFailure(failure: Failure | null): FailureView | null {
  return failure && { ...failure, meaning: texts(PHASE_KEYS[failure.phase]) };
}

function answerOf(exchange: Exchange, response: BytesView): string | null {
  if (response.http) return response.http.startLine;
  const last = exchange.lines.findLast((line) => line.from === 'server' && !/^221[ -]/.test(line.text));
  return last?.text ?? null;
}

const PHASES = ['dns', 'connect', 'proxy', 'tls', 'firstByte'] as const;

function timelineOf(timings: Timings): ExchangeView['timeline'] {
  let at = 0;
  const timeline = PHASES.flatMap((key) => {
    const durationMs = timings[key];
    if (durationMs === null) return [];
    const startMs = at;
    at += durationMs;
    return [{ phase: texts(`inspector_timing_${key}`), startMs, durationMs }];
  });
  const rest = timings.total - at;
  return rest > 0
    ? [...timeline, { phase: texts('inspector_timing_rest'), startMs: at, durationMs: rest }]
    : timeline;
}
