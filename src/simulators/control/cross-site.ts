import { isIP } from 'node:net';
import type { SimRequest } from '../http/sim-request.ts';

/**
 * Why a request that changes something is refused: because a page of another site made the browser send it. The
 * listeners are open to every page the user visits, but only programs, and pages of the lab's own origin, may steer it.
 */
export function crossSiteRefusal(request: SimRequest): string | null {
  const site = request.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return `Sec-Fetch-Site: ${JSON.stringify(site)} is not allowed: controls take no requests from pages of other sites`;
  }
  const origin = request.header('origin');
  if (origin === undefined) return null;
  const own = URL.canParse(origin) ? new URL(origin) : null;
  const host = request.header('host') ?? '';
  // An address or localhost, because any other name could be made to point here.
  const name = own?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (own?.host === host && (name === 'localhost' || isIP(name) !== 0)) return null;
  return `Origin: ${JSON.stringify(origin)} is not allowed: controls take no requests from pages of other sites`;
}
