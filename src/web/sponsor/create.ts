import { createHash } from 'node:crypto';
import type { Account } from '../../domain/account.ts';
import { guestTypeNamed, longestMs } from '../../domain/guest-type.ts';
import { portalToken, uuid } from '../../domain/ids.ts';
import type { MessageKind } from '../../domain/message.ts';
import type { NoticeResult } from '../../domain/sponsor-store.ts';
import {
  readAccess,
  readContact,
  readRandom,
  type SponsoredError,
  type SponsoredForm,
} from '../../domain/sponsored-guest.ts';
import { createSponsored, type SponsoredAccount } from '../../services/sponsor-create.ts';
import { query } from '../guest/posted.ts';
import { readNotify } from './actions.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { formOf, problemTexts, type SentForm, sentForm } from './form.ts';
import { attributesOf, presentAccount } from './present-account.ts';
import { reply, show, showError, wantsJson } from './show.ts';

export type Kind = 'known' | 'random' | 'import';

/** GET: the form of one of the three ways. */
export function createForm(context: SponsorContext, call: SponsorCall): void {
  const kind = (['random', 'import'] as const).find((one) => one === query(call.request, 'type')) ?? 'known';
  showForm(context, call, kind, {});
}

/** ISE: a known guest. */
export async function createKnown(context: SponsorContext, call: SponsorCall): Promise<void> {
  const form = formOf(call);
  const contact = readContact(form, context.portal.emulator.usernamePolicy.basedOn);
  const { access, errors } = readAccess(form, rulesOf(context, call));
  const notify = notifyOf(call);
  const all = [...contact.errors, ...errors];
  if (all.length > 0) return refuse(context, call, 'known', form, all);
  const made = await createSponsored(
    context,
    call.rights,
    { creation: 'known', fields: contact.fields, access, notify, key: keyOf(context, form) },
    addressOf(call),
  );
  if ('taken' in made) {
    const field = made.taken === 'phone' ? 'ui_phone_number' : 'ui_first_name';
    return refuse(context, call, 'known', form, [{ field, problem: 'taken' }]);
  }
  showCreated(context, call, 'known', { accounts: [made.account] });
}

/** ISE: accounts without a person, for a conference say. */
export async function createRandom(context: SponsorContext, call: SponsorCall): Promise<void> {
  const form = formOf(call);
  if (!call.rights.create.canCreateRandomAccounts) {
    return showError(context, call, 403, context.texts('own_action_no_privilege'));
  }
  const { count, prefix, errors } = readRandom(form, call);
  const read = readAccess(form, rulesOf(context, call));
  const all = [...errors, ...read.errors];
  if (all.length > 0) return refuse(context, call, 'random', form, all);
  const key = keyOf(context, form);
  const startedAt = context.clock.now().toISOString();
  const accounts: Account[] = [];
  const results: NoticeResult[] = [];
  for (let number = 1; number <= count; number += 1) {
    const wanted: SponsoredAccount = {
      creation: 'random',
      fields: {},
      access: read.access,
      prefix,
      notify: [],
      key: `${key} ${number}`,
    };
    const made = await createSponsored(context, call.rights, wanted, addressOf(call));
    if ('taken' in made) {
      const name = context.texts('own_random_row', { number });
      const problem = context.texts('own_random_names_used_up_error');
      results.push({ accountId: null, name, done: false, problem });
      continue;
    }
    accounts.push(made.account);
    results.push({ accountId: made.account.id, name: made.account.username, done: true, problem: '' });
  }
  await saveNotice(context, call, { action: 'random', startedAt, results });
  showCreated(context, call, 'random', { accounts, failed: results.filter(({ done }) => !done) });
}

/** A form from an older page or an earlier sign-in: shown again as it was filled in. */
export function createAgain(
  context: SponsorContext,
  call: SponsorCall,
  { path, form }: SentForm = sentForm(call),
): void {
  const kind = (['random', 'import'] as const).find((one) => path.toLowerCase().includes(one));
  const text = context.texts('own_sponsor_form_again_error');
  if (wantsJson(call)) reply(call, { status: 'error', messages: [text] });
  else showForm(context, call, kind ?? 'known', form, [{ target: null, text }]);
}

export async function saveNotice(
  context: SponsorContext,
  { rights }: SponsorCall,
  notice: { action: string; startedAt: string; results: NoticeResult[] },
): Promise<void> {
  const endedAt = context.clock.now().toISOString();
  await context.sponsors.saveNotice({
    ...notice,
    id: uuid(context.random),
    sponsor: rights.sponsor.username,
    endedAt,
  });
}

