import { timingSafeEqual } from 'node:crypto';
import { isWithinHours } from '../domain/access-hours.ts';
import type { Account, AccountState } from '../domain/account.ts';
import { effectiveState } from '../domain/account-states.ts';
import { internationalPhone } from '../domain/contact-address.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { zoneOf } from '../domain/local-time.ts';
import { addressKey, type LoginLimit } from '../domain/login-limit.ts';
import type { Portal } from '../domain/portal.ts';
import type { Random } from '../domain/ports.ts';
import { endFromFirstLogin } from '../domain/validity.ts';
import { employeeAccount, employeeNamed } from './employees.ts';
import type { InTurn } from './in-turn.ts';
import { limitSessions } from './limit-sessions.ts';
import { advanceSession, type NetworkNeeds } from './network-sessions.ts';
import { type StepNeeds, stepAccount } from './step-account.ts';

export interface SignInNeeds extends StepNeeds, NetworkNeeds {
  limit: LoginLimit;
  portal: Portal;
  random: Random;
  inTurn: InTurn;
}

/** Where a guest signs in from. */
export interface Origin {
  /** The caller's IP address. */
  address: string;
  /** ISE: the network session of the redirect; empty without one. */
  sessionId: string;
}

export interface Attempt extends Origin {
  username: string;
  password: string;
  accessCode: string;
  aupAccepted: boolean;
}

export type SignInRefusal =
  /** Unknown name, wrong password or wrong access code: which one is not said. */
  | { refused: 'failed' }
  | { refused: 'limited'; waitMs: number }
  | { refused: 'aup' }
  | { refused: 'expired' }
  | { refused: 'not-usable' }
  | { refused: 'outside-hours' }
  /** As many devices as the guest type allows are signed on, and it keeps the newest out. */
  | { refused: 'too-many-sessions' }
  /** The network session was dropped, since the account was used elsewhere. */
  | { refused: 'disconnected' };

export type SignedIn = { account: Account } | SignInRefusal;

const USABLE: AccountState[] = ['AWAITING_INITIAL_LOGIN', 'ACTIVE'];

/**
 * Checks credentials. The state of an account is told only to who knows its password. Between asking the limit and
 * counting nothing is awaited, so that simultaneous tries cannot slip past it.
 */
export async function signIn(needs: SignInNeeds, attempt: Attempt): Promise<SignedIn> {
  const login = needs.portal.settings.loginPageSettings;
  if (login.includeAup && login.requireAupAcceptance && !attempt.aupAccepted) return { refused: 'aup' };

  const codeIsRight = !login.requireAccessCode || equal(attempt.accessCode.trim(), login.accessCode.trim());
  const checked = await checkPassword(needs, attempt, codeIsRight);
  if ('refused' in checked) return checked;
  return signInAccount(needs, checked.account, attempt);
}

/**
 * The account a name and a password open, failures counted. `alsoRight`: something else that must be right, such as
 * the access code, and whose failure counts the same.
 */
export async function checkPassword(
  needs: Pick<SignInNeeds, 'accounts' | 'clock' | 'limit' | 'portal' | 'random' | 'notify'>,
  attempt: { username: string; password: string; address: string },
  alsoRight = true,
): Promise<{ account: Account } | Extract<SignInRefusal, { refused: 'failed' | 'limited' }>> {
  const username = canonicalName(attempt.username, needs.portal);
  const account = await needs.accounts.findByUsername(username);
  const now = needs.clock.now().getTime();
  const keys = limitKeys(username, attempt.address);
  const waitMs = needs.limit.waitFor(keys, now);
  if (waitMs > 0) return { refused: 'limited', waitMs };
  if (!equal(attempt.password, passwordOf(account, username, needs.portal)) || !alsoRight) {
    needs.limit.failed(keys, now);
    return { refused: 'failed' };
  }
  needs.limit.succeeded(keys);
  const opened = account ?? (await employeeAccount(needs, username));
  return opened === null ? { refused: 'failed' } : { account: opened };
}

/** The name as accounts have it. ISE: where phone numbers are names, one can be typed in any spelling. */
export function canonicalName(typed: string, portal: Portal): string {
  const name = typed.trim();
  if (portal.emulator.usernamePolicy.basedOn !== 'PHONE') return name;
  return internationalPhone(name) ?? name;
}

/** What failed tries are counted by: the name, whether there is such an account or not, and the caller. */
export function limitKeys(username: string, address: string): string[] {
  return [`account ${username.trim().normalize('NFC').toLowerCase()}`, addressKey(address)];
}

/**
 * Signs in the guest of an account that is known already: after its password, after its registration, after its
 * approval. ISE: the first login makes a Created account Active, and may start its time. Where the guest came by a
 * network session, the session is signed in too, within the limit of the guest type.
 */
export async function signInAccount(
  needs: StepNeeds & NetworkNeeds & { inTurn: InTurn },
  account: Account,
  origin: Origin = { address: '', sessionId: '' },
): Promise<SignedIn> {
  // Two sign-ins of one account at once would each count the sessions without the other's.
  return needs.inTurn(`sign-in ${account.id}`, () => beginSession(needs, account, origin));
}

async function beginSession(
  needs: StepNeeds & NetworkNeeds,
  account: Account,
  { address, sessionId }: Origin,
): Promise<SignedIn> {
  const now = needs.clock.now();
  const refusal = refusalOf(account, now, needs.portal);
  if (refusal !== null) return refusal;
  const session = sessionId === '' ? null : await needs.networkSessions.find(sessionId);
  if (session !== null && !(await limitSessions(needs, account, session))) {
    return { refused: 'too-many-sessions' };
  }
  const stepped = await stepAccount(needs, account.id, {
    event: { name: 'login' },
    doer: { actor: 'guest', address },
    alsoChange: (after) => ({
      validTo: endFromFirstLogin(after, now, zoneOf(after, needs.portal)),
      firstLoginAt: after.firstLoginAt ?? now.toISOString(),
      lastLoginAt: now.toISOString(),
    }),
    detail: sessionId === '' ? '' : `network session ${sessionId}`,
  });
  if (stepped === null) return { refused: 'failed' };
  if ('refused' in stepped) return { refused: stepped.state === 'EXPIRED' ? 'expired' : 'not-usable' };
  await advanceSession(needs, sessionId, { to: 'authenticated', accountId: account.id });
  return { account: stepped.account };
}

/** Why an account cannot be used now; null when it can. With the portal, access hours and employees are looked at. */
export function refusalOf(account: Account, now: Date, portal?: Portal): SignInRefusal | null {
  const state = effectiveState(account, now);
  if (state === 'EXPIRED') return { refused: 'expired' };
  const started = now.getTime() >= Date.parse(account.validFrom);
  if (!started || !USABLE.includes(state)) return { refused: 'not-usable' };
  if (portal === undefined) return null;
  if (account.creation === 'employee' && employeeNamed(portal, account.username) === null) {
    return { refused: 'not-usable' };
  }
  const type = guestTypeNamed(portal.emulator.guestTypes, account.guestType);
  return isWithinHours(type, now, zoneOf(account, portal)) ? null : { refused: 'outside-hours' };
}

/** Empty when nobody has the name. A guest account goes before an employee of the same name. */
function passwordOf(account: Account | null, username: string, portal: Portal): string {
  if (account !== null && account.creation !== 'employee') return account.password;
  return employeeNamed(portal, username)?.password ?? '';
}

function equal(given: string, right: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(right);
  // An empty secret never opens anything.
  return a.length === b.length && b.length > 0 && timingSafeEqual(a, b);
}
