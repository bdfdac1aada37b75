import { tidy } from '../domain/guest-text.ts';
import { addressKey, type LoginLimit } from '../domain/login-limit.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';

export interface CodeNeeds {
  portal: Portal;
  clock: Clock;
  /** Counts wrong registration codes by the caller's address: nobody has a name yet. */
  codeLimit: LoginLimit;
}

/**
 * Counts a guessed registration code as a sign-on with a wrong password is counted, and refuses the next guesses for
 * as long; also a right one, or the answer would tell it. Null when the form may be looked at. `repeated`: the same
 * form once more, which is not a guess more. GUESS: ISE's own limit for codes is not published.
 */
export function guessCode(
  { portal, clock, codeLimit }: CodeNeeds,
  { given, address, repeated }: { given: string; address: string; repeated: boolean },
): { waitMs: number } | null {
  const { requireRegistrationCode, registrationCode } = portal.settings.selfRegPageSettings;
  if (!requireRegistrationCode || tidy(given) === '' || repeated) return null;
  const now = clock.now().getTime();
  const keys = [addressKey(address)];
  const waitMs = codeLimit.waitFor(keys, now);
  if (waitMs > 0) return { waitMs };
  if (tidy(given) !== tidy(registrationCode)) codeLimit.failed(keys, now);
  return null;
}
