import type { Account } from './account.ts';
import { durationMs, type GuestType, longestMs, type TimeUnit } from './guest-type.ts';
import type { SelfRegPageSettings } from './portal.ts';
import { addDays } from './zoned-time.ts';

export type Validity = Pick<Account, 'validFrom' | 'validTo' | 'minutesFromFirstLogin'>;

/** When a duration that begins at `from` is over. GUESS: days end at the same time by the clocks of the location. */
export function endAfter(from: Date, duration: number, unit: TimeUnit, zone: string): Date {
  return unit === 'DAYS'
    ? addDays(from, duration, zone)
    : new Date(from.getTime() + durationMs(duration, unit));
}

/** The latest end that a guest type allows. */
export function latestEnd(from: Date, { accessTime }: GuestType, zone: string): Date {
  return endAfter(from, accessTime.maxAccountDuration, accessTime.durationTimeUnit, zone);
}

/**
 * When an account registered now begins and ends. ISE: `accountValidityDuration` in `accountValidityTimeUnits`, never
 * longer than the guest type allows. ISE: with `fromFirstLogin` the duration counts from the first login; GUESS: until
 * then the account waits as long as the type allows at most.
 */
export function validityOf(
  from: Date,
  settings: SelfRegPageSettings,
  type: GuestType,
  zone: string,
): Validity {
  const { accountValidityDuration: amount, accountValidityTimeUnits: unit } = settings;
  const latest = latestEnd(from, type, zone);
  const wanted = endAfter(from, amount, unit, zone);
  const waits = type.accessTime.fromFirstLogin;
  const minutes = Math.round(Math.min(durationMs(amount, unit), longestMs(type)) / 60_000);
  return {
    validFrom: from.toISOString(),
    validTo: (waits || wanted > latest ? latest : wanted).toISOString(),
    minutesFromFirstLogin: waits ? minutes : null,
  };
}

/**
 * The end of an account that is used for the first time now. Whole days end at the same time by the clocks of the
 * location, as in `endAfter`.
 */
export function endFromFirstLogin(account: Account, now: Date, zone: string): string {
  const minutes = account.minutesFromFirstLogin;
  if (minutes === null || account.firstLoginAt !== null) return account.validTo;
  const days = minutes / 1440;
  const end = Number.isInteger(days)
    ? endAfter(now, days, 'DAYS', zone)
    : endAfter(now, minutes, 'MINUTES', zone);
  return end.toISOString();
}
