import type { Request, Response } from 'express';
import { portalToken } from '../../domain/ids.ts';
import { webAddress } from '../../domain/web-address.ts';
import { noteRedirect } from '../../services/network-sessions.ts';
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
export async function gateway(context: GuestContext, request: Request, response: Response): Promise<void> {
  await noteSession(context, request, webAddress(query(request, 'redirect')));
  const parameters = new URLSearchParams({ portal: query(request, 'portal') || context.portal.id });
  for (const name of CARRIED) {
    const value = query(request, name);
    if (value !== '') parameters.set(name, value);
  }
  response.redirect(302, `${request.baseUrl}/PortalSetup.action?${parameters}`);
}

/** ISE: `PortalSetup.action?portal=…`, the first page and the test URL. A fresh walk: nobody is signed in on it. */
export async function portalSetup(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  const given = query(request, 'portal');
  if (given !== '' && given !== context.portal.id) {
    const message = context.texts('own_no_such_portal_error', { given, id: context.portal.id });
    showError(context, response, 404, message);
    return;
  }
  // No URL to return to: only what came to the gateway is ever gone to.
  await noteSession(context, request, null);
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

/**
 * ISE knows a device by RADIUS; the emulator by what the redirect says of it. SEEN: controllers add `client_mac`, and
 * others `mac` and `ip`. A redirect that says nothing leaves the device unknown.
 */
async function noteSession(
  context: GuestContext,
  request: Request,
  originatingUrl: string | null,
): Promise<void> {
  const first = (names: string[]) => names.map((name) => query(request, name)).find(Boolean) ?? '';
  await noteRedirect(context, {
    sessionId: query(request, 'sessionId'),
    mac: first(['client_mac', 'clientMac', 'mac']),
    ip: first(['client_ip', 'clientIp', 'ip']),
    callerIp: request.ip ?? '',
    originatingUrl,
  });
}
