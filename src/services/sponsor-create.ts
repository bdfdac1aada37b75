import { type AccountCreation, UNTOUCHED } from '../domain/account.ts';
import { initialState } from '../domain/account-states.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { uuid } from '../domain/ids.ts';
import type { MessageKind } from '../domain/message.ts';
import { generatePassword } from '../domain/password.ts';
import type { SponsorRights } from '../domain/sponsor-group.ts';
import type { AccessDetails } from '../domain/sponsored-guest.ts';
import { type Created, type CreateNeeds, createAccount, type NewAccount } from './create-account.ts';
import { credentialDelivery } from './credential-deliveries.ts';

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

/** Makes an account for a guest. The same form sent twice finds the account of the first time. */
export function createSponsored(
  needs: CreateNeeds,
  rights: SponsorRights,
  wanted: SponsoredAccount,
  address: string,
): Promise<Created> {
  return createAccount(needs, {
    draft: draftAccount(needs, rights, wanted),
    prefix: wanted.prefix ?? '',
    doer: { actor: 'sponsor', name: rights.sponsor.username, address },
    action: 'create',
    detail: wanted.creation,
    messages: (account) =>
      wanted.notify.flatMap((kind) => credentialDelivery(kind, account, needs, account.createdAt) ?? []),
  });
}

function draftAccount(
  { clock, random, portal }: CreateNeeds,
  { sponsor }: SponsorRights,
  { creation, fields, access, key }: SponsoredAccount,
): NewAccount['draft'] {
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
    minutesFromFirstLogin: access.minutesFromFirstLogin,
    registrationKey: key,
    creation,
    groupTag: access.groupTag,
    sponsorUserName: sponsor.username,
  };
}
