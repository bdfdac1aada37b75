import type { SelfRegPageSettings } from './portal.ts';

const MILLISECONDS = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

/**
 * When an account made now ends. ISE: `accountValidityDuration` in `accountValidityTimeUnits`; a day is 24 hours here,
 * whatever daylight saving does in between (GUESS).
 */
export function validUntil(from: Date, settings: SelfRegPageSettings): Date {
  return new Date(
    from.getTime() + settings.accountValidityDuration * MILLISECONDS[settings.accountValidityTimeUnits],
  );
}
