import { isDeepStrictEqual } from 'node:util';
import { readMac } from '../domain/device.ts';
import { advance, type NetworkSession } from '../domain/network-session.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';
import type { NetworkSessionStore } from '../domain/stores.ts';

export interface NetworkNeeds {
  networkSessions: NetworkSessionStore;
  clock: Clock;
  portal: Portal;
}

/** What a network device put into its redirect. */
export interface Redirect {
  sessionId: string;
  /** As given; anything that is no MAC address counts as none. */
  mac: string;
  /** As given; empty when the redirect named none. */
  ip: string;
  /** The caller's own address. */
  callerIp: string;
  /** Where the guest wanted to go, already checked; null when nowhere. */
  originatingUrl: string | null;
}

/** Longer ones are nobody's session. SEEN: 24 hexadecimal digits, and longer ones with the device's name. */
const LONGEST_ID = 128;

/**
 * Notes a redirect. A session that is known already keeps its state; what the new redirect says more is added. Null
 * when the redirect names no session, as the test URL does.
 */
export async function noteRedirect(needs: NetworkNeeds, redirect: Redirect): Promise<NetworkSession | null> {
  const { sessionId, originatingUrl } = redirect;
  if (sessionId === '' || sessionId.length > LONGEST_ID) return null;
  const known = await needs.networkSessions.find(sessionId);
  const mac = readMac(redirect.mac);
  const ip = isAddress(redirect.ip) ? redirect.ip : null;
  const session: NetworkSession =
    known === null
      ? {
          sessionId,
          portalId: needs.portal.id,
          mac,
          ip: ip ?? redirect.callerIp,
          state: 'redirected',
          accountId: null,
          redirectedAt: needs.clock.now().toISOString(),
          registeredAt: null,
          authenticatedAt: null,
          coaSentAt: null,
          disconnectedAt: null,
          reason: null,
          originatingUrl,
        }
      : {
          ...known,
          mac: mac ?? known.mac,
          ip: ip ?? known.ip,
          originatingUrl: originatingUrl ?? known.originatingUrl,
        };
  // The gateway and the first page both come by here: what says nothing new is not written.
  if (!isDeepStrictEqual(session, known)) await needs.networkSessions.save(session);
  return session;
}

/** Moves a session on; nothing when there is none of this id. */
export async function advanceSession(
  needs: Pick<NetworkNeeds, 'networkSessions' | 'clock'>,
  sessionId: string,
  step: {
    to: 'registered' | 'authenticated' | 'coa-sent' | 'disconnected';
    accountId: string;
    reason?: string;
  },
): Promise<NetworkSession | null> {
  const session = sessionId === '' ? null : await needs.networkSessions.find(sessionId);
  if (session === null) return null;
  const moved = advance(session, { ...step, at: needs.clock.now().toISOString() });
  if (moved !== session) await needs.networkSessions.save(moved);
  return moved;
}

/** Numbers with dots or colons; more than that the inspector does not need to know. */
function isAddress(text: string): boolean {
  return text.length <= 45 && /^[0-9a-f.:]+$/i.test(text) && /[.:]/.test(text);
}