/** The new accounts with their credentials, and what became of the other rows. */
export function showCreated(
  context: SponsorContext,
  call: SponsorCall,
  kind: Kind,
  { accounts, failed = [] }: { accounts: Account[]; failed?: { name: string; problem: string }[] },
): void {
  if (wantsJson(call)) {
    const status = failed.length === 0 ? 'success' : accounts.length === 0 ? 'error' : 'partial';
    reply(call, {
      status,
      messages: failed.map(({ name, problem }) => `${name}: ${problem}`),
      attributes: accounts[0] && kind === 'known' ? attributesOf(context, call, accounts[0]) : [],
      guests: accounts.map((account) => ({ attributes: attributesOf(context, call, account) })),
    });
    return;
  }
  show(context, call, {
    view: 'created',
    title: context.texts('ui_create_accounts_content_label'),
    news:
      accounts.length > 0
        ? context.texts(`ui_create_${kind}_success_multi_message`, { count: accounts.length })
        : null,
    problems:
      failed.length > 0
        ? [{ target: null, text: context.texts('own_action_failed_count', { count: failed.length }) }]
        : [],
    model: { kind, rows: accounts.map((account) => presentAccount(context, call, account)), failed },
  });
}

export function refuse(
  context: SponsorContext,
  call: SponsorCall,
  kind: Kind,
  form: SponsoredForm,
  errors: SponsoredError[],
): void {
  const problems = problemTexts(context, errors);
  if (wantsJson(call)) {
    call.response.status(400);
    reply(call, { status: 'error', messages: problems.map(({ text }) => text) });
    return;
  }
  showForm(context, call, kind, form, problems);
}

export function showForm(
  context: SponsorContext,
  call: SponsorCall,
  kind: Kind,
  form: SponsoredForm,
  problems: { target: string | null; text: string }[] = [],
): void {
  const { rights } = call;
  const { portal, texts } = context;
  const tabs: { kind: Kind; label: string; on: boolean }[] = [
    { kind: 'known', label: texts('ui_create_known_tab_label'), on: true },
    { kind: 'random', label: texts('ui_create_random_tab_label'), on: rights.create.canCreateRandomAccounts },
    {
      kind: 'import',
      label: texts('ui_create_import_tab_label'),
      on: rights.create.canImportMultipleAccounts,
    },
  ];
  show(context, call, {
    view: 'create',
    title: texts('ui_create_accounts_content_label'),
    problems,
    model: {
      kind,
      form,
      tabs: tabs.filter(({ on }) => on),
      // A second click on Create, a reload: the same accounts.
      formKey: form.formKey || portalToken(context.random),
      guestTypes: rights.guestTypes.map((name) => {
        const type = guestTypeNamed(portal.emulator.guestTypes, name);
        const key = type.accessTime.fromFirstLogin
          ? 'own_guest_type_choice_first_login'
          : 'own_guest_type_choice';
        return { name, label: texts(key, { name, days: Math.floor(longestMs(type) / 86_400_000) }) };
      }),
      providers: portal.settings.selfRegPageSettings.selectableSmsProviders.filter((name) =>
        context.providers.includes(name),
      ),
    },
  });
}

export function rulesOf(context: SponsorContext, { rights }: SponsorCall) {
  return { rights, portal: context.portal, now: context.clock.now(), providers: context.providers };
}

/** ISE: `autoNotification`, or what the sponsor ticked; text messages only with `canSendSmsNotifications`. */
export function notifyOf({ request, rights }: SponsorCall): MessageKind[] {
  const kinds: MessageKind[] = rights.autoNotification ? ['email', 'sms'] : readNotify(request.body ?? {});
  return kinds.filter((kind) => kind !== 'sms' || rights.other.canSendSmsNotifications);
}

/**
 * What makes a filled form unique. A program that sends no form key makes a new account each time. The details are part
 * of it, so that a page gone back to and changed is another form.
 */
export function keyOf({ random }: SponsorContext, form: SponsoredForm, more = ''): string {
  const { formKey = '', token: _, ...rest } = form;
  if (formKey === '') return `sponsor ${uuid(random)}`;
  const said = JSON.stringify([formKey, Object.entries(rest).sort(), more]);
  return `sponsor ${createHash('sha256').update(said).digest('base64url')}`;
}
