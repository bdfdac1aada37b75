import { timingSafeEqual } from 'node:crypto';
import type { Account, AccountState } from '../domain/account.ts';
import type { LoginLimit } from '../domain/login-limit.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';
import type { AccountStore } from '../domain/stores.ts';

export interface SignInNeeds {
  accounts: AccountStore;
  clock: Clock;
  limit: LoginLimit;
  portal: Portal;
}

export interface Attempt {
  username: string;
  password: string;
  accessCode: string;
  aupAccepted: boolean;
  /** The caller's IP address. */
  address: string;
}

export type SignInRefusal =
  /** Unknown name, wrong password or wrong access code: which one is not said. */
  | { refused: 'failed' }
  | { refused: 'limited'; waitMs: number }
  | { refused: 'aup' }
  | { refused: 'expired' }
  | { refused: 'not-usable' };

export type SignedIn = { account: Account } | SignInRefusal;

const USABLE: AccountState[] = ['AWAITING_INITIAL_LOGIN', 'ACTIVE'];

/**
 * Checks credentials. The state of an account is told only to who knows its password. Between asking the limit and
 * counting nothing is awaited, so that simultaneous tries cannot slip past it.
 */
export async function signIn(needs: SignInNeeds, attempt: Attempt): Promise<SignedIn> {
  const login = needs.portal.settings.loginPageSettings;
  if (login.includeAup && login.requireAupAcceptance && !attempt.aupAccepted) return { refused: 'aup' };

  const account = await needs.accounts.findByUsername(attempt.username.trim());
  const now = needs.clock.now().getTime();
  const keys = [
    `account ${attempt.username.trim().normalize('NFC').toLowerCase()}`,
    `address ${attempt.address}`,
  ];
  const waitMs = needs.limit.waitFor(keys, now);
  if (waitMs > 0) return { refused: 'limited', waitMs };

  const codeIsRight = !login.requireAccessCode || equal(attempt.accessCode.trim(), login.accessCode.trim());
  const passwordIsRight = equal(attempt.password, account?.password ?? '');
  if (account === null || !passwordIsRight || !codeIsRight) {
    needs.limit.failed(keys, now);
    return { refused: 'failed' };
  }
  needs.limit.succeeded(keys);
  return signInAccount(needs, account);
}

/** Signs in the guest of an account that is known already: after its password, or right after its registration. */
export async function signInAccount(
  needs: Pick<SignInNeeds, 'accounts' | 'clock'>,
  account: Account,
): Promise<SignedIn> {
  const now = needs.clock.now();
  const refusal = refusalOf(account, now);
  if (refusal !== null) return refusal;
  const changes = {
    // ISE: the first login makes a Created account Active.
    state: 'ACTIVE' as const,
    firstLoginAt: account.firstLoginAt ?? now.toISOString(),
    lastLoginAt: now.toISOString(),
  };
  await needs.accounts.update(account.id, changes);
  return { account: { ...account, ...changes } };
}

/** Why an account cannot be used now; null when it can. */
export function refusalOf(account: Account, now: Date): SignInRefusal | null {
  if (account.state === 'EXPIRED' || now.getTime() >= Date.parse(account.validTo)) {
    return { refused: 'expired' };
  }
  const started = now.getTime() >= Date.parse(account.validFrom);
  return started && USABLE.includes(account.state) ? null : { refused: 'not-usable' };
}

function equal(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  // An empty secret never opens anything.
  return a.length === b.length && b.length > 0 && timingSafeEqual(a, b);
}
