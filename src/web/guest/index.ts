import express, { type Request, type Response, Router } from 'express';
import { entranceNamed, STEPS } from '../../domain/flow.ts';
import type { TextValues } from '../../texts/index.ts';
import { guestSession } from '../session.ts';
import { checkCoaStatus, doCoa } from './coa.ts';
import { createContexts, type GuestContext, type GuestParts } from './context.ts';
import { customFiles } from './custom-files.ts';
import { FORGOT_SUBMIT, forgotPage, forgotSubmit } from './forgot-page.ts';
import { gateway, portalSetup } from './landing.ts';
import { loginSubmit } from './login.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { LOGIN_PASSWORD_SUBMIT, loginPassword, loginPasswordSubmit } from './password-page.ts';
import { createAccount, selfRegistration, selfRegistrationSuccess } from './register.ts';
import { SEND_SELF, submitSendSelf } from './send-self.ts';
import { showError, startLink } from './show.ts';
import { submitStep } from './steps.ts';
import { supportInfo } from './support.ts';
import { leaveWait, waitPage, waitStatus } from './wait.ts';

export type { GuestParts } from './context.ts';

type Handler = (context: GuestContext, request: Request, response: Response) => void | Promise<void>;

export interface GuestRouter extends Router {
  /** Forgets failed sign-ins: what is kept beside the stores. */
  forget(): void;
}

/**
 * The guest portal, to be mounted at `/portal`. SEEN: clients follow no redirect after a POST, so each POST is answered
 * with the next page itself, in full, whoever asks and however (`X-Requested-With`, `Origin` and `Host` are not looked
 * at); every link and form action is relative.
 */
export function guestRouter(parts: GuestParts): GuestRouter {
  const contexts = createContexts(parts);
  const router = Router({ caseSensitive: true });
  const call = (handler: Handler) => (request: Request, response: Response) =>
    handler(contexts.of(request), request, response);

  router.use((_request, response, next) => {
    // Kept for the back button only: most pages answer a POST, which a browser would else ask to send again.
    response.setHeader('Cache-Control', 'private, no-cache');
    next();
  });
  const custom = customFiles(parts.portal.customization);
  router.use(custom.router);
  router.use((request, response, next) => {
    const { language, customTexts } = contexts.of(request);
    const nonce = String(response.locals.cspNonce ?? '');
    response.locals.rich = (key: string, values?: TextValues) => customTexts.rich(nonce, key, values);
    response.locals.optional = (key: string) => customTexts.optional(nonce, key);
    response.locals.language = language;
    response.locals.custom = custom.links;
    next();
  });
  router.get('/gateway', call(gateway));

  router.use(oneAtATime(), guestSession(parts));
  router.get('/PortalSetup.action', call(portalSetup));
  router.get('/SelfRegistration.action', call(selfRegistration));
  router.get('/CheckCoAStatus.action', call(checkCoaStatus));
  router.get('/SupportInfo.action', call(supportInfo));
  router.get('/LoginPassword.action', call(loginPassword));
  router.get('/ResetPassword.action', call(forgotPage));

  router.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 }));
  router.post('/SelfRegistration.action', call(selfRegistration));
  router.post(pathOf(entranceNamed('registration').submit), call(createAccount));
  router.post(pathOf(entranceNamed('registered').submit), call(selfRegistrationSuccess));
  router.post(pathOf(entranceNamed('login').submit), call(loginSubmit));
  router.get('/SelfRegistrationStatus.action', call(waitStatus));
  router.get(pathOf(entranceNamed('wait').submit), call(waitPage));
  router.post(pathOf(entranceNamed('wait').submit), call(leaveWait));
  router.post('/DoCoA.action', call(doCoa));
  router.post('/LoginPassword.action', call(loginPassword));
  router.post(pathOf(LOGIN_PASSWORD_SUBMIT), call(loginPasswordSubmit));
  router.post('/ResetPassword.action', call(forgotPage));
  router.post(pathOf(FORGOT_SUBMIT), call(forgotSubmit));
  router.post(
    SEND_SELF.map(({ address }) => `/${address}`),
    call(submitSendSelf),
  );
  const submits = new Set(STEPS.map((step) => pathOf(step.submit)));
  submits.delete('/DoCoA.action');
  router.post([...submits], call(submitStep));

  // The address of a form, opened by hand or from the history: back to the start.
  const formAddresses = [
    'CreateAccount',
    'SelfRegistrationSuccess',
    'SendSelfEmail',
    'SendSelfSms',
    'LoginSubmit',
    'DoCoA',
    'ChangePasswordSubmit',
    'ResetPasswordSubmit',
  ].map((name) => `/${name}.action`);
  router.get(['/', ...formAddresses, ...submits], (request, response) => {
    const entry = request.session.walk?.entry ?? {};
    response.redirect(302, `${request.baseUrl}/${startLink(contexts.base, entry)}`);
  });
  router.use((request, response) => {
    const context = contexts.of(request);
    showError(context, response, 404, context.texts('own_no_such_page_error'));
  });
  return Object.assign(router, {
    forget() {
      // One object each in every language.
      contexts.base.limit.clear();
      contexts.base.resetLimit.clear();
      contexts.base.codeLimit.clear();
    },
  });
}

function pathOf(address: string): string {
  return `/${address.split('?')[0]}`;
}
