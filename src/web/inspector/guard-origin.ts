import type { Request, RequestHandler } from 'express';
import { texts } from './texts.ts';

/**
 * Refuses what another site makes the tester's browser send. Browsers say where a request comes from; scripts and
 * curl say nothing, and are no browser that could be tricked.
 */
export const guardOrigin: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD' || isOwn(request)) return next();
  response
    .status(403)
    .type('text/plain')
    .send(`${texts('inspector_origin_error')}\n`);
};

function isOwn(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === new URL(`http://${request.headers.host}`).host;
}
