import assert from 'node:assert/strict';
import { createOutput, type Output } from '../../src/cli/output.ts';

/** What a command wrote; each line of it must fit a terminal of 80 columns. */
export interface FakeOutput {
  output: Output;
  stdout(): string;
  stderr(): string;
  /** Standard output without line breaks and indents, for sentences that were wrapped. */
  prose(): string;
  json<T = Record<string, never>>(): T;
}

/** Streams that are no terminal unless told. */
export function fakeOutput({
  terminal = false,
  env = {},
}: {
  terminal?: boolean;
  env?: Record<string, string>;
} = {}): FakeOutput {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: terminal,
    write(text: string) {
      texts[name] += text;
    },
  });
  const fitting = (text: string) => {
    if (text.startsWith('{')) return text;
    for (const line of text.split('\n')) assert.ok([...line].length <= 80, `longer than 80 columns: ${line}`);
    return text;
  };
  return {
    output: createOutput({ stdout: stream('stdout'), stderr: stream('stderr') }, env),
    stdout: () => (terminal ? texts.stdout : fitting(texts.stdout)),
    stderr: () => (terminal ? texts.stderr : fitting(texts.stderr)),
    prose: () => fitting(texts.stdout).replace(/\s+/g, ' '),
    json: () => JSON.parse(texts.stdout),
  };
}
