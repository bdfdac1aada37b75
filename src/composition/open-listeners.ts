import { createServer, type RequestListener } from 'node:http';
import type { Server } from 'node:net';
import type { LabAuthority } from '../simulators/certificates.ts';
import { lazyHttps } from './lazy-https.ts';
import { listen } from './listen.ts';

export interface Fronts {
  /** Everything, over plain HTTP. */
  lab: RequestListener;
  /** The guest portal alone, over HTTPS, as on ISE. */
  portal: RequestListener;
  sponsor: RequestListener;
}

/**
 * Opens the three web listeners and resolves with their ports. Each is closed by `cleanup`, those too that were open
 * when a later one failed; a taken port rejects with Node's `EADDRINUSE`.
 */
export async function openListeners(
  cleanup: AsyncDisposableStack,
  parts: {
    host: string;
    ports: { http: number; https: number; sponsor: number };
    fronts: Fronts;
    authority: LabAuthority;
  },
): Promise<{ http: number; https: number; sponsor: number }> {
  const { host, ports, fronts, authority } = parts;
  const open = async (server: Server, port: number, closeConnections: () => void) => {
    const taken = await listen(server, port, host);
    cleanup.defer(() => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closeConnections();
      return closed;
    });
    return taken;
  };
  const openHttps = (app: RequestListener, port: number) => {
    const { front, https } = lazyHttps(app, certificate);
    return open(front, port, () => https.closeAllConnections());
  };
  const certificate = async () => {
    const altNames = ['localhost', '127.0.0.1', '::1', host];
    const { key, chain } = await authority.issue({ commonName: 'localhost', altNames });
    return { key, cert: chain };
  };
  const lab = createServer(fronts.lab);
  // One after the other: when one fails, none is still opening.
  return {
    http: await open(lab, ports.http, () => lab.closeAllConnections()),
    https: await openHttps(fronts.portal, ports.https),
    sponsor: await openHttps(fronts.sponsor, ports.sponsor),
  };
}
