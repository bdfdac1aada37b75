import express, { type Request, type Response, Router } from 'express';
import { posted } from '../guest/posted.ts';
import { editAgain, editForm, readGuest, showAccount, submitEdit } from './account.ts';
import { accountAction } from './actions.ts';
import {
  type Call,
  createContext,
  type SponsorCall,
  type SponsorContext,
  type SponsorParts,
} from './context.ts';
import { createAgain, createForm, createKnown, createRandom } from './create.ts';
import { exportAccounts } from './export.ts';
import { importAccounts, importTemplate, MOST_BYTES, readUpload } from './import.ts';
import { manageAccounts, manageGuestsList, pendingAccounts } from './list.ts';
import { loginSubmit, logout, portalSetup, rightsOfSession, showLogin } from './login.ts';
import { deleteNotice, notice, notices } from './notices.ts';
import { oneClick } from './one-click.ts';
import { hasToken, keepSession, openSession } from './session.ts';
import { reply, showError, wantsJson } from './show.ts';

export type { SponsorParts } from './context.ts';

type Open = (context: SponsorContext, call: Call) => void | Promise<void>;
type Inside = (context: SponsorContext, call: SponsorCall) => void | Promise<void>;

export interface SponsorRouter extends Router {
  /** Forgets failed sign-ins: what is kept beside the stores. */
  forget(): void;
}

/**
 * The sponsor portal, to be mounted at `/sponsorportal`. SEEN: the addresses of `LoginSubmit`, `manageGuestsList`,
 * `readGuest`, `createKnown`, `editGuest`, `pending` and `Logout`; the others are ours.
 */
export function sponsorRouter(parts: SponsorParts): SponsorRouter {
  const context = createContext(parts);
  const router = Router({ caseSensitive: true });

  const open = (handler: Open) => async (request: Request, response: Response) => {
    const session = await openSession(context, request);
    await handler(context, { request, response, session });
  };
  /** Only for who is signed in; what changes something also needs the session's token. */
  const inside = (handler: Inside, { changes = false, lost = showLost as Inside } = {}) =>
    open(async (_context, call) => {
      const rights = rightsOfSession(context, call);
      if (rights === null) return askToSignIn(context, call);
      await keepSession(context, call);
      const given = call.request.get('token') ?? posted(call.request, 'token');
      if (changes && !hasToken(call.session, given)) {
        call.response.status(403);
        return lost(context, { ...call, rights });
      }
      return handler(context, { ...call, rights });
    });
  const changing = (handler: Inside, lost?: Inside) =>
    inside(handler, { changes: true, ...(lost && { lost }) });

  router.use((_request, response, next) => {
    // Pages carry credentials and tokens.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(express.raw({ type: 'multipart/form-data', limit: MOST_BYTES }));
  router.use(express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 1000 }));
  router.use(express.json({ limit: '256kb' }));
  router.use(async (request, _response, next) => {
    await readUpload(request);
    next();
  });

  router.get(['/', '/PortalSetup.action', '/LoginSubmit.action'], open(portalSetup));
  router.post('/LoginSubmit.action', open(loginSubmit));
  router.get('/Logout.action', open(logout));
  router.post('/Logout.action', open(logout));
  router.get('/OneClick.action', open(oneClick));
  router.post('/OneClick.action', open(oneClick));

  router.get(
    '/ManageAccounts.action',
    inside((_context, call) => manageAccounts(context, call)),
  );
  router.get('/manageGuestsList.action', inside(manageGuestsList));
  router.post('/manageGuestsList.action', inside(manageGuestsList));
  router.get('/pending.action', inside(pendingAccounts));
  router.post('/pending.action', inside(pendingAccounts));
  router.get('/readGuest.action', inside(readGuest));
  router.post('/readGuest.action', inside(readGuest));
  router.get(
    '/Account.action',
    inside((_context, call) => showAccount(context, call)),
  );
  router.get('/editGuest.action', inside(editForm));
  router.post('/editGuest.action', changing(submitEdit, editAgain));
  router.post('/AccountAction.action', changing(accountAction));
  router.post('/exportAccounts.action', changing(exportAccounts));
  router.get('/CreateAccounts.action', inside(createForm));
  router.post('/createKnown.action', changing(createKnown, createAgain));
  router.post('/createRandom.action', changing(createRandom, createAgain));
  router.post('/importAccounts.action', changing(importAccounts, createAgain));
  router.get('/importTemplate.action', inside(importTemplate));
  router.get(
    '/Notices.action',
    inside((_context, call) => notices(context, call)),
  );
  router.get('/Notice.action', inside(notice));
  router.post('/deleteNotice.action', changing(deleteNotice));

  // The address of a form, opened by hand or from the history.
  router.get(
    /^\/(?:AccountAction|exportAccounts|deleteNotice)\.action$/,
    inside((_context, call) => manageAccounts(context, call)),
  );
  router.get(/^\/(?:createKnown|createRandom|importAccounts)\.action$/, inside(createForm));
  router.use(
    open((_context, call) => showError(context, call, 404, context.texts('own_no_such_page_error'))),
  );
  return Object.assign(router, { forget: () => context.limit.clear() });
}

/** A form without fields, or one whose fields say little without their page. */
function showLost(context: SponsorContext, call: SponsorCall): void {
  showError(context, call, 403, context.texts('own_sponsor_lost_form_error'));
}

/** Nobody is signed in, or not any more. */
async function askToSignIn(context: SponsorContext, call: Call): Promise<void> {
  const { lapsed = false } = call.session;
  const text = context.texts(lapsed ? 'own_sponsor_session_over' : 'own_sponsor_sign_in_first');
  call.response.status(403);
  await keepSession(context, call);
  if (wantsJson(call)) return reply(call, { status: 'error', messages: [text] });
  showLogin(context, call, { problem: text });
}
