import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { isBehind, nextStep, type StepName, stepNamed } from '../../domain/flow.ts';
import { localTime } from '../../domain/local-time.ts';
import { refusalOf } from '../../services/sign-in.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { showLogin, showRefusal } from './login.ts';
import { sessionOf } from './origin.ts';
import { posted } from './posted.ts';
import { show } from './show.ts';
import { rememberDevice, STEP_PAGES } from './step-pages.ts';
import { findToken, type PageName } from './walk.ts';

interface ShownStep {
  step: StepName;
  account: Account;
  problems?: Problem[];
  /** What the page shows of what was just sent. */
  model?: Record<string, unknown>;
}

/** Shows the page that follows `after` to the guest who is signed in with this account. */
export async function enterFlow(
  context: GuestContext,
  request: Request,
  response: Response,
  accountId: string,
  after: 'login' | StepName,
): Promise<void> {
  const account = await usable(context, request, response, accountId);
  if (account === null) return;
  const session = await sessionOf(context, request);
  const step = nextStep(after, {
    portal: context.portal,
    account,
    now: context.clock.now(),
    mac: session?.mac ?? null,
    devices: await context.devices.listByAccount(account.id),
  });
  if (isBehind(step, 'max-devices')) await rememberDevice(context, request, account);
  return showStep(context, request, response, { step, account });
}

/**
 * ISE: POST `AupSubmit.action`, `Continue.action`. Which step is meant is the token's word, not the address's: a page
 * cannot be left out by posting to the next one. A page gone back to can be sent again.
 */
export async function submitStep(context: GuestContext, request: Request, response: Response): Promise<void> {
  const token = findToken(request, posted(request, 'token'));
  const step = token === null ? null : stepOf(token.page);
  // Never the page of whoever the session last had signed in: only its own token brings it back.
  if (token === null || token.accountId === null || step === null) {
    response.status(403);
    const problems = [{ target: null, text: context.texts('own_lost_sign_on_error') }];
    return showLogin(context, request, response, { problems });
  }
  const account = await usable(context, request, response, token.accountId);
  if (account === null) return;
  if (!isPostedTo(request, step)) {
    const problems = [{ target: null, text: context.texts('own_wrong_step_error') }];
    return showStep(context, request, response, { step, account, problems });
  }
  const passed = await STEP_PAGES[step].submit({ context, request, account, token });
  if ('problems' in passed) return showStep(context, request, response, { step, account, ...passed });
  return enterFlow(context, request, response, account.id, step);
}

export async function showStep(
  context: GuestContext,
  request: Request,
  response: Response,
  { step, account, problems = [], model = {} }: ShownStep,
): Promise<void> {
  const own = await STEP_PAGES[step].model(context, request, account);
  show(context, request, response, {
    name: step,
    view: stepNamed(step).view,
    accountId: account.id,
    about: account,
    problems,
    model: {
      account,
      submit: stepNamed(step).submit,
      validUntil: localTime(account.validTo, account, context.portal),
      ...own,
      ...model,
    },
  });
}

/** The account if it can still be used; else the login page is shown and says why. */
async function usable(
  context: GuestContext,
  request: Request,
  response: Response,
  accountId: string,
): Promise<Account | null> {
  const account = await context.accounts.find(accountId);
  const refusal =
    account === null
      ? ({ refused: 'not-usable' } as const)
      : (refusalOf(account, context.clock.now(), context.portal) ??
        (await droppedSession(context, request, account)));
  if (refusal === null) return account;
  showRefusal(context, request, response, refusal);
  return null;
}

function stepOf(page: PageName): StepName | null {
  return Object.hasOwn(STEP_PAGES, page) ? (page as StepName) : null;
}

function isPostedTo(request: Request, step: StepName): boolean {
  return request.path === `/${stepNamed(step).submit.split('?')[0]}`;
}

/** ISE: a session that was dropped for a newer one ends on the login page. */
async function droppedSession(
  context: GuestContext,
  request: Request,
  account: Account,
): Promise<{ refused: 'disconnected' } | null> {
  const session = await sessionOf(context, request);
  const dropped = session?.state === 'disconnected' && session.accountId === account.id;
  return dropped ? { refused: 'disconnected' } : null;
}
