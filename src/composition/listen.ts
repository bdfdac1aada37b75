import type { Server } from 'node:net';

/** Listens; resolves with the port, rejects with Node's own error (`EADDRINUSE` …), which carries address and port. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
