import type { Clock } from '../domain/ports.ts';

/**
 * What a caller may hand in as time: a date, at which the clock then stands still; a function that tells the date or the
 * milliseconds; or an object with such a `now()`.
 */
export type ClockOption = Date | { now(): Date | number } | (() => Date | number);

export function toClock(option: ClockOption | undefined): Clock {
  if (option === undefined) return { now: () => new Date() };
  if (option instanceof Date) return { now: () => new Date(option) };
  const tell = typeof option === 'function' ? option : () => option.now();
  return { now: () => new Date(tell()) };
}
