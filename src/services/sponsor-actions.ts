import type { Account } from '../domain/account.ts';
import type { AccountEvent, TransitionRefusal } from '../domain/account-states.ts';
import { auditEntry, type Doer } from '../domain/audit.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { zoneOf } from '../domain/local-time.ts';
import type { MessageKind } from '../domain/message.ts';
import { generatePassword } from '../domain/password.ts';
import { mayApprove, mayManage, maySee, type SponsorRights } from '../domain/sponsor-group.ts';
import { latestEnd } from '../domain/validity.ts';
import { addDays } from '../domain/zoned-time.ts';
import { type ApproveNeeds, approveGuest } from './approve-guest.ts';
import { credentialDelivery } from './credential-deliveries.ts';
import { denyGuest } from './deny-guest.ts';
import { type Step, type Stepped, stepAccount } from './step-account.ts';

/** ISE: what a sponsor does to accounts, on one or on several at once. */
export const SPONSOR_ACTIONS = [
  'approve',
  'deny',
  'extend',
  'suspend',
  'reinstate',
  'reset-password',
  'resend',
  'delete',
] as const;

export type SponsorAction = (typeof SPONSOR_ACTIONS)[number];

export interface ActionInput {
  /** Of `suspend` and `deny`. */
  reason: string;
  /** Of `extend`. */
  days: number;
  /** Of `resend` and `reset-password`: how the guest is told. */
  notify: MessageKind[];
}

export type ActionProblem =
  /** There is no such account among those the sponsor may manage. */
  'not-found' | 'no-privilege' | 'reason-required' | 'too-long' | 'nowhere-to-send' | TransitionRefusal;

export type ActionResult =
  | { done: true; account: Account }
  | { done: false; accountId: string; name: string; problem: ActionProblem };

const PERMITTED: Record<SponsorAction, (rights: SponsorRights, account: Account) => boolean> = {
  approve: mayApprove,
  deny: mayApprove,
  extend: ({ other }) => other.canExtendGuestAccounts,
  suspend: ({ other }) => other.canSuspendGuestAccounts,
  reinstate: ({ other }) => other.canReinstateSuspendedAccounts,
  'reset-password': ({ other }) => other.canResetGuestPasswords,
  resend: () => true,
  delete: ({ other }) => other.canDeleteGuestAccounts,
};

/** Whether a sponsor may do this to the account, whatever state it is in. */
export function mayDo(action: SponsorAction, rights: SponsorRights, account: Account): boolean {
  const approval = action === 'approve' || action === 'deny';
  const reachable = approval ? maySee(rights, account) : mayManage(rights, account);
  return reachable && PERMITTED[action](rights, account);
}

/**
 * The password as a sponsor may see it. ISE: with `canViewGuestPasswords`, until the guest has chosen another. GUESS:
 * of the accounts he manages; who may only approve a guest is shown none.
 */
export function visiblePassword(rights: SponsorRights, account: Account): string | null {
  const may = rights.other.canViewGuestPasswords && mayManage(rights, account);
  return may && account.passwordChangedAt === null ? account.password : null;
}

/**
 * Does one thing to one account, on the server's own word about who may: the sponsor's groups are asked for each
 * account. An account that he may not manage is as good as none.
 */
export async function sponsorAction(
  needs: ApproveNeeds,
  rights: SponsorRights,
  {
    action,
    accountId,
    input,
    address,
  }: { action: SponsorAction; accountId: string; input: ActionInput; address: string },
): Promise<ActionResult> {
  const account = await needs.accounts.find(accountId);
  if (account === null || !maySee(rights, account)) {
    return { done: false, accountId, name: accountId, problem: 'not-found' };
  }
  const refused = (problem: ActionProblem): ActionResult => ({
    done: false,
    accountId,
    name: account.username,
    problem,
  });
  if (!mayDo(action, rights, account)) return refused('no-privilege');
  if (action === 'suspend' && rights.other.requireSuspensionReason && input.reason === '') {
    return refused('reason-required');
  }
  if (input.notify.includes('sms') && !rights.other.canSendSmsNotifications) return refused('no-privilege');
  const doer: Doer = { actor: 'sponsor', name: rights.sponsor.username, address };
  const outcome = await perform(needs, account, { action, input, doer });
  if (outcome === null) return refused('not-found');
  if (typeof outcome === 'string' || 'refused' in outcome) return refused(outcome);
  return { done: true, account: outcome.account };
}

async function perform(
  needs: ApproveNeeds,
  account: Account,
  { action, input, doer }: { action: SponsorAction; input: ActionInput; doer: Doer },
): Promise<Stepped | ActionProblem | null> {
  const step = (event: AccountEvent, more: Partial<Step> = {}) =>
    stepAccount(needs, account.id, { event, doer, ...more });
  switch (action) {
    case 'approve':
      return approveGuest(needs, account.id, doer);
    case 'deny':
      return denyGuest(needs, account.id, doer, { reason: input.reason });
    case 'suspend':
      return step({ name: 'suspend', reason: input.reason });
    case 'reinstate':
      return step({ name: 'reinstate' });
    case 'extend':
      return extend(needs, account, input.days, step);
    case 'reset-password':
      return step(
        { name: 'reset-password' },
        {
          alsoChange: () => ({
            password: generatePassword(needs.portal.emulator.passwordPolicy, needs.random),
            passwordChangedAt: null,
          }),
          messages: (after) => credentials(needs, after, input.notify),
        },
      );
    case 'resend':
      if (credentials(needs, account, input.notify).length === 0) return 'nowhere-to-send';
      return step(
        { name: 'resend' },
        { messages: (after) => credentials(needs, after, input.notify), detail: input.notify.join(', ') },
      );
    case 'delete': {
      const entry = auditEntry(needs, doer, { action: 'delete', before: account, after: null });
      return (await needs.accounts.remove(account.id, [entry])) ? { account, before: account } : null;
    }
  }
}

/** GUESS: the end moves on by so many days, from now where it is over; no further ahead than the guest type lasts. */
function extend(
  needs: ApproveNeeds,
  account: Account,
  days: number,
  step: (event: AccountEvent, more?: Partial<Step>) => Promise<Stepped | null>,
): Promise<Stepped | null> | ActionProblem {
  const now = needs.clock.now();
  const zone = zoneOf(account, needs.portal);
  const end = addDays(new Date(Math.max(now.getTime(), Date.parse(account.validTo))), days, zone);
  const type = guestTypeNamed(needs.portal.emulator.guestTypes, account.guestType);
  if (days < 1 || end > latestEnd(now, type, zone)) return 'too-long';
  const validTo = end.toISOString();
  return step(
    { name: 'extend', validTo },
    // A duration that waits for the first login would undo the extension there.
    { alsoChange: () => ({ minutesFromFirstLogin: null }), detail: `until ${validTo}` },
  );
}

function credentials(needs: ApproveNeeds, account: Account, kinds: MessageKind[]) {
  const date = needs.clock.now().toISOString();
  return kinds.flatMap((kind) => credentialDelivery(kind, account, needs, date) ?? []);
}
