import type { Request, Response } from 'express';
import type { GuestContext } from './context.ts';
import { showLogin } from './login.ts';

/** A way from the login page that the portal does not offer: then the login page is the answer. */
export function isSwitchedOff(
  context: GuestContext,
  request: Request,
  response: Response,
  setting: 'allowForgotPassword' | 'allowGuestToChangePassword',
): boolean {
  if (context.portal.settings.loginPageSettings[setting]) return false;
  response.status(403);
  const problems = [{ target: null, text: context.texts('own_no_such_page_error') }];
  showLogin(context, request, response, { problems });
  return true;
}
