import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { assertNever } from '../../domain/errors.ts';
import { entranceNamed } from '../../domain/flow.ts';
import { type SignInRefusal, signIn, signInAccount } from '../../services/sign-in.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { originOf } from './origin.ts';
import { aupAccepted, posted } from './posted.ts';
import { show } from './show.ts';
import { enterFlow } from './steps.ts';
import { findToken, type IssuedToken, walkOf } from './walk.ts';

/** What was typed, to be kept on the page. */
export interface TypedLogin {
  username?: string;
  aupAccepted?: boolean;
}

export interface LoginPage extends TypedLogin {
  problems?: Problem[];
  /** The credentials are on their way by SMS or email. */
  notified?: boolean;
  /** The account waits for approval; its credentials come later. */
  pending?: boolean;
  /** What was done just before, in a sentence. */
  done?: string;
}

export function showLogin(
  context: GuestContext,
  request: Request,
  response: Response,
  {
    username = '',
    aupAccepted = false,
    problems = [],
    notified = false,
    pending = false,
    done = '',
  }: LoginPage = {},
): void {
  show(context, request, response, {
    name: 'login',
    view: entranceNamed('login').view,
    problems,
    model: { submit: entranceNamed('login').submit, username, aupAccepted, notified, pending, done },
  });
}

/** ISE: POST `LoginSubmit.action?from=LOGIN`, also from a page of another site. */
export async function loginSubmit(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  const typed = { username: posted(request, 'user.username'), aupAccepted: aupAccepted(request) };
  const token = findToken(request, posted(request, 'token'));
  if (token === null) {
    response.status(403);
    const problems = [{ target: null, text: context.texts('own_lost_form_error') }];
    return showLogin(context, request, response, { ...typed, problems });
  }
  const attempt = {
    ...typed,
    password: posted(request, 'user.password'),
    accessCode: posted(request, 'user.accessCode'),
  };
  const fingerprint = context.fingerprint(attempt);
  if (token.used?.fingerprint === fingerprint && token.used.accountId !== null) {
    // The form that signed on, once more: a double click, a reload. Same outcome, no second sign-on. A form that failed
    // is a try each time it is sent, since a script that guesses looks no different from a double click.
    return enterFlow(context, request, response, token.used.accountId, 'login');
  }
  const outcome = await signIn(context, { ...attempt, ...originOf(request) });
  if ('refused' in outcome) return showRefusal(context, request, response, outcome, typed);
  token.used = { fingerprint, accountId: outcome.account.id };
  delete walkOf(request, context.random).failure;
  return enterFlow(context, request, response, outcome.account.id, 'login');
}

/**
 * Signs on a guest who needs no password for it: from the page that shows the credentials, or after the wait. The form
 * of one token signs on once; sent again, it has the same outcome and is no second sign-on.
 */
export async function signOnOnce(
  context: GuestContext,
  request: Request,
  response: Response,
  { token, account }: { token: IssuedToken; account: Account },
): Promise<void> {
  if (token.used?.accountId !== account.id) {
    const outcome = await signInAccount(context, account, originOf(request));
    if ('refused' in outcome) return showRefusal(context, request, response, outcome);
    token.used = { fingerprint: '', accountId: account.id };
  }
  return enterFlow(context, request, response, account.id, 'login');
}

/** The login page again, saying why, with what was typed kept. SEEN: `ui_login_failed_error` marks a failed login. */
export function showRefusal(
  context: GuestContext,
  request: Request,
  response: Response,
  refusal: SignInRefusal,
  typed: TypedLogin = {},
): void {
  walkOf(request, context.random).failure = refusal.refused;
  const target = refusal.refused === 'aup' ? 'aupAccepted' : 'user.username';
  const problem = { target, text: refusalText(context, refusal), id: 'ui_login_failed_error' };
  showLogin(context, request, response, { ...typed, problems: [problem] });
}

/** A form whose token is not known, or belongs to another page. */
export function showLostForm(context: GuestContext, request: Request, response: Response): void {
  response.status(403);
  const problems = [{ target: null, text: context.texts('own_lost_form_error') }];
  showLogin(context, request, response, { username: posted(request, 'user.username'), problems });
}

export function limitedText({ texts }: GuestContext, waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  return seconds <= 60
    ? texts('own_limited_seconds_error', { seconds })
    : texts('own_limited_error', { minutes: Math.ceil(seconds / 60) });
}

function refusalText(context: GuestContext, refusal: SignInRefusal): string {
  const { texts } = context;
  switch (refusal.refused) {
    case 'failed':
      return texts('ui_login_failed_error');
    case 'limited':
      return limitedText(context, refusal.waitMs);
    case 'outside-hours':
      return texts('own_outside_hours_error');
    case 'too-many-sessions':
      return texts('own_too_many_sessions_error');
    case 'disconnected':
      return texts('own_disconnected_error');
    case 'aup':
      return texts('own_aup_not_accepted_error');
    case 'expired':
      return texts('own_expired_error');
    case 'not-usable':
      return texts('own_not_usable_error');
    default:
      return assertNever(refusal);
  }
}
