import { ConfigError } from '../config/mistake.ts';
import { AppError } from '../domain/errors.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';

/** Whoever typed made a mistake: what each command ends with, of which 1 says something else. */
export const MISUSED = 2;

/**
 * Tells a mistake of the person who typed; anything else is a bug and is thrown on. With `json`, a program that reads
 * standard output gets a document there, too.
 */
export function complain(output: Output, error: unknown, { json }: { json?: boolean } = {}): void {
  if (error instanceof ConfigError || error instanceof AppError) {
    if (json) output.write(errorDocument(error.message));
    output.complain(
      error.message
        .split('\n')
        .map((line) => wrap(line, '  ', ''))
        .join(''),
    );
    return;
  }
  throw error;
}

export function errorDocument(message: string): string {
  return `${JSON.stringify({ error: message, exitCode: MISUSED }, null, 2)}\n`;
}

/** A flag's mistake in the words of the files' mistakes. */
export function flagMistake(flag: string, value: unknown, allowed: string): ConfigError {
  return new ConfigError([{ file: flag, path: '', value, allowed }]);
}
