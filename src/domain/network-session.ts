import { assertNever } from './errors.ts';

/** ISE: what a network device, the portal and the authorization change make of a session, in order. */
export type NetworkSessionState =
  | 'redirected'
  /** Its guest has made an account. */
  | 'registered'
  /** Its guest has signed in. */
  | 'authenticated'
  /** The portal asked for the change of authorization: the session is on the network. */
  | 'coa-sent'
  /** Dropped, for instance because the account was used on too many devices. */
  | 'disconnected';

/** The session of a device on the network that was sent to the portal. */
export interface NetworkSession {
  /** ISE: `sessionId` of the redirect; the name the network device gave it. */
  sessionId: string;
  portalId: string;
  /** `A1:B2:C3:D4:E5:F6`; null when the redirect named none. */
  mac: string | null;
  /** The device's address as the redirect named it, else the caller's. */
  ip: string;
  state: NetworkSessionState;
  accountId: string | null;
  redirectedAt: string;
  registeredAt: string | null;
  authenticatedAt: string | null;
  coaSentAt: string | null;
  disconnectedAt: string | null;
  /** Why it was disconnected, in a sentence; null while it is not. */
  reason: string | null;
  /** Where the guest wanted to go; null when the redirect did not say or said nothing usable. */
  originatingUrl: string | null;
}

/** The session as the event leaves it. A step back, as from signed in to registered, changes nothing. */
export function advance(
  session: NetworkSession,
  step: { to: Exclude<NetworkSessionState, 'redirected'>; at: string; accountId: string; reason?: string },
): NetworkSession {
  const { to, at, accountId } = step;
  switch (to) {
    case 'registered':
      // Somebody who is signed in on the device already is not signed out by a registration.
      if (session.state !== 'redirected' && session.state !== 'registered') return session;
      return { ...session, state: to, accountId, registeredAt: at };
    case 'authenticated':
      return {
        ...session,
        state: to,
        accountId,
        authenticatedAt: at,
        coaSentAt: null,
        disconnectedAt: null,
        reason: null,
      };
    case 'coa-sent':
      if (session.state === 'disconnected' || session.accountId !== accountId) return session;
      return { ...session, state: to, coaSentAt: at };
    case 'disconnected':
      return { ...session, state: to, disconnectedAt: at, reason: step.reason ?? null };
    default:
      return assertNever(to);
  }
}
