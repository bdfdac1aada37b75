import type { Account } from './account.ts';
import { durationMs, type GuestType, longestMs } from './guest-type.ts';
import type { SelfRegPageSettings } from './portal.ts';

export type Validity = Pick<Account, 'validFrom' | 'validTo' | 'minutesFromFirstLogin'>;

/**
 * When an account registered now begins and ends. ISE: `accountValidityDuration` in `accountValidityTimeUnits`, never
 * longer than the guest type allows. ISE: with `fromFirstLogin` the duration counts from the first login; GUESS: until
 * then the account waits as long as the type allows at most.
 */
export function validityOf(from: Date, settings: SelfRegPageSettings, type: GuestType): Validity {
  const longest = longestMs(type);
  const wanted = durationMs(settings.accountValidityDuration, settings.accountValidityTimeUnits);
  const duration = Math.min(wanted, longest);
  const waits = type.accessTime.fromFirstLogin;
  return {
    validFrom: from.toISOString(),
    validTo: new Date(from.getTime() + (waits ? longest : duration)).toISOString(),
    minutesFromFirstLogin: waits ? Math.round(duration / 60_000) : null,
  };
}

/** The end of an account that is used for the first time now. */
export function endFromFirstLogin(account: Account, now: Date): string {
  if (account.minutesFromFirstLogin === null || account.firstLoginAt !== null) return account.validTo;
  return new Date(now.getTime() + account.minutesFromFirstLogin * 60_000).toISOString();
}
