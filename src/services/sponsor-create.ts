import { type Account, type AccountCreation, UNTOUCHED } from '../domain/account.ts';
import { initialState } from '../domain/account-states.ts';
import { auditEntry } from '../domain/audit.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { uuid } from '../domain/ids.ts';
import type { MessageKind } from '../domain/message.ts';
import { generatePassword } from '../domain/password.ts';
import type { SponsorRights } from '../domain/sponsor-group.ts';
import type { AccessDetails } from '../domain/sponsored-guest.ts';
import { usernameCandidates } from '../domain/username.ts';
import { credentialDelivery, type DeliveryNeeds } from './credential-deliveries.ts';
import { employeeNamed } from './employees.ts';
import type { StepNeeds } from './step-account.ts';

export type CreateNeeds = StepNeeds & DeliveryNeeds;

export interface SponsoredAccount {
  creation: Exclude<AccountCreation, 'self'>;
  /** The guest's own details; none for a random account. */
  fields: Record<string, string>;
  access: AccessDetails;
  /** What a random user name begins with. */
  prefix?: string;
  notify: MessageKind[];
  /** The same twice: the same account. */
  key: string;
}

/**
 * Makes an account for a guest: account, messages and audit line in one transaction. The same form sent twice finds the
 * account of the first time. Null when no user name is free.
 */
export async function createSponsored(
  needs: CreateNeeds,
  rights: SponsorRights,
  wanted: SponsoredAccount,
  address: string,
): Promise<{ account: Account; again: boolean } | null> {
  const draft = draftAccount(needs, rights, wanted);
  const doer = { actor: 'sponsor' as const, name: rights.sponsor.username, address };
  for (const name of namesFor(needs, wanted)) {
    const account: Account = { ...draft, username: `${wanted.prefix ?? ''}${name}` };
    // GUESS: as at registering, the name of an internal user is taken.
    if (employeeNamed(needs.portal, account.username) !== null) continue;
    const date = account.createdAt;
    const deliveries = wanted.notify.flatMap((kind) => credentialDelivery(kind, account, needs, date) ?? []);
    const entry = auditEntry(needs, doer, {
      action: 'create',
      before: null,
      after: account,
      detail: wanted.creation,
    });
    const outcome = await needs.accounts.create(account, deliveries, [entry]);
    if (outcome.result === 'already-registered') return { account: outcome.account, again: true };
    if (outcome.result === 'username-taken') continue;
    if (deliveries.length > 0) needs.notify();
    return { account, again: false };
  }
  return null;
}

function draftAccount(
  { clock, random, portal }: CreateNeeds,
  { sponsor }: SponsorRights,
  { creation, fields, access, key }: SponsoredAccount,
): Omit<Account, 'username'> {
  const type = guestTypeNamed(portal.emulator.guestTypes, access.guestType);
  const { location, smsProvider } = access;
  return {
    id: uuid(random),
    password: generatePassword(portal.emulator.passwordPolicy, random),
    state: initialState({ approval: false, bypass: type.loginOptions.allowGuestPortalBypass }),
    guestType: access.guestType,
    portalId: portal.id,
    fields: { ...fields, ui_location: location, ...(smsProvider && { ui_sms_provider: smsProvider }) },
    createdAt: clock.now().toISOString(),
    ...UNTOUCHED,
    validFrom: access.validFrom,
    validTo: access.validTo,
    registrationKey: key,
    creation,
    groupTag: access.groupTag,
    sponsorUserName: sponsor.username,
  };
}

function namesFor({ portal, random }: CreateNeeds, { fields }: SponsoredAccount): Iterable<string> {
  return usernameCandidates(
    {
      firstName: fields.ui_first_name ?? '',
      lastName: fields.ui_last_name ?? '',
      email: fields.ui_email_address ?? '',
    },
    portal.emulator.usernamePolicy,
    random,
  );
}
