import { uuid } from '../../domain/ids.ts';
import type { MessageKind } from '../../domain/message.ts';
import { maySee } from '../../domain/sponsor-group.ts';
import { endSessions } from '../../services/end-sessions.ts';
import {
  type ActionInput,
  type ActionResult,
  SPONSOR_ACTIONS,
  type SponsorAction,
  sponsorAction,
} from '../../services/sponsor-actions.ts';
import { posted } from '../guest/posted.ts';
import { actionLabel, confirmText, problemText, successText } from './action-texts.ts';
import { addressOf, type SponsorCall, type SponsorContext } from './context.ts';
import { presentAccount } from './present-account.ts';
import { showPrint } from './print.ts';
import { reply, show, showError, wantsJson } from './show.ts';

/** Actions that ask before they are done, because they need a word more or cannot be taken back. */
const ASKS: SponsorAction[] = ['deny', 'extend', 'suspend', 'reset-password', 'resend', 'delete'];

/** GUESS: after these the guest is off the network at once, not only at the next sign-on. */
const ENDS_ACCESS: SponsorAction[] = ['deny', 'suspend', 'delete'];

/** So many accounts are done in one request; the others of a larger selection wait on the page with the answers. */
const MOST = 200;

/** POST: one thing done to the selected accounts, with an answer for each. */
export async function accountAction(context: SponsorContext, call: SponsorCall): Promise<void> {
  const { request } = call;
  const { texts } = context;
  const selected = selectedIds(call);
  const wanted = posted(request, 'action');
  if (selected.length === 0) return showError(context, call, 400, texts('own_nothing_selected_error'));
  if (wantsJson(call) && selected.length > MOST)
    return showError(context, call, 400, texts('own_too_many_selected_error', { most: MOST }));
  if (wanted === 'print') return showPrint(context, call, selected);
  const action = SPONSOR_ACTIONS.find((one) => one === wanted);
  if (action === undefined) return showError(context, call, 400, texts('own_no_such_action_error'));

  const input = readInput(call);
  if (wantsJson(call)) {
    const problem = inputProblem(context, call, action, input);
    if (problem !== null) return showError(context, call, 400, problem);
  } else if (ASKS.includes(action)) {
    const confirmed = posted(request, 'confirmed') === 'true';
    const problem = confirmed ? inputProblem(context, call, action, input) : null;
    if (!confirmed || problem !== null) return ask(context, call, { action, selected, input, problem });
  }
  const startedAt = context.clock.now().toISOString();
  const results: ActionResult[] = [];
  for (const accountId of selected.slice(0, MOST)) {
    const asked = { action, accountId, input, address: addressOf(call) };
    const result = await sponsorAction(context, call.rights, asked);
    if (result.done && ENDS_ACCESS.includes(action)) {
      await endSessions(context, accountId, texts('own_session_ended_reason', { action }));
    }
    results.push(result);
  }
  const rows = results.map((result) => rowOf(context, call, action, result));
  if (rows.length > 1) {
    await context.sponsors.saveNotice({
      id: uuid(context.random),
      sponsor: call.rights.sponsor.username,
      action,
      startedAt,
      endedAt: context.clock.now().toISOString(),
      results: rows.map(({ accountId, name, done, problem }) => ({ accountId, name, done, problem })),
    });
  }
  answer(context, call, { action, rows, input, rest: selected.slice(MOST) });
}

