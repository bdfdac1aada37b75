import type { Request, Response } from 'express';
import type { Account } from '../../domain/account.ts';
import { afterRegistration, entranceNamed } from '../../domain/flow.ts';
import { LAST_RESORT, pageLanguage } from '../../domain/languages.ts';
import { credentialPrint } from '../../domain/notification.ts';
import type { FilledForm } from '../../domain/registration.ts';
import { cleanHtml } from '../../domain/rich-text.ts';
import { webAddress } from '../../domain/web-address.ts';
import { advanceSession } from '../../services/network-sessions.ts';
import { registerGuest } from '../../services/register-guest.ts';
import { guessCode } from '../../services/registration-code.ts';
import type { GuestContext } from './context.ts';
import { inputName, type Problem, problemsOf } from './field-texts.ts';
import { limitedText, showLogin, signOnOnce } from './login.ts';
import { originOf } from './origin.ts';
import { aupAccepted, filledForm, posted } from './posted.ts';
import { type Outcome, registeredModel, registrationModel, wasNotified } from './register-models.ts';
import { sendSelfModel } from './send-self.ts';
import { show } from './show.ts';
import { showWait } from './wait.ts';
import { findToken, walkOf } from './walk.ts';

const EMPTY: FilledForm = { fields: {}, accessCode: '', aupAccepted: false };

/** ISE: GET and POST `SelfRegistration.action?from=LOGIN`. */
export function selfRegistration(context: GuestContext, request: Request, response: Response): void {
  if (isRegistrationOff(context, request, response)) return;
  if (request.method === 'POST' && findToken(request, posted(request, 'token')) === null) {
    showLostForm(context, request, response, EMPTY);
  } else {
    showRegistration(context, request, response, EMPTY);
  }
}

/**
 * ISE: POST `CreateAccount.action?from=SELF_REGISTRATION`. The form's token makes the account unique: sent twice, even
 * at the same moment, it is one account, and the second answer is the first again.
 */
export async function createAccount(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  if (isRegistrationOff(context, request, response)) return;
  const form = filledForm(request);
  const token = findToken(request, posted(request, 'token'));
  if (token === null) return showLostForm(context, request, response, form);

  const walk = walkOf(request, context.random);
  const fingerprint = context.fingerprint(form);
  if (walk.registered?.fingerprint === fingerprint) {
    // The same details from another tab of the same walk: the same guest.
    return showAfterRegistration(context, request, response, { accountId: walk.registered.accountId });
  }
  const limited = guessCode(context, {
    given: form.accessCode,
    address: originOf(request).address,
    repeated: token.used?.fingerprint === fingerprint,
  });
  if (limited !== null) {
    const problem = { target: inputName('accessCode'), text: limitedText(context, limited.waitMs) };
    return showRegistration(context, request, response, form, [problem]);
  }
  const messageLanguage = messageLanguageOf(context, request);
  const result = await registerGuest({ ...context, messageLanguage }, form, token.value, request.ip);
  if ('errors' in result) {
    token.used = { fingerprint, accountId: null };
    return showRegistration(context, request, response, form, problemsOf(context, result.errors));
  }
  const { account, changed } = result;
  const { sessionId } = originOf(request);
  await advanceSession(context, sessionId, { to: 'registered', accountId: account.id });
  if (!changed) walk.registered = { accountId: account.id, fingerprint };
  return showAfterRegistration(context, request, response, { accountId: account.id, changed });
}

/** ISE: a guest's messages are in the language of the pages. GUESS: as far as there are texts in it. */
function messageLanguageOf({ portal }: GuestContext, request: Request): string {
  const available = [LAST_RESORT, ...Object.keys(portal.emulator.notifications.languages)];
  return pageLanguage(portal.settings.portalSettings, request.acceptsLanguages(), available);
}

