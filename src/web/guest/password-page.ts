import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { FORBIDDEN_IN_CREDENTIALS } from '../../domain/credentials-policy.ts';
import { assertNever } from '../../domain/errors.ts';
import { changePassword, type PasswordProblem } from '../../services/change-password.ts';
import { keepPassword } from '../../services/keep-password.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { limitedText, showLogin, showLostForm } from './login.ts';
import { originOf } from './origin.ts';
import { posted } from './posted.ts';
import { show } from './show.ts';
import type { Passed, Posted } from './step-pages.ts';
import { isSwitchedOff } from './switched-off.ts';
import { findToken, type IssuedToken } from './walk.ts';

/** GUESS: the addresses; ISE's own for this page were not found. */
export const LOGIN_PASSWORD_SUBMIT = 'ChangePasswordSubmit.action?from=LOGIN';

/** The step after the first sign-on. ISE: *Submit*, or *Skip*. */
export async function submitPassword({ context, request, account, token }: Posted): Promise<Passed> {
  if (posted(request, 'skip') === 'true') {
    return { account: await keepPassword(context, account, originOf(request).address) };
  }
  const outcome = await change(context, request, token, account.username);
  if ('account' in outcome) return outcome;
  return { problems: [problemOf(context, outcome)] };
}

export function passwordModel(context: GuestContext): Record<string, unknown> {
  return { withUsername: false, username: '', policyHelp: policyHelp(context) };
}

/** From the login page. ISE: `allowGuestToChangePassword`. */
export function loginPassword(context: GuestContext, request: Request, response: Response): void {
  if (isSwitchedOff(context, request, response, 'allowGuestToChangePassword')) return;
  showLoginPassword(context, request, response, posted(request, 'user.username'), []);
}

export async function loginPasswordSubmit(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  if (isSwitchedOff(context, request, response, 'allowGuestToChangePassword')) return;
  const token = findToken(request, posted(request, 'token'));
  if (token?.page !== 'login-password') return showLostForm(context, request, response);
  const username = posted(request, 'user.username');
  const missing = missingField(context, request);
  if (missing !== null) return showLoginPassword(context, request, response, username, [missing]);
  const outcome = await change(context, request, token, username);
  if ('account' in outcome) {
    return showLogin(context, request, response, {
      username,
      done: context.texts('own_password_changed_message'),
    });
  }
  // Which of the two is wrong is not said: a stranger must not learn who has an account.
  const problem =
    outcome.problem === 'failed'
      ? { target: 'user.username', text: context.texts('own_name_or_password_error') }
      : problemOf(context, outcome);
  showLoginPassword(context, request, response, username, [problem]);
}

/** The same form sent again, whose current password is not the current one any more, has the same outcome. */
async function change(
  context: GuestContext,
  request: Request,
  token: IssuedToken,
  username: string,
): Promise<{ account: Account } | PasswordProblem> {
  const given = {
    username,
    current: posted(request, 'user.currentPassword'),
    next: posted(request, 'user.newPassword'),
    confirm: posted(request, 'user.confirmPassword'),
  };
  const fingerprint = context.fingerprint(given);
  if (token.used?.fingerprint === fingerprint && token.used.accountId !== null) {
    const account = await context.accounts.find(token.used.accountId);
    if (account !== null) return { account };
  }
  const outcome = await changePassword(context, { ...given, address: originOf(request).address });
  if ('account' in outcome) token.used = { fingerprint, accountId: outcome.account.id };
  return outcome;
}

/** The first field left empty. */
function missingField({ texts }: GuestContext, request: Request): Problem | null {
  const labels = {
    'user.username': 'ui_changepwd_username_label',
    'user.currentPassword': 'ui_changepwd_currentpwd_label',
    'user.newPassword': 'ui_changepwd_newpwd_label',
  };
  const [target, label] = Object.entries(labels).find(([name]) => posted(request, name) === '') ?? [];
  return target === undefined || label === undefined
    ? null
    : { target, text: texts('ui_field_required_error', { field: texts(label) }) };
}

function showLoginPassword(
  context: GuestContext,
  request: Request,
  response: Response,
  username: string,
  problems: Problem[],
): void {
  show(context, request, response, {
    name: 'login-password',
    view: 'guest/change-password',
    problems,
    model: { submit: LOGIN_PASSWORD_SUBMIT, withUsername: true, username, policyHelp: policyHelp(context) },
  });
}

function policyHelp({ texts, portal }: GuestContext): string {
  const policy = portal.emulator.passwordPolicy;
  return texts('ui_changepwd_policy_help_label', {
    length: policy.minimumLength,
    lower: policy.minimumLowercase,
    upper: policy.minimumUppercase,
    digits: policy.minimumDigits,
    special: policy.minimumSpecial,
    forbidden: [...FORBIDDEN_IN_CREDENTIALS].join(' '),
  });
}

function problemOf(context: GuestContext, outcome: PasswordProblem): Problem {
  const { texts } = context;
  switch (outcome.problem) {
    case 'failed':
      return { target: 'user.currentPassword', text: texts('own_current_password_error') };
    case 'limited':
      return { target: 'user.currentPassword', text: limitedText(context, outcome.waitMs) };
    case 'mismatch':
      return { target: 'user.confirmPassword', text: texts('ui_changepwd_values_match_error') };
    case 'same':
      return { target: 'user.newPassword', text: texts('ui_changepwd_values_unique_error') };
    case 'policy':
      return { target: 'user.newPassword', text: texts('ui_changepwd_policy_error_message') };
    case 'not-possible':
      return { target: null, text: texts('own_password_not_possible_error') };
    default:
      return assertNever(outcome);
  }
}
