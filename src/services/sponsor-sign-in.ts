import { timingSafeEqual } from 'node:crypto';
import type { LoginLimit } from '../domain/login-limit.ts';
import type { Clock } from '../domain/ports.ts';
import { findSponsor, rightsOf, type SponsorDirectory, type SponsorRights } from '../domain/sponsor-group.ts';

export type SponsorSignIn =
  | { rights: SponsorRights }
  | { refused: 'failed' }
  | { refused: 'limited'; waitMs: number };

/**
 * Checks a sponsor's password. Unknown, wrong, and in no enabled group are one answer. GUESS: ISE's own limit for
 * sponsors is not published; theirs is the one of guests.
 */
export function sponsorSignIn(
  needs: { directory: SponsorDirectory; limit: LoginLimit; clock: Clock },
  attempt: { username: string; password: string; address: string },
): SponsorSignIn {
  const now = needs.clock.now().getTime();
  const keys = [`sponsor ${attempt.username.trim().toLowerCase()}`, `address ${attempt.address}`];
  const waitMs = needs.limit.waitFor(keys, now);
  if (waitMs > 0) return { refused: 'limited', waitMs };
  const sponsor = findSponsor(needs.directory, attempt.username);
  const rights = sponsor === null ? null : rightsOf(needs.directory, sponsor);
  const right = equal(attempt.password, sponsor?.password ?? '');
  if (rights === null || rights.groups.length === 0 || !right) {
    needs.limit.failed(keys, now);
    return { refused: 'failed' };
  }
  needs.limit.succeeded(keys);
  return { rights };
}

function equal(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  return a.length === b.length && b.length > 0 && timingSafeEqual(a, b);
}
