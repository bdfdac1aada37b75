import type { Request, Response } from 'express';
import { forgotPassword } from '../../services/forgot-password.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { limitedText, showLogin, showLostForm } from './login.ts';
import { originOf } from './origin.ts';
import { posted } from './posted.ts';
import { show } from './show.ts';
import { isSwitchedOff } from './switched-off.ts';
import { findToken } from './walk.ts';

/** GUESS: the addresses; ISE's own for this page were not found. */
export const FORGOT_SUBMIT = 'ResetPasswordSubmit.action?from=LOGIN';

/** ISE: `allowForgotPassword`, the button *Reset Password* of the login page. */
export function forgotPage(context: GuestContext, request: Request, response: Response): void {
  if (isSwitchedOff(context, request, response, 'allowForgotPassword')) return;
  showForgot(context, request, response, posted(request, 'user.username'), []);
}

/** The same answer for every name, so that nobody learns who has an account. */
export async function forgotSubmit(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  if (isSwitchedOff(context, request, response, 'allowForgotPassword')) return;
  const token = findToken(request, posted(request, 'token'));
  if (token?.page !== 'forgot-password') return showLostForm(context, request, response);
  const username = posted(request, 'user.username').trim();
  if (username === '') {
    const text = context.texts('ui_field_required_error', {
      field: context.texts('ui_login_username_label'),
    });
    return showForgot(context, request, response, '', [{ target: 'user.username', text }]);
  }
  const fingerprint = context.fingerprint({ forgotten: username });
  // A second click on the same page is not a second password.
  if (token.used?.fingerprint !== fingerprint) {
    const limited = await forgotPassword(context, { username, address: originOf(request).address });
    if (limited !== null) {
      const text = limitedText(context, limited.waitMs);
      return showForgot(context, request, response, username, [{ target: 'user.username', text }]);
    }
    token.used = { fingerprint, accountId: null };
  }
  showLogin(context, request, response, {
    username,
    done: context.texts('own_password_reset_message'),
  });
}

function showForgot(
  context: GuestContext,
  request: Request,
  response: Response,
  username: string,
  problems: Problem[],
): void {
  show(context, request, response, {
    name: 'forgot-password',
    view: 'guest/forgot-password',
    problems,
    model: { submit: FORGOT_SUBMIT, username },
  });
}
