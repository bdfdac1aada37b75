import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { type ApprovalWait, approvalWait, type WaitStatus } from '../../domain/approval-wait.ts';
import { entranceNamed } from '../../domain/flow.ts';
import type { GuestContext } from './context.ts';
import { endGrace, isGraceConnected } from './grace.ts';
import { showLogin, signOnOnce } from './login.ts';
import { posted, query } from './posted.ts';
import { wasNotified } from './register-models.ts';
import { show } from './show.ts';
import { findToken, type IssuedToken, walkOf } from './walk.ts';

/** GUESS: ISE's own address is not published. */
const STATUS = 'SelfRegistrationStatus.action';

/** ISE: the tabs of the step viewer; the last of them is the answer. */
const ANSWER_TAB: Record<WaitStatus, string> = {
  waiting: 'ui_step_viewer_approval_tab_label',
  approved: 'ui_step_viewer_approval_tab_label',
  denied: 'ui_step_viewer_denied_tab_label',
  expired: 'ui_step_viewer_expired_tab_label',
};

/** The page on which a guest waits for the approval, or reads the answer. `token`: the one it was asked for with. */
export async function showWait(
  context: GuestContext,
  request: Request,
  response: Response,
  { account, token }: { account: Account; token?: IssuedToken },
): Promise<void> {
  const wait = approvalWait(account, context.portal, context.clock.now());
  await endGrace(context, request, account, wait);
  const connected = await isGraceConnected(context, request, account);
  show(context, request, response, {
    name: 'wait',
    view: entranceNamed('wait').view,
    registeredId: account.id,
    ...(token && { token }),
    model: {
      wait,
      connected,
      ...wording(context, wait),
      tabs: tabsOf(context, wait.status),
      portalSessionId: walkOf(request, context.random).portalSessionId,
      page: entranceNamed('wait').submit,
      statusAddress: STATUS,
    },
  });
}

/** GET with the page's own token: the reload link and the reload without scripts. The token stays the same. */
export async function waitPage(context: GuestContext, request: Request, response: Response): Promise<void> {
  const found = await waiting(context, request, query(request, 'token'));
  if (found === null) return lost(context, request, response);
  return showWait(context, request, response, found);
}

/** GET: what the page's script asks every few seconds. */
export async function waitStatus(context: GuestContext, request: Request, response: Response): Promise<void> {
  const found = await waiting(context, request, query(request, 'token'));
  if (found === null) {
    response.status(403).json({ status: 'unknown' });
    return;
  }
  const wait = approvalWait(found.account, context.portal, context.clock.now());
  await endGrace(context, request, found.account, wait);
  response.json(wait);
}

/**
 * POST: on from the wait page. ISE: an approved guest is signed on without typing anything (`autoLoginSelfWait`) while
 * `autoLoginTimePeriod` lasts, and signs on by hand after it.
 */
export async function leaveWait(context: GuestContext, request: Request, response: Response): Promise<void> {
  const found = await waiting(context, request, posted(request, 'token'));
  if (found === null) return lost(context, request, response);
  const { account } = found;
  const wait = approvalWait(account, context.portal, context.clock.now());
  if (wait.status === 'waiting') return showWait(context, request, response, found);
  if (wait.status !== 'approved' || !wait.signsOnByItself) {
    const notified = wait.status === 'approved' && wasNotified(context, account);
    return showLogin(context, request, response, { notified });
  }
  return signOnOnce(context, request, response, found);
}

/** The account a token of this page is about. */
export async function waiting(
  context: GuestContext,
  request: Request,
  value: string,
): Promise<{ account: Account; token: IssuedToken } | null> {
  const token = findToken(request, value);
  if (token?.page !== 'wait' || token.registeredId === null) return null;
  const account = await context.accounts.find(token.registeredId);
  return account === null ? null : { account, token };
}

function lost(context: GuestContext, request: Request, response: Response): void {
  response.status(403);
  const problems = [{ target: null, text: context.texts('own_lost_wait_error') }];
  showLogin(context, request, response, { problems });
}

interface Wording {
  title: string;
  message: string;
  /** What the keys of more texts begin with; empty on pages that have none. */
  keys: string;
}

/** Title and sentence. ISE: grace access has four pages of its own. */
function wording({ texts }: GuestContext, wait: ApprovalWait): Wording {
  const { status, graceSecondsLeft } = wait;
  if (graceSecondsLeft !== null) {
    const page = status === 'waiting' && graceSecondsLeft === 0 ? 'expired' : status;
    return {
      title: texts(GRACE[page].title),
      message: texts(GRACE[page].message),
      keys: GRACE[page].title.replace(/_title$/, ''),
    };
  }
  if (status === 'approved' && wait.signsOnByItself) {
    return {
      title: texts('own_wait_success_title'),
      message: texts('own_wait_success_auto_message'),
      keys: '',
    };
  }
  return { title: texts(PLAIN[status].title), message: texts(PLAIN[status].message), keys: '' };
}

const GRACE: Record<WaitStatus, { title: string; message: string }> = {
  waiting: {
    title: 'ui_grace_access_waiting_page_title',
    message: 'ui_grace_access_waiting_page_instruction_message',
  },
  approved: {
    title: 'ui_grace_access_success_page_title',
    message: 'ui_grace_access_success_page_instruction_message',
  },
  denied: {
    title: 'ui_grace_access_deny_page_title',
    message: 'ui_grace_access_deny_page_instruction_message',
  },
  expired: {
    title: 'ui_grace_access_expire_page_title',
    message: 'ui_grace_access_expire_page_instruction_message',
  },
};

const PLAIN: Record<WaitStatus, { title: string; message: string }> = {
  waiting: { title: 'own_wait_waiting_title', message: 'own_wait_waiting_message' },
  approved: { title: 'own_wait_success_title', message: 'own_wait_success_message' },
  denied: { title: 'own_wait_deny_title', message: 'own_wait_deny_message' },
  expired: { title: 'own_wait_expire_title', message: 'own_wait_expire_message' },
};

function tabsOf({ texts }: GuestContext, status: WaitStatus) {
  const answered = status !== 'waiting';
  return [
    { label: texts('ui_step_viewer_registration_tab_label'), done: true, current: false },
    { label: texts('ui_step_viewer_waiting_tab_label'), done: answered, current: !answered },
    { label: texts(ANSWER_TAB[status]), done: false, current: answered },
  ];
}
