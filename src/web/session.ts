import { createHmac } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import { hexId } from '../domain/ids.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { SessionStore } from '../domain/stores.ts';

/** SEEN: the name, and the 32 upper-case hexadecimal digits of the value. */
export const SESSION_COOKIE = 'APPSESSIONID';

/** GUESS: ISE's own idle time is not published. */
export const SESSION_MINUTES = 30;

export interface SessionParts {
  sessions: SessionStore;
  clock: Clock;
  random: Random;
}

/**
 * Sessions of the guest portal by express-session over our own store. A session is only written once something was put
 * into it, which the landing page does.
 *
 * SEEN: clients keep the first cookie for the whole walk, so the id is not replaced at login. SEEN: an explicit
 * SameSite keeps Cisco's social-login sample out, which posts from another site; so there is none.
 */
export function guestSession(parts: SessionParts): RequestHandler {
  const secret = hexId(parts.random, 32);
  const middleware = session({
    name: SESSION_COOKIE,
    secret,
    genid: () => hexId(parts.random, 16).toUpperCase(),
    store: new PortStore(parts),
    resave: false,
    saveUninitialized: false,
    cookie: (request) => cookieOptions(request as Request),
  });
  return (request, response, next) => {
    bareCookie(request, response, secret);
    middleware(request, response, next);
  };
}

/**
 * Cookies do not know ports, so the plain and the secure listener share one jar, and a browser does not let a plain
 * page replace a Secure cookie whose path covers its own. `/` is not covered by `/portal/`: both cookies can live side
 * by side, and over HTTPS the one with the longer path is sent first. Plain HTTP gets no Secure, as it would be dropped.
 */
export function cookieOptions(request: Request): { httpOnly: true; secure: boolean; path: string } {
  return { httpOnly: true, secure: request.secure, path: request.secure ? '/portal/' : '/' };
}

/**
 * express-session signs its cookie; ISE's is the bare id. The signature is added on the way in and taken off on the way
 * out: an id of 128 random bits needs none.
 */
function bareCookie(request: Request, response: Response, secret: string): void {
  const cookies = request.headers.cookie;
  if (cookies !== undefined) {
    request.headers.cookie = cookies.replace(
      new RegExp(`(^|;\\s*)${SESSION_COOKIE}=([0-9A-F]{32})(?=;|$)`, 'g'),
      (_whole, before: string, id: string) =>
        `${before}${SESSION_COOKIE}=${encodeURIComponent(`s:${id}.${signature(id, secret)}`)}`,
    );
  }
  const writeHead = response.writeHead;
  response.writeHead = function bare(this: Response, ...all: unknown[]) {
    const set = response.getHeader('Set-Cookie');
    if (Array.isArray(set)) {
      response.setHeader(
        'Set-Cookie',
        set.map((one) => one.replace(new RegExp(`^(${SESSION_COOKIE}=)s%3A([0-9A-F]{32})\\.[^;]*`), '$1$2')),
      );
    }
    return Reflect.apply(writeHead, this, all);
  } as typeof response.writeHead;
}

function signature(id: string, secret: string): string {
  return createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
}

type Callback = (error?: unknown) => void;

/** express-session's store over our port. What is over is deleted now and then, at most once a minute. */
class PortStore extends session.Store {
  readonly #parts: SessionParts;
  #prunedAt = 0;

  constructor(parts: SessionParts) {
    super();
    this.#parts = parts;
  }

  override get(id: string, callback: (error: unknown, data?: session.SessionData | null) => void): void {
    this.#parts.sessions
      .find(id, this.#now())
      .then((data) => callback(null, data === null ? null : (JSON.parse(data) as session.SessionData)))
      .catch((error: unknown) => callback(error));
  }

  override set(id: string, data: session.SessionData, callback?: Callback): void {
    const now = this.#now();
    this.#parts.sessions
      .save(id, JSON.stringify(data), now + SESSION_MINUTES * 60_000)
      .then(() => this.#prune(now))
      .then(() => callback?.())
      .catch((error: unknown) => callback?.(error));
  }

  override destroy(id: string, callback?: Callback): void {
    this.#parts.sessions
      .remove(id)
      .then(() => callback?.())
      .catch((error: unknown) => callback?.(error));
  }

  override touch(id: string, data: session.SessionData, callback?: () => void): void {
    this.set(id, data, callback);
  }

  #now(): number {
    return this.#parts.clock.now().getTime();
  }

  async #prune(now: number): Promise<void> {
    if (now - this.#prunedAt < 60_000) return;
    this.#prunedAt = now;
    await this.#parts.sessions.prune(now);
  }
}
