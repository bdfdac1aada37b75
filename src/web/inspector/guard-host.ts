import type { RequestHandler } from 'express';
import { texts } from './texts.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests by any other name than the lab's own. A page of a stranger can make its own name resolve to
 * 127.0.0.1 (DNS rebinding) and would then read the lab as if it were its own; the Host header gives it away.
 */
export function guardHost(hosts: string[]): RequestHandler {
  const allowed = new Set([...LOOPBACK, ...hosts.map((host) => host.toLowerCase())]);
  return (request, response, next) => {
    const host = request.headers.host ?? '';
    if (allowed.has(host.toLowerCase().replace(/:\d+$/, ''))) return next();
    response
      .status(403)
      .type('text/plain')
      .send(
        `${texts('inspector_host_error', { allowed: [...allowed].join(', '), host: JSON.stringify(host) })}\n`,
      );
  };
}
