import type { Request, Response } from 'express';
import { portalToken } from '../../domain/ids.ts';
import { cookieOptions } from '../session.ts';
import type { GuestContext } from './context.ts';
import { showLogin } from './login.ts';
import { query } from './posted.ts';
import { showError } from './show.ts';
import { walkOf } from './walk.ts';

/** What a redirect may carry on to the first page, in this order behind `portal`. */
const CARRIED = ['sessionId', 'action', 'type', 'redirect'];

/** What links back to the first page keep. */
const KEPT = ['sessionId', 'action', 'type'];

/**
 * ISE: `gateway?sessionId=…&portal=…&action=cwa&token=…&redirect=…`, where a network device sends a browser.
 * SEEN: no cookie here, since clients lose one that comes with a redirect.
 */
export function gateway(context: GuestContext, request: Request, response: Response): void {
  context.originatingUrls.note(query(request, 'sessionId'), query(request, 'redirect'));
  const parameters = new URLSearchParams({ portal: query(request, 'portal') || context.portal.id });
  for (const name of CARRIED) {
    const value = query(request, name);
    if (value !== '') parameters.set(name, value);
  }
  response.redirect(302, `${request.baseUrl}/PortalSetup.action?${parameters}`);
}

/** ISE: `PortalSetup.action?portal=…`, the first page and the test URL. A fresh walk: nobody is signed in on it. */
export function portalSetup(context: GuestContext, request: Request, response: Response): void {
  const given = query(request, 'portal');
  if (given !== '' && given !== context.portal.id) {
    const message = context.texts('own_no_such_portal_error', { given, id: context.portal.id });
    showError(context, response, 404, message);
    return;
  }
  const walk = walkOf(request, context.random);
  walk.entry = Object.fromEntries(
    KEPT.map((name) => [name, query(request, name)] as const).filter(([, value]) => value !== ''),
  );
  delete walk.registered;
  delete walk.coaRequestedAt;
  // SEEN: two more cookies. Their values are looked at by nobody.
  const { secure, path } = cookieOptions(request);
  response.cookie('portalSessionId', walk.portalSessionId, { secure, path, httpOnly: true });
  response.cookie('token', portalToken(context.random), { secure, path, httpOnly: true });
  showLogin(context, request, response);
}