function answer(
  context: SponsorContext,
  call: SponsorCall,
  {
    action,
    rows,
    input,
    rest,
  }: { action: SponsorAction; rows: ReturnType<typeof rowOf>[]; input: ActionInput; rest: string[] },
): void {
  const done = rows.filter((row) => row.done).length;
  const failed = rows.length - done;
  if (wantsJson(call)) {
    reply(call, {
      status: failed === 0 ? 'success' : done === 0 ? 'error' : 'partial',
      messages: rows.filter((row) => !row.done).map(({ name, problem }) => `${name}: ${problem}`),
      results: rows.map(({ accountId, name, done: ok, problem }) => ({
        id: accountId,
        name,
        done: ok,
        problem,
      })),
    });
    return;
  }
  show(context, call, {
    view: 'results',
    title: actionLabel(context, action),
    news: done > 0 ? successText(context, action, done) : null,
    problems:
      failed > 0 ? [{ target: null, text: context.texts('own_action_failed_count', { count: failed }) }] : [],
    model: {
      rows,
      action,
      input,
      rest,
      next: Math.min(MOST, rest.length),
      back: action === 'approve' || action === 'deny' ? 'pending.action' : 'ManageAccounts.action',
    },
  });
}

function rowOf(context: SponsorContext, call: SponsorCall, action: SponsorAction, result: ActionResult) {
  if (!result.done) {
    const problem = problemText(context, action, result.problem);
    return { accountId: result.accountId, name: result.name, done: false, problem, account: null };
  }
  const { account } = result;
  return {
    accountId: account.id,
    name: account.username,
    done: true,
    problem: '',
    account: action === 'delete' ? null : presentAccount(context, call, account),
  };
}

/** The question before an action, with what it needs to know. */
async function ask(
  context: SponsorContext,
  call: SponsorCall,
  {
    action,
    selected,
    input,
    problem,
  }: { action: SponsorAction; selected: string[]; input: ActionInput; problem: string | null },
): Promise<void> {
  const found = await Promise.all(selected.map((id) => context.accounts.find(id)));
  const accounts = found
    .filter((account) => account !== null)
    .filter((account) => maySee(call.rights, account));
  if (accounts.length === 0) return showError(context, call, 404, context.texts('ui_no_user_error'));
  show(context, call, {
    view: 'confirm',
    title: actionLabel(context, action),
    problems:
      problem === null
        ? []
        : [
            {
              target: action === 'extend' ? 'days' : action === 'suspend' ? 'reason' : 'notify-email',
              text: problem,
            },
          ],
    model: {
      action,
      input,
      most: MOST,
      question: confirmText(context, action, accounts.length),
      accounts: accounts.map((account) => presentAccount(context, call, account)),
      reasonRequired: action === 'suspend' && call.rights.other.requireSuspensionReason,
      canSms: call.rights.other.canSendSmsNotifications,
    },
  });
}

function inputProblem(
  { texts }: SponsorContext,
  { rights }: SponsorCall,
  action: SponsorAction,
  input: ActionInput,
): string | null {
  if (action === 'extend' && input.days < 1) return texts('own_days_error');
  if (action === 'suspend' && rights.other.requireSuspensionReason && input.reason === '') {
    return texts('own_suspend_reason_required_error');
  }
  return action === 'resend' && input.notify.length === 0 ? texts('own_choose_way_error') : null;
}

export function selectedIds({ request }: SponsorCall): string[] {
  const body: Record<string, unknown> = request.body ?? {};
  const { selected } = body;
  const ids = (Array.isArray(selected) ? selected : [selected]).filter((id) => typeof id === 'string');
  return [...new Set(ids.flatMap((id) => id.split(',')).filter((id) => id !== ''))];
}

function readInput({ request }: SponsorCall): ActionInput {
  const days = posted(request, 'days').trim();
  return {
    reason: [
      ...posted(request, 'reason')
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
    ]
      .slice(0, 256)
      .join(''),
    days: /^\d{1,4}$/.test(days) ? Number(days) : 0,
    notify: readNotify(request.body ?? {}),
  };
}

export function readNotify(body: Record<string, unknown>): MessageKind[] {
  const kinds: MessageKind[] = [];
  if (typeof body.notifyEmail === 'string' && !['', 'false'].includes(body.notifyEmail)) kinds.push('email');
  if (typeof body.notifySms === 'string' && !['', 'false'].includes(body.notifySms)) kinds.push('sms');
  return kinds;
}
