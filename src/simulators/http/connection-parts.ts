import type { FaultHit } from '../fault.ts';
import type { Strike } from '../faults.ts';
import type { Clock } from '../ports.ts';
import type { Recorder } from '../recorder.ts';
import type { Answer } from './answer.ts';
import type { ReaderLimits } from './request-reader.ts';
import type { SimRequest } from './sim-request.ts';

/** What happens to one request besides its answer; the vendor's code fills it in. */
export interface Exchange {
  simulator: string | null;
  strike: Strike | null;
}

export interface ConnectionParts {
  recorder: Recorder;
  clock: Clock;
  limits: ReaderLimits & { requestMs: number; idleMs: number };
  respond(request: SimRequest, exchange: Exchange): Answer | Promise<Answer>;
  /** Controls are answered without a record; null: not a control. */
  control(request: SimRequest): Answer | Promise<Answer> | null;
}

export interface ConnectionFacts {
  secure: boolean;
  remoteAddress: string;
  /** Breaks the TCP connection with a reset. */
  reset(): void;
  /** Set: every request is answered 400 with this sentence. */
  misdirected: string | null;
  /** Of a certificate chain that a script had the client shown; it learns here which request came of it. */
  hit?: FaultHit | undefined;
}