/** ISE: `postRegistrationRedirect`. What was registered before with other details is always shown, to say so. */
async function showAfterRegistration(
  context: GuestContext,
  request: Request,
  response: Response,
  outcome: { accountId: string; changed?: boolean },
): Promise<void> {
  const account = await context.accounts.find(outcome.accountId);
  if (account === null) return showRegistered(context, request, response, outcome);
  const page = afterRegistration({ portal: context.portal, ...outcome });
  switch (page) {
    case 'wait':
      return showWait(context, request, response, { account });
    case 'login-with-instructions': {
      const pending = isPending(account);
      return showLogin(context, request, response, { notified: !pending, pending });
    }
    case 'leaving': {
      const url = webAddress(context.portal.settings.selfRegPageSettings.postRegistrationRedirectUrl);
      return show(context, request, response, { name: page, view: entranceNamed(page).view, model: { url } });
    }
    default:
      return showRegistered(context, request, response, outcome);
  }
}

/** ISE: POST `SelfRegistrationSuccess.action?from=SELF_REGISTRATION_SUCCESS`: to the login page, or straight on. */
export async function selfRegistrationSuccess(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  const token = findToken(request, posted(request, 'token'));
  if (token === null) {
    response.status(403);
    const problems = [{ target: null, text: context.texts('own_lost_form_error') }];
    return showLogin(context, request, response, { problems });
  }
  const account = token.registeredId === null ? null : await context.accounts.find(token.registeredId);
  if (account === null) return showLogin(context, request, response);

  const settings = context.portal.settings.selfRegSuccessSettings;
  if (settings.includeAup && settings.requireAupAcceptance && !aupAccepted(request)) {
    const problems = [{ target: 'aupAccepted', text: context.texts('own_aup_not_accepted_error') }];
    return showRegistered(context, request, response, { accountId: account.id, problems });
  }
  if (!settings.allowGuestLoginFromSelfregSuccessPage) {
    return showLogin(context, request, response, { notified: wasNotified(context, account) });
  }
  return signOnOnce(context, request, response, { token, account });
}

function showRegistration(
  context: GuestContext,
  request: Request,
  response: Response,
  form: FilledForm,
  problems: Problem[] = [],
): void {
  show(context, request, response, {
    name: 'registration',
    view: entranceNamed('registration').view,
    problems,
    model: {
      submit: entranceNamed('registration').submit,
      ...registrationModel(context, form, problems),
    },
  });
}

/** The success page. `news`: what a click on one of its buttons led to. */
export async function showRegistered(
  context: GuestContext,
  request: Request,
  response: Response,
  {
    accountId,
    problems = [],
    news = null,
    ...outcome
  }: { accountId: string; problems?: Problem[]; news?: string | null } & Outcome,
): Promise<void> {
  const account = await context.accounts.find(accountId);
  if (account === null) return showRegistration(context, request, response, EMPTY);
  const { includePassword } = context.portal.settings.selfRegSuccessSettings;
  show(context, request, response, {
    name: 'registered',
    view: entranceNamed('registered').view,
    registeredId: account.id,
    // Who waits for approval is not told a user name either.
    ...(!isPending(account) && { about: account, withPassword: includePassword }),
    problems,
    model: {
      submit: entranceNamed('registered').submit,
      ...registeredModel(context, account, outcome),
      news,
      sends: isPending(account) ? [] : sendSelfModel(context, request, account),
      printed: printed(context, account),
    },
  });
}

/** What *Print* puts on paper. A page that hides the credentials does not carry them for the printer either. */
function printed({ portal }: GuestContext, account: Account): string {
  const { allowGuestSendSelfUsingPrint, includeUserName, includePassword } =
    portal.settings.selfRegSuccessSettings;
  const shown = allowGuestSendSelfUsingPrint && includeUserName && includePassword && !isPending(account);
  return shown ? cleanHtml(credentialPrint(account, portal)) : '';
}

function showLostForm(context: GuestContext, request: Request, response: Response, form: FilledForm): void {
  response.status(403);
  const problems = [{ target: null, text: context.texts('own_lost_form_error') }];
  showRegistration(context, request, response, form, problems);
}

/** ISE: `allowGuestToCreateAccounts`. */
function isRegistrationOff(context: GuestContext, request: Request, response: Response): boolean {
  if (entranceNamed('registration').when(context)) return false;
  response.status(403);
  const problems = [{ target: null, text: context.texts('own_registration_off_error') }];
  showLogin(context, request, response, { problems });
  return true;
}

/** Who waits for approval is shown no credentials, nor sent any. */
function isPending(account: Account): boolean {
  return account.state === 'PENDING_APPROVAL';
}
