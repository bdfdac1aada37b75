import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { StepName } from '../../domain/flow.ts';
import { portalToken, uuid } from '../../domain/ids.ts';
import type { MessageKind } from '../../domain/message.ts';
import type { Random } from '../../domain/ports.ts';

/** Pages a token is issued on. */
export type PageName =
  | 'login'
  | 'registration'
  | 'registered'
  | StepName
  | 'support'
  | 'login-password'
  | 'forgot-password'
  | 'leaving'
  | 'wait';

/**
 * A form's token. It carries who is signed in, and what page it belongs to: the session id alone, which stays the same
 * for the whole walk and which somebody else might have planted, opens nothing.
 */
export interface IssuedToken {
  value: string;
  page: PageName;
  /** The signed-in account; null before. */
  accountId: string | null;
  /** The account whose credentials the page shows; null on every other page. */
  registeredId: string | null;
  /** What the first sign-in with this token was made of and led to, so that a repeated one is not counted again. */
  used?: { fingerprint: string; accountId: string | null };
  /** What was sent from the page with this token, so that a repeated click is not a second message. */
  sent?: MessageKind[];
}

/** What the session remembers of a guest's way. No password, no field values. */
export interface Walk {
  portalSessionId: string;
  /** What came with the redirect of the network device, for links back to the first page. */
  entry: Record<string, string>;
  /** Newest last. */
  tokens: IssuedToken[];
  /** The last registration, so that the same form sent from a second tab finds it. */
  registered?: { accountId: string; fingerprint: string };
  coaRequestedAt?: string;
  /** The account that was given grace access in this walk. */
  graceFor?: string;
  /** Why the last sign-on was refused, in a word; absent once one was not. */
  failure?: string;
  /** How often the guest had the credentials of which account sent, by what. */
  sentSelf?: Record<string, Record<MessageKind, number>>;
}

declare module 'express-session' {
  interface SessionData {
    walk: Walk;
  }
}

/** So many pages can be gone back, or be open in other tabs, with their forms still good. */
const REMEMBERED = 16;

export function walkOf(request: Request, random: Random): Walk {
  request.session.walk ??= { portalSessionId: uuid(random), entry: {}, tokens: [] };
  return request.session.walk;
}

/** Issues the token of a page that is about to be shown. */
export function issueToken(
  request: Request,
  random: Random,
  about: Omit<IssuedToken, 'value' | 'used'>,
): IssuedToken {
  const walk = walkOf(request, random);
  const token = { value: portalToken(random), ...about };
  walk.tokens = [...walk.tokens, token].slice(-REMEMBERED);
  return token;
}

/** The token if it was issued to this session, however long the comparison would take to find out otherwise. */
export function findToken(request: Request, value: string): IssuedToken | null {
  const given = Buffer.from(value);
  let found: IssuedToken | null = null;
  for (const token of request.session.walk?.tokens ?? []) {
    const issued = Buffer.from(token.value);
    if (issued.length === given.length && timingSafeEqual(issued, given)) found = token;
  }
  return found;
}
