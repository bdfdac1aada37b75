import type { Account } from '../domain/account.ts';
import { effectiveState } from '../domain/account-states.ts';
import { auditEntry, type Doer } from '../domain/audit.ts';
import { internationalPhone } from '../domain/contact-address.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Portal } from '../domain/portal.ts';
import { usernameCandidates } from '../domain/username.ts';
import type { DeliveryNeeds } from './credential-deliveries.ts';
import { employeeNamed } from './employees.ts';
import type { StepNeeds } from './step-account.ts';

export type CreateNeeds = StepNeeds & DeliveryNeeds;

export interface NewAccount {
  draft: Omit<Account, 'username'>;
  /** What a user name of chance, or one made of the guest's name, begins with. */
  prefix?: string;
  doer: Doer;
  /** For the audit line: what is done, and a word more. */
  action: 'register' | 'create';
  detail?: string;
  /** What goes out with it; given the account as it will be. */
  messages(account: Account): Delivery[];
}

export type Created =
  /** `again`: the same registration key made it before; nothing was written or sent this time. */
  | { account: Account; again: boolean }
  /** No user name is free: the one that was typed, the phone number, or whatever could be made of the details. */
  | { taken: 'user-name' | 'phone' };

/**
 * Makes an account under the first user name that is free: account, messages and audit line are committed together,
 * and nothing is waited for. A typed name is taken as it is or not at all.
 */
export async function createAccount(needs: CreateNeeds, wanted: NewAccount): Promise<Created> {
  const { draft, prefix = '', doer, action, detail = '' } = wanted;
  const phone = phoneName(needs.portal, draft.fields);
  for (const name of namesToTry(needs, draft.fields, phone)) {
    const account: Account = { ...draft, username: name === phone ? name : `${prefix}${name}` };
    // GUESS: the name of an internal user is taken, signed on before or not; a guest's account would lock him out.
    if (employeeNamed(needs.portal, account.username) !== null) continue;
    if (name === phone) await makeRoom(needs, name);
    const deliveries = wanted.messages(account);
    const entry = auditEntry(needs, doer, { action, before: null, after: account, detail });
    const outcome = await needs.accounts.create(account, deliveries, [entry]);
    if (outcome.result === 'already-registered') return { account: outcome.account, again: true };
    if (outcome.result === 'username-taken') continue;
    if (deliveries.length > 0) needs.notify();
    return { account, again: false };
  }
  return { taken: phone === null || draft.fields.ui_user_name ? 'user-name' : 'phone' };
}

/** ISE, since 2.7: the phone number is the user name. Null where it is not. */
function phoneName(portal: Portal, fields: Record<string, string>): string | null {
  if (portal.emulator.usernamePolicy.basedOn !== 'PHONE') return null;
  return internationalPhone(fields.ui_phone_number ?? '');
}

function namesToTry(
  { portal, random }: CreateNeeds,
  fields: Record<string, string>,
  phone: string | null,
): Iterable<string> {
  const typed = fields.ui_user_name ?? '';
  if (typed !== '') return [typed];
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

/** ISE: whose account with this number has expired may register again; the old account gives way. */
async function makeRoom(needs: CreateNeeds, username: string): Promise<void> {
  const old = await needs.accounts.findByUsername(username);
  if (old === null || effectiveState(old, needs.clock.now()) !== 'EXPIRED') return;
  const step = { action: 'delete', before: old, after: null, detail: 'the number registered again' };
  await needs.accounts.remove(old.id, [auditEntry(needs, { actor: 'system' }, step)]);
}
