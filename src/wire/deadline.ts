import type { FailurePhase } from '../domain/transcript.ts';
import { Fault, TIMEOUT } from './fault.ts';

/** The time an exchange has. Each step says what it waits for, so that a timeout can name it. */
export interface Deadline {
  /** Names the phase that runs now, and in words what is awaited: `the TCP connection to 10.0.0.1:443`. */
  enter(phase: FailurePhase, awaited: string): void;
  readonly phase: FailurePhase;
  /** Not null once the time is over. */
  readonly fault: Fault | null;
  /** Calls back when the time is over (at once if it is already); returns the function that takes it back. */
  onExpire(listener: (fault: Fault) => void): () => void;
  /**
   * Gives the full time again: for protocols whose time is counted from the last sign of life. Does nothing after
   * `stop`: the answer to a goodbye is nobody's concern.
   */
  restart(): void;
  stop(): void;
}

/** `stopped` ends the exchange before its time: the emulator itself stops. */
export function startDeadline(timeoutMs: number, stopped: AbortSignal): Deadline {
  const listeners = new Set<(fault: Fault) => void>();
  let phase: FailurePhase = 'request';
  let awaited = 'the start';
  let fault: Fault | null = null;
  let over = false;
  let timer = setTimeout(expire, timeoutMs);
  stopped.addEventListener('abort', giveUp, { once: true });

  function expire(): void {
    end(new Fault(phase, TIMEOUT, `Gave up after ${timeoutMs} ms, while waiting for ${awaited}.`));
  }

  function giveUp(): void {
    clearTimeout(timer);
    end(new Fault(phase, 'STOPPED', `The emulator stopped while waiting for ${awaited}.`));
  }

  function end(reason: Fault): void {
    fault ??= reason;
    for (const listener of [...listeners]) listener(reason);
  }

  return {
    enter(next, what) {
      phase = next;
      awaited = what;
    },
    get phase() {
      return phase;
    },
    get fault() {
      return fault;
    },
    onExpire(listener) {
      if (fault !== null) {
        listener(fault);
        return () => {};
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart() {
      if (over || fault !== null) return;
      clearTimeout(timer);
      timer = setTimeout(expire, timeoutMs);
    },
    stop() {
      over = true;
      clearTimeout(timer);
      stopped.removeEventListener('abort', giveUp);
    },
  };
}
