import type { RequestHandler } from 'express';
import { SESSION_COOKIE } from '../session.ts';

const COOKIE = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;]*)`);

/**
 * Lets the requests of one session through one after the other, so that a double click finds what its first half left
 * in the session. Across processes, the registration key of the account does the same for what matters most.
 */
export function oneAtATime(): RequestHandler {
  const tails = new Map<string, Promise<void>>();
  return (request, response, next) => {
    const key = COOKIE.exec(request.headers.cookie ?? '')?.[1];
    if (key === undefined) return next();
    const before = tails.get(key) ?? Promise.resolve();
    const done = new Promise<void>((resolve) => response.once('close', resolve));
    const tail = before.then(() => done);
    tails.set(key, tail);
    tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    before.then(() => next());
  };
}
