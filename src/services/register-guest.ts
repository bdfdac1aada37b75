import { isDeepStrictEqual } from 'node:util';
import { type Account, UNTOUCHED } from '../domain/account.ts';
import { initialState } from '../domain/account-states.ts';
import type { Delivery } from '../domain/delivery.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { uuid } from '../domain/ids.ts';
import { zoneOf } from '../domain/local-time.ts';
import { LANGUAGE_FIELD } from '../domain/notification.ts';
import { generatePassword } from '../domain/password.ts';
import { type FieldError, type FilledForm, readRegistration } from '../domain/registration.ts';
import { validityOf } from '../domain/validity.ts';
import { type ApprovalLinkParts, approvalRequests } from './approval-requests.ts';
import { type CreateNeeds, createAccount } from './create-account.ts';
import { credentialDeliveries } from './credential-deliveries.ts';

export interface RegisterNeeds extends CreateNeeds {
  approvalLinks: ApprovalLinkParts;
  /** The tag of the language that the guest's messages are to be in; the portal's own texts without. */
  messageLanguage?: string;
}

export type Registered =
  /**
   * `again`: this form had made the account before; nothing was written or sent this time. `changed`: and the details
   * were other ones then.
   */
  { account: Account; again: boolean; changed: boolean } | { errors: FieldError[] };

/**
 * Registers a guest: account and queued messages are committed together, before anything is sent, and nothing is
 * waited for. Posting the same form (`registrationKey`) twice finds the account of the first time. `address` is the
 * caller's, for the audit.
 */
export async function registerGuest(
  needs: RegisterNeeds,
  form: FilledForm,
  registrationKey: string,
  address = '',
): Promise<Registered> {
  const checked = readRegistration(form, needs.portal);
  const earlier = await needs.accounts.findByRegistrationKey(registrationKey);
  if (earlier !== null) return foundAgain(earlier, checked);
  if ('errors' in checked) return checked;

  const created = await createAccount(needs, {
    draft: draftAccount(needs, checked.fields, registrationKey),
    doer: { actor: 'guest', address },
    action: 'register',
    messages: (account) => firstMessages(account, needs),
  });
  if ('taken' in created) {
    return created.taken === 'phone'
      ? { errors: [{ field: 'ui_phone_number', problem: 'phone-taken' }] }
      : { errors: [{ field: 'ui_user_name', problem: 'user-name-taken' }] };
  }
  return created.again ? foundAgain(created.account, checked) : { ...created, changed: false };
}

/** ISE: an account that needs an approval has the approver asked; its credentials wait for the answer. */
function firstMessages(account: Account, needs: RegisterNeeds): Delivery[] {
  return account.state === 'PENDING_APPROVAL'
    ? approvalRequests(account, needs)
    : credentialDeliveries(account, needs);
}

function foundAgain(account: Account, checked: ReturnType<typeof readRegistration>): Registered {
  const same = 'fields' in checked && isDeepStrictEqual(checked.fields, typedFields(account));
  return { account, again: true, changed: !same };
}

function typedFields({ fields: { [LANGUAGE_FIELD]: _, ...typed } }: Account): Record<string, string> {
  return typed;
}

function draftAccount(
  { clock, random, portal, messageLanguage = '' }: RegisterNeeds,
  typed: Record<string, string>,
  registrationKey: string,
): Omit<Account, 'username'> {
  const isOffered = Object.hasOwn(portal.emulator.notifications.languages, messageLanguage);
  const fields = isOffered ? { ...typed, [LANGUAGE_FIELD]: messageLanguage } : typed;
  const settings = portal.settings.selfRegPageSettings;
  const type = guestTypeNamed(portal.emulator.guestTypes, settings.assignGuestsToGuestType);
  const now = clock.now();
  return {
    id: uuid(random),
    password: generatePassword(portal.emulator.passwordPolicy, random),
    state: initialState({
      approval: settings.requireGuestApproval,
      bypass: type.loginOptions.allowGuestPortalBypass,
    }),
    guestType: type.name,
    portalId: portal.id,
    fields,
    createdAt: now.toISOString(),
    ...UNTOUCHED,
    ...validityOf(now, settings, type, zoneOf({ fields }, portal)),
    registrationKey,
  };
}
