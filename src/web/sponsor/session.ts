import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { hexId, portalToken } from '../../domain/ids.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { SessionStore } from '../../domain/stores.ts';
import { SESSION_COOKIE } from '../session.ts';

/** ISE: ten minutes without a request, and a sponsor has to sign in again. */
export const IDLE_MINUTES = 10;

/** A sponsor's browser. Before the sign-in it has no user name. */
export interface SponsorSession {
  id: string;
  /** Goes with each form and each request that changes something, and comes back in the `token` header. */
  token: string;
  username: string | null;
  /** Over since the browser's last request: its next page says so. */
  lapsed?: boolean;
}

interface SessionParts {
  sessions: SessionStore;
  clock: Clock;
  random: Random;
}

/** Guests' sessions are in the same table: a guest's cookie, which the browser may send here too, is none of ours. */
const key = (id: string) => `sponsor ${id}`;

const COOKIES = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([0-9A-F]{32})(?=;|$)`, 'g');

/** The session of a request; a new one, not yet kept, when there is none or it was idle for too long. */
export async function openSession(parts: SessionParts, request: Request): Promise<SponsorSession> {
  const now = parts.clock.now().getTime();
  const ids = [...(request.headers.cookie ?? '').matchAll(COOKIES)]
    .map((match) => match[1] ?? '')
    .slice(0, 4);
  for (const id of ids) {
    const data = await parts.sessions.find(key(id), now);
    if (data !== null) return { ...(JSON.parse(data) as SponsorSession), id };
  }
  return { ...freshSession(parts), lapsed: ids.length > 0 };
}

function freshSession({ random }: SessionParts): SponsorSession {
  return { id: hexId(random, 16).toUpperCase(), token: portalToken(random), username: null };
}

/** Keeps the session for another ten minutes. */
export async function keepSession(
  parts: SessionParts,
  { request, response, session }: { request: Request; response: Response; session: SponsorSession },
): Promise<void> {
  const now = parts.clock.now().getTime();
  const { lapsed: _, ...kept } = session;
  await parts.sessions.save(key(session.id), JSON.stringify(kept), now + IDLE_MINUTES * 60_000);
  // Two paths, for the reason the guest portal has two. Lax: a link in a mail is followed with it.
  response.cookie(SESSION_COOKIE, session.id, {
    httpOnly: true,
    sameSite: 'lax',
    secure: request.secure,
    path: request.secure ? `${request.baseUrl}/` : request.baseUrl || '/',
  });
}

/** Another id from the sign-in on, so that one planted before it opens nothing. */
export async function replaceSession(
  parts: SessionParts,
  old: SponsorSession,
  username: string | null,
): Promise<SponsorSession> {
  await parts.sessions.remove(key(old.id));
  return { ...freshSession(parts), username };
}

/** Whether a request carries the session's token, as a header or in its form. */
export function hasToken(session: SponsorSession, given: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(session.token);
  return a.length === b.length && timingSafeEqual(a, b);
}
