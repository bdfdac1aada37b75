import { isDeepStrictEqual } from 'node:util';
import { type Account, UNTOUCHED } from '../domain/account.ts';
import { effectiveState, initialState } from '../domain/account-states.ts';
import { auditEntry } from '../domain/audit.ts';
import { internationalPhone } from '../domain/contact-address.ts';
import type { Delivery } from '../domain/delivery.ts';
import { guestTypeNamed } from '../domain/guest-type.ts';
import { uuid } from '../domain/ids.ts';
import { generatePassword } from '../domain/password.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';
import { type FieldError, type FilledForm, readRegistration } from '../domain/registration.ts';
import type { AccountStore } from '../domain/stores.ts';
import { usernameCandidates } from '../domain/username.ts';
import { validityOf } from '../domain/validity.ts';
import { type ApprovalLinkParts, approvalRequests } from './approval-requests.ts';
import { credentialDeliveries, type DeliveryNeeds } from './credential-deliveries.ts';
import { employeeNamed } from './employees.ts';

export interface RegisterNeeds extends DeliveryNeeds {
  accounts: AccountStore;
  clock: Clock;
  approvalLinks: ApprovalLinkParts;
  /** Called after the commit, so that whoever delivers looks into the queue. */
  notify(): void;
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

  const draft = draftAccount(needs, checked.fields, registrationKey);
  for (const username of namesToTry(needs, checked.fields)) {
    // GUESS: the name of an internal user is taken, signed on before or not; a guest's account would lock him out.
    if (employeeNamed(needs.portal, username) !== null) continue;
    if (username === phoneName(needs.portal, checked.fields)) await makeRoom(needs, username);
    const account = { ...draft, username };
    const outcome = await needs.accounts.create(account, firstMessages(account, needs), [
      auditEntry(needs, { actor: 'guest', address }, { action: 'register', before: null, after: account }),
    ]);
    if (outcome.result === 'already-registered') return foundAgain(outcome.account, checked);
    if (outcome.result === 'username-taken') continue;
    needs.notify();
    return { account, again: false, changed: false };
  }
  return phoneName(needs.portal, checked.fields) === null || checked.fields.ui_user_name
    ? { errors: [{ field: 'ui_user_name', problem: 'user-name-taken' }] }
    : { errors: [{ field: 'ui_phone_number', problem: 'phone-taken' }] };
}

/** ISE: an account that needs an approval has the approver asked; its credentials wait for the answer. */
function firstMessages(account: Account, needs: RegisterNeeds): Delivery[] {
  return account.state === 'PENDING_APPROVAL'
    ? approvalRequests(account, needs)
    : credentialDeliveries(account, needs);
}

/** ISE, since 2.7: the phone number is the user name. Null where it is not. */
function phoneName(portal: Portal, fields: Record<string, string>): string | null {
  if (portal.emulator.usernamePolicy.basedOn !== 'PHONE') return null;
  return internationalPhone(fields.ui_phone_number ?? '');
}

/** ISE: whose account with this number has expired may register again; the old account gives way. */
async function makeRoom(needs: RegisterNeeds, username: string): Promise<void> {
  const old = await needs.accounts.findByUsername(username);
  if (old === null || effectiveState(old, needs.clock.now()) !== 'EXPIRED') return;
  const step = { action: 'delete', before: old, after: null, detail: 'the number registered again' };
  await needs.accounts.remove(old.id, [auditEntry(needs, { actor: 'system' }, step)]);
}

function foundAgain(account: Account, checked: ReturnType<typeof readRegistration>): Registered {
  const same = 'fields' in checked && isDeepStrictEqual(checked.fields, account.fields);
  return { account, again: true, changed: !same };
}

function draftAccount(
  { clock, random, portal }: RegisterNeeds,
  fields: Record<string, string>,
  registrationKey: string,
): Omit<Account, 'username'> {
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
    ...validityOf(now, settings, type),
    registrationKey,
  };
}

/** A typed name is taken as it is or refused; a generated one goes on to the next number. */
function namesToTry({ portal, random }: RegisterNeeds, fields: Record<string, string>): Iterable<string> {
  const typed = fields.ui_user_name ?? '';
  if (typed !== '') return [typed];
  const phone = phoneName(portal, fields);
  if (phone !== null) return [phone];
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
