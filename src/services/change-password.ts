import type { Account } from '../domain/account.ts';
import { meetsPolicy } from '../domain/password.ts';
import { checkPassword, type SignInNeeds } from './sign-in.ts';
import { stepAccount } from './step-account.ts';

export interface NewPassword {
  username: string;
  current: string;
  next: string;
  confirm: string;
  /** The caller's IP address. */
  address: string;
}

export type PasswordProblem =
  | { problem: 'failed' | 'mismatch' | 'same' | 'policy' | 'not-possible' }
  | { problem: 'limited'; waitMs: number };

/**
 * A guest changes the password, who must know the current one; failures count as failed sign-ins do. ISE: it must be
 * typed twice alike, differ from the current one, and meet the policy.
 */
export async function changePassword(
  needs: SignInNeeds,
  given: NewPassword,
): Promise<{ account: Account } | PasswordProblem> {
  const { username, current, next, confirm, address } = given;
  const checked = await checkPassword(needs, { username, password: current, address });
  if ('refused' in checked) {
    return checked.refused === 'limited'
      ? { problem: 'limited', waitMs: checked.waitMs }
      : { problem: 'failed' };
  }
  if (checked.account.creation === 'employee') return { problem: 'not-possible' };
  if (next !== confirm) return { problem: 'mismatch' };
  if (next === current) return { problem: 'same' };
  if (!meetsPolicy(next, needs.portal.emulator.passwordPolicy)) return { problem: 'policy' };
  const now = needs.clock.now().toISOString();
  const stepped = await stepAccount(needs, checked.account.id, {
    event: { name: 'change-password' },
    doer: { actor: 'guest', address },
    alsoChange: () => ({ password: next, passwordChangedAt: now, passwordOfferAnsweredAt: now }),
  });
  return stepped === null || 'refused' in stepped
    ? { problem: 'not-possible' }
    : { account: stepped.account };
}
