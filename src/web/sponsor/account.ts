import type { Account } from '../../domain/account.ts';
import { mayManage, maySee, type SponsorRights } from '../../domain/sponsor-group.ts';
import { readContact, SPONSORED_FIELDS } from '../../domain/sponsored-guest.ts';
import { editGuest } from '../../services/sponsor-edit.ts';
import { posted, query } from '../guest/posted.ts';
import { actionLabel } from './action-texts.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { formOf, problemTexts, type SentForm, sentForm } from './form.ts';
import { attributesOf, presentAccount, stateLabel } from './present-account.ts';
import { reply, show, showError, wantsJson } from './show.ts';

/** SEEN: `readGuest.action` with `selected`. */
export async function readGuest(context: SponsorContext, call: SponsorCall): Promise<void> {
  const account = await visible(context, call);
  if (account === null) return gone(context, call);
  reply(call, { status: 'success', attributes: attributesOf(context, call, account) });
}

/** An account with all that can be done to it. */
export async function showAccount(
  context: SponsorContext,
  call: SponsorCall,
  news: string | null = null,
): Promise<void> {
  const account = await visible(context, call);
  if (account === null) return gone(context, call);
  const row = presentAccount(context, call, account);
  show(context, call, {
    view: 'account',
    title: row.username,
    news,
    model: {
      row,
      fields: SPONSORED_FIELDS.map((name) => ({
        label: context.texts(`${name}_label`),
        value: account.fields[name] ?? '',
      })),
      actions: row.actions.map((action) => ({ value: action, label: actionLabel(context, action) })),
      canEdit: mayEdit(call.rights, account),
    },
  });
}

/** GET: the guest's details to be changed. */
export async function editForm(context: SponsorContext, call: SponsorCall): Promise<void> {
  const account = await visible(context, call);
  if (account === null) return gone(context, call);
  if (!mayEdit(call.rights, account)) {
    return showError(context, call, 403, context.texts('own_action_no_privilege'));
  }
  showEdit(context, call, account, account.fields);
}

/** SEEN: POST `editGuest.action`. */
export async function submitEdit(context: SponsorContext, call: SponsorCall): Promise<void> {
  const account = await visible(context, call);
  if (account === null) return gone(context, call);
  const form = { ...pick(account.fields), ...formOf(call) };
  const { fields, errors } = readContact(form, null);
  if (errors.length > 0) {
    const problems = problemTexts(context, errors);
    if (wantsJson(call)) {
      call.response.status(400);
      return reply(call, { status: 'error', messages: problems.map(({ text }) => text) });
    }
    return showEdit(context, call, account, form, problems);
  }
  const outcome = await editGuest(context, call.rights, account.id, { fields, address: addressOf(call) });
  if ('refused' in outcome) {
    if (!('state' in outcome)) {
      return outcome.refused === 'not-found'
        ? gone(context, call)
        : showError(context, call, 403, context.texts('own_action_no_privilege'));
    }
    const state = stateLabel(context, outcome.state);
    const action = context.texts('ui_account_action_edit_button');
    return showError(context, call, 409, context.texts('own_action_wrong_state', { action, state }));
  }
  if (wantsJson(call)) {
    return reply(call, { status: 'success', attributes: attributesOf(context, call, outcome.account) });
  }
  return showAccount(context, call, context.texts('own_edit_saved'));
}

/** Details from an older page or an earlier sign-in: shown again as they were filled in. */
export async function editAgain(
  context: SponsorContext,
  call: SponsorCall,
  { form }: SentForm = sentForm(call),
): Promise<void> {
  const account = await visible(context, call, form.selected);
  if (account === null) return gone(context, call);
  const text = context.texts('own_sponsor_form_again_error');
  if (wantsJson(call)) return reply(call, { status: 'error', messages: [text] });
  showEdit(context, call, account, { ...pick(account.fields), ...form }, [{ target: null, text }]);
}

function showEdit(
  context: SponsorContext,
  call: SponsorCall,
  account: Account,
  form: Record<string, string>,
  problems: { target: string | null; text: string }[] = [],
): void {
  show(context, call, {
    view: 'edit',
    title: context.texts('ui_edit_accounts_content_label'),
    problems,
    model: { id: account.id, username: account.username, form },
  });
}

/** A guest whom a sponsor only approves is not his to edit. */
function mayEdit(rights: SponsorRights, account: Account): boolean {
  return rights.other.canUpdateGuestContactInfo && mayManage(rights, account);
}

function pick(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(SPONSORED_FIELDS.map((name) => [name, fields[name] ?? '']));
}

async function visible(context: SponsorContext, call: SponsorCall, selected = ''): Promise<Account | null> {
  const { request } = call;
  const id = selected || posted(request, 'selected') || query(request, 'selected') || query(request, 'id');
  const account = id === '' ? null : await context.accounts.find(id);
  return account !== null && maySee(call.rights, account) ? account : null;
}

function gone(context: SponsorContext, call: SponsorCall): void {
  showError(context, call, 404, context.texts('ui_no_user_error'));
}
