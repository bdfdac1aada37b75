import type { LoginLimit } from '../domain/login-limit.ts';
import { generatePassword } from '../domain/password.ts';
import { credentialDelivery, type DeliveryNeeds } from './credential-deliveries.ts';
import { canonicalName, limitKeys } from './sign-in.ts';
import { type StepNeeds, stepAccount } from './step-account.ts';

export interface ForgotNeeds extends StepNeeds, DeliveryNeeds {
  /** Counts requests, not failures: every one of them counts. */
  resetLimit: LoginLimit;
}

/**
 * A guest who forgot the password gets a new one, by SMS and by email as far as the account has a number and an
 * address. ISE: `allowForgotPassword`. The answer is the same whether there is such an account, whether it can be used
 * and whether anything can be sent; an account without a way to its guest keeps its password.
 */
export async function forgotPassword(
  needs: ForgotNeeds,
  { username, address }: { username: string; address: string },
): Promise<{ waitMs: number } | null> {
  const now = needs.clock.now();
  const name = canonicalName(username, needs.portal);
  const keys = limitKeys(name, address);
  const waitMs = needs.resetLimit.waitFor(keys, now.getTime());
  if (waitMs > 0) return { waitMs };
  needs.resetLimit.failed(keys, now.getTime());

  const account = await needs.accounts.findByUsername(name);
  if (account === null || account.creation === 'employee') return null;
  const password = generatePassword(needs.portal.emulator.passwordPolicy, needs.random);
  const ways = (['sms', 'email'] as const).filter(
    (kind) => credentialDelivery(kind, account, needs, now.toISOString()) !== null,
  );
  if (ways.length === 0) return null;
  await stepAccount(needs, account.id, {
    event: { name: 'reset-password' },
    doer: { actor: 'guest', address },
    alsoChange: () => ({ password, passwordChangedAt: null }),
    messages: (after) =>
      ways.flatMap((kind) => credentialDelivery(kind, after, needs, now.toISOString()) ?? []),
    detail: 'forgotten',
  });
  return null;
}
