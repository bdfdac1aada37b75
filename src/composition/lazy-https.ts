import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';

/**
 * An HTTPS server whose certificate is made for the first connection: it costs more than all the rest of a start, and
 * most test suites never speak HTTPS to the portal. Listen on `front`; close both.
 */
export function lazyHttps(
  app: RequestListener,
  certificate: () => Promise<{ key: string; cert: string }>,
): { front: Server; https: HttpsServer } {
  const https = createHttpsServer(app);
  let ready: Promise<void> | null = null;
  const front = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    ready ??= certificate().then((pem) => https.setSecureContext(pem));
    ready.then(
      () => https.emit('connection', socket),
      () => socket.destroy(),
    );
  });
  return { front, https };
}
