import { ConfigError } from '../config/mistake.ts';
import { AppError } from '../domain/errors.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';

/** Tells a mistake of the person who typed; anything else is a bug and is thrown on. */
export function complain(output: Output, error: unknown): void {
  if (error instanceof ConfigError || error instanceof AppError) {
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

/** A flag's mistake in the words of the files' mistakes. */
export function flagMistake(flag: string, value: unknown, allowed: string): ConfigError {
  return new ConfigError([{ file: flag, path: '', value, allowed }]);
}
