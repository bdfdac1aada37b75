import type { Timings } from '../domain/transcript.ts';

type Phase = Exclude<keyof Timings, 'total'>;

/** Measures the phases of one exchange in milliseconds, rounded to hundredths. */
export interface Stopwatch {
  /** Starts a phase; a phase that is never ended stays null. */
  begin(phase: Phase): void;
  /** Ends it; only the first call counts. */
  end(phase: Phase): void;
  /** With the total up to now. */
  read(): Timings;
}

export function startStopwatch(): Stopwatch {
  const start = performance.now();
  const begun = new Map<Phase, number>();
  const taken = new Map<Phase, number>();
  const since = (from: number): number => Math.round((performance.now() - from) * 100) / 100;
  return {
    begin: (phase) => void begun.set(phase, performance.now()),
    end(phase) {
      const from = begun.get(phase);
      if (from !== undefined && !taken.has(phase)) taken.set(phase, since(from));
    },
    read: () => ({
      dns: taken.get('dns') ?? null,
      connect: taken.get('connect') ?? null,
      proxy: taken.get('proxy') ?? null,
      tls: taken.get('tls') ?? null,
      firstByte: taken.get('firstByte') ?? null,
      total: since(start),
    }),
  };
}
