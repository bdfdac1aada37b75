import type { Account, AccountState } from '../../domain/account.ts';
import { effectiveState, isPossible } from '../../domain/account-states.ts';
import { localTime, zoneOf } from '../../domain/local-time.ts';
import { SPONSORED_FIELDS } from '../../domain/sponsored-guest.ts';
import { iseTime } from '../../domain/zoned-time.ts';
import { mayDo, SPONSOR_ACTIONS, visiblePassword } from '../../services/sponsor-actions.ts';
import type { SponsorCall, SponsorContext } from './context.ts';

/** ISE: the key of each state's name. */
const STATE_KEY: Record<AccountState, string> = {
  AWAITING_INITIAL_LOGIN: 'ui_account_state_awaiting_login_state_label',
  ACTIVE: 'ui_account_state_active_state_label',
  PENDING_APPROVAL: 'ui_account_state_pending_approval_state_label',
  DENIED: 'ui_account_state_denied_state_label',
  SUSPENDED: 'ui_account_state_suspended_state_label',
  EXPIRED: 'ui_account_state_expired_state_label',
};

export const STATES = Object.keys(STATE_KEY) as AccountState[];

export function stateLabel({ texts }: SponsorContext, state: AccountState): string {
  return texts(STATE_KEY[state]);
}

/** An account as a list shows it. */
export function presentAccount(context: SponsorContext, { rights }: SponsorCall, account: Account) {
  const state = effectiveState(account, context.clock.now());
  const { portal } = context;
  return {
    id: account.id,
    username: account.username,
    state,
    stateLabel: stateLabel(context, state),
    firstName: account.fields.ui_first_name ?? '',
    lastName: account.fields.ui_last_name ?? '',
    email: account.fields.ui_email_address ?? '',
    phone: account.fields.ui_phone_number ?? '',
    personVisited: account.fields.ui_person_visited ?? '',
    reasonVisit: account.fields.ui_reason_visit ?? '',
    company: account.fields.ui_company ?? '',
    password: visiblePassword(rights, account),
    guestType: account.guestType,
    sponsor: account.sponsorUserName ?? '',
    groupTag: account.groupTag ?? '',
    createdAt: localTime(account.createdAt, account, portal),
    validFrom: localTime(account.validFrom, account, portal),
    validTo: localTime(account.validTo, account, portal),
    reason: account.reasonForState ?? '',
    // What he may do, and what fits the account as it is.
    actions: SPONSOR_ACTIONS.filter(
      (action) => mayDo(action, rights, account) && isPossible(account, action, context.clock.now()),
    ),
  };
}

/** SEEN: an account as a list of names and values, times as `MM/dd/yyyy HH:mm`. GUESS: which names there are. */
export function attributesOf(context: SponsorContext, { rights }: SponsorCall, account: Account) {
  const zone = zoneOf(account, context.portal);
  const time = (iso: string) => iseTime(new Date(iso), zone);
  const values: Record<string, string> = {
    id: account.id,
    username: account.username,
    ...(visiblePassword(rights, account) !== null && { password: account.password }),
    status: effectiveState(account, context.clock.now()),
    guestType: account.guestType,
    fromDate: time(account.validFrom),
    toDate: time(account.validTo),
    creationDate: time(account.createdAt),
    sponsor: account.sponsorUserName ?? '',
    groupTag: account.groupTag ?? '',
    location: account.fields.ui_location ?? '',
    smsProvider: account.fields.ui_sms_provider ?? '',
    ...Object.fromEntries(SPONSORED_FIELDS.map((name) => [name, account.fields[name] ?? ''])),
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
