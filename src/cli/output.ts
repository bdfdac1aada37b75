/** Where a command writes, and what it may do there. */
export interface Output {
  /** What was asked for, on standard output. */
  write(text: string): void;
  /** What went wrong, on standard error. */
  complain(text: string): void;
  /** One line on standard error that the next replaces; null clears it. Silent unless that is a terminal. */
  progress(text: string | null): void;
  /** Says that it was stopped by hand, and while what. */
  interrupted(): void;
  paint: Paint;
}

export type Tone = 'good' | 'bad' | 'doubt' | 'quiet' | 'strong';
export type Paint = (tone: Tone, text: string) => string;

interface Stream {
  write(text: string): unknown;
  isTTY?: boolean;
}

const CODES: Record<Tone, [number, number]> = {
  good: [32, 39],
  bad: [31, 39],
  doubt: [33, 39],
  quiet: [2, 22],
  strong: [1, 22],
};

const ESCAPE = '\u001b[';

/** Colours only on a terminal, and never when `NO_COLOR` is set (https://no-color.org) or the terminal is `dumb`. */
export function createOutput(
  { stdout, stderr }: { stdout: Stream; stderr: Stream },
  env: Record<string, string | undefined>,
): Output {
  const plain = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const coloured = stdout.isTTY === true && !plain;
  const lively = stderr.isTTY === true && env.TERM !== 'dumb';
  let shown = false;
  let under: string | null = null;
  const progress = (text: string | null): void => {
    under = text;
    if (!lively || (text === null && !shown)) return;
    stderr.write(`\r${ESCAPE}K${text === null ? '' : text.slice(0, 79)}`);
    shown = text !== null;
  };
  return {
    write(text) {
      progress(null);
      stdout.write(text);
    },
    complain(text) {
      progress(null);
      stderr.write(text);
    },
    progress,
    interrupted() {
      const what = under === null ? '' : `: ${under}`;
      progress(null);
      stderr.write(`Interrupted${what}\n`);
    },
    paint(tone, text) {
      const [on, off] = CODES[tone];
      return coloured && text !== '' ? `${ESCAPE}${on}m${text}${ESCAPE}${off}m` : text;
    },
  };
}

/** Shows what is awaited, with the seconds it has taken so far, until the work is done. */
export async function whileWaiting<T>(output: Output, what: string, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const show = () => {
    const seconds = Math.round((performance.now() - start) / 1000);
    output.progress(seconds === 0 ? `${what} …` : `${what} … ${seconds} s`);
  };
  show();
  const timer = setInterval(show, 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    output.progress(null);
  }
}
