import type { Clock } from '../domain/ports.ts';

/** What a caller may hand in as time: a clock, or a function that tells the date or the milliseconds. */
export type ClockOption = { now(): Date | number } | (() => Date | number);

export function toClock(option: ClockOption | undefined): Clock {
  if (option === undefined) return { now: () => new Date() };
  const tell = typeof option === 'function' ? option : () => option.now();
  return { now: () => new Date(tell()) };
}
