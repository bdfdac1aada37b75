import { types } from 'node:util';
import type { WaitOptions } from './inbox.ts';

const FIELDS: Record<
  keyof WaitOptions | 'limit' | 'offset',
  [allowed: string, isRight: (value: unknown) => boolean]
> = {
  to: ['a number or an address', isText],
  channel: ['"sms" or "email"', (value) => value === 'sms' || value === 'email'],
  text: ['a text or a pattern', (value) => isText(value) || types.isRegExp(value)],
  tag: ['a text', isText],
  after: ["a message's id", isText],
  timeoutMs: ['a number of milliseconds', isCount],
  signal: ['an AbortSignal', (value) => typeof value === 'object' && value !== null && 'aborted' in value],
  limit: ['a number from 0', isCount],
  offset: ['a number from 0', isCount],
};

/** The fields of every filter. */
export const FILTER = ['to', 'channel', 'text', 'tag'] as const;

type Field = keyof typeof FIELDS;

/**
 * Patterns and signals may come from another realm, as under Jest: `instanceof` would refuse them.
 *
 * A misspelt field would let any message through, and a test would pass for the wrong reason: JavaScript is told what
 * TypeScript would have caught. `fields` are those that the call knows. Throws one `TypeError` with all mistakes.
 */
export function checkFilter(filter: object, fields: readonly Field[]): void {
  const mistakes = Object.entries(filter).flatMap(([name, value]) => {
    if (!fields.some((known) => known === name)) return [`${name}: there is ${fields.join(', ')}`];
    const [allowed, isRight] = FIELDS[name as Field];
    return value === undefined || isRight(value) ? [] : [`${name}: ${shown(value)} is not ${allowed}`];
  });
  if (mistakes.length > 0) throw new TypeError(mistakes.join('; '));
}

/** How long nothing may come; undefined: until all is settled. Throws a `TypeError`. */
export function checkSpan(forMs: unknown): void {
  if (forMs !== undefined && !isCount(forMs))
    throw new TypeError(`forMs: ${shown(forMs)} is not a number of milliseconds`);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}
