import { readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { ConfigError } from './mistake.ts';

/**
 * Reads a JSON file; comments are allowed, and the mark that Windows editors put first. Throws `ConfigError` naming the
 * file, and line and column of the first syntax error: what a parser thinks of the rest seldom helps.
 */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = withoutMark(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const value = code === 'ENOENT' ? undefined : code === 'EISDIR' ? 'a folder' : code;
    throw new ConfigError([{ file, path: '', value, allowed: 'a file that can be read' }]);
  }
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors);
  const [first] = errors;
  if (first !== undefined) {
    const { error, offset } = first;
    const before = text.slice(0, offset).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const allowed = `JSON: ${WORDS[printParseErrorCode(error)] ?? printParseErrorCode(error)}`;
    throw new ConfigError([{ file, path: place, value: lineFrom(text, offset), allowed }]);
  }
  return json;
}

/** The parser's names of its errors, in plain words. */
const WORDS: Record<string, string> = {
  InvalidSymbol: 'this is no text, number, true, false or null; texts stand in double quotes',
  InvalidNumberFormat: 'this number is not well formed',
  PropertyNameExpected: 'a name in double quotes is missing, or a comma is too much',
  ValueExpected: 'a value is missing, or a comma is too much',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file should end here',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed',
  UnexpectedEndOfNumber: 'this number is not well formed',
  InvalidUnicode: '\\u needs four hexadecimal digits',
  InvalidEscapeCharacter: 'no such escape; a backslash itself is written twice',
  InvalidCharacter: 'a text cannot hold this character; a line break is written \\n',
};

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The rest of the line, kept short; undefined at its end. */
function lineFrom(text: string, offset: number): string | undefined {
  const rest = text.slice(offset).split('\n', 1)[0]?.trim().slice(0, 20);
  return rest === '' ? undefined : rest;
}
