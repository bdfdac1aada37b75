import { readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { ConfigError } from './mistake.ts';

/** Reads a JSON file. Throws `ConfigError` naming the file, and line and column of each syntax error. */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const value = code === 'ENOENT' ? undefined : code;
    throw new ConfigError([{ file, path: '', value, allowed: 'a file that can be read' }]);
  }
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { disallowComments: true });
  if (errors.length > 0) {
    throw new ConfigError(
      errors.map(({ error, offset }) => {
        const before = text.slice(0, offset).split('\n');
        const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
        return { file, path: place, value: printParseErrorCode(error), allowed: 'JSON' };
      }),
    );
  }
  return json;
}
