import { ClickatellError } from './errors.ts';

/** Rules that Clickatell's APIs share for the values of a message. Each throws the ClickatellError of the table. */

const WEEK_MINUTES = 10_080;

/**
 * International digits. ISE: its users type a leading `+`, and a REST client saw one accepted, so one is dropped;
 * loose also drops `00`, blanks and punctuation. GUESS: 7 to 15 digits, the first not 0.
 */
export function readNumber(given: string, loose: boolean): string {
  const plain = loose ? given.replace(/[\s().-]/g, '').replace(/^\+?00/, '') : given;
  const number = plain.replace(/^\+/, '');
  if (!/^[1-9]\d{6,14}$/.test(number)) throw new ClickatellError('105');
  return number;
}

/** A number of up to 15 digits, or up to 11 letters, digits and blanks. Empty means the account's own sender. */
export function readSender(given: string): string {
  if (given === '') return '';
  if (/^\+?\d{3,15}$/.test(given)) return given.replace(/^\+/, '');
  if (/^[A-Za-z0-9 ]{1,11}$/.test(given)) return given;
  throw new ClickatellError('106');
}

/** Absent or empty: the default. */
export function readWhole(
  given: string | undefined,
  allowed: { from: number; to: number; default: number },
): number {
  if (given === undefined || given === '') return allowed.default;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < allowed.from || value > allowed.to) throw new ClickatellError('101');
  return value;
}

/** At most 32 letters and digits. */
export function readClientMessageId(given: string | undefined): string {
  if (given === undefined || given === '') return '';
  if (!/^[A-Za-z0-9]{1,32}$/.test(given)) throw new ClickatellError('101');
  return given;
}

/** Delay in milliseconds of `deliv_time` (minutes) or `scheduled_time` (unix), neither more than seven days. */
export function readDelay(minutes: string | undefined, unix: string | undefined, now: Date): number {
  if (minutes !== undefined && minutes !== '') {
    if (!/^\d+$/.test(minutes) || Number(minutes) > WEEK_MINUTES) throw new ClickatellError('120');
    return Number(minutes) * 60_000;
  }
  if (unix === undefined || unix === '') return 0;
  if (!/^\d{1,11}$/.test(unix)) throw new ClickatellError('120');
  return delayUntil(Number(unix) * 1000, now);
}

/** Milliseconds from now; error 120 for a time that is past or more than seven days away. */
export function delayUntil(time: number, now: Date): number {
  const delay = time - now.getTime();
  if (!(delay >= 0 && delay <= WEEK_MINUTES * 60_000)) throw new ClickatellError('120');
  return delay;
}
