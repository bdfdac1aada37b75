import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import type { FaultHit } from '../fault.ts';
import { type ChainName, type ChainSource, NO_RESUMPTION, type ServedCertificates } from '../tls/chains.ts';
import { serverNameIn } from '../tls/server-name.ts';
import { HttpConnection } from './connection.ts';
import type { ConnectionParts } from './connection-parts.ts';
import { handshakeRefusal, unusedHandshake } from './handshake-refusal.ts';

export interface Listener {
  port: number;
  /** Ends connections that a script lets hang; everything else goes on. */
  dropHanging(): void;
  /** Ends everything at once. */
  close(): Promise<void>;
}

/** A port that could not be opened. */
export class ListenError extends Error {
  readonly code: string;
  readonly listener: 'http' | 'https' | 'smtp';
  readonly port: number;

  constructor(
    listener: 'http' | 'https' | 'smtp',
    address: { host: string; port: number },
    cause: NodeJS.ErrnoException,
  ) {
    super(`${listener} simulator: cannot listen on ${address.host}:${address.port}: ${cause.message}`, {
      cause,
    });
    this.name = 'ListenError';
    this.code = cause.code ?? 'UNKNOWN';
    this.listener = listener;
    this.port = address.port;
  }
}

/** Who is at the other end of a connection, and what was shown. */
interface Caller {
  socket: Socket;
  chain: string;
  hit?: FaultHit;
}

interface Address {
  host: string;
  port: number;
}

const PLAIN_ON_TLS = 'The plain HTTP request was sent to the HTTPS port';
const HANDSHAKE_MS = 30_000;

/** The plain listener. Rejects with a ListenError when the port is taken. */
export async function listenHttp(address: Address, parts: ConnectionParts): Promise<Listener> {
  const connections = new Set<HttpConnection>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    accept(connections, socket, socket, { secure: false, misdirected: null }, parts);
  });
  const port = await listen(server, 'http', address);
  return {
    port,
    dropHanging: () => dropHanging(connections),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropAll(connections);
      await closed;
    },
  };
}

/**
 * The TLS listener. It looks at the first byte of a connection: a TLS handshake goes on to the TLS layer, anything else
 * is read as the plain HTTP request it probably is, recorded, and answered 400.
 */
export async function listenHttps(
  address: Address,
  parts: ConnectionParts & {
    takeChain(serverName: string | null): { chain: ChainName; hit: FaultHit } | null;
  },
  certificates: ServedCertificates,
): Promise<Listener> {
  const sockets = new Map<string, Caller>();
  const connections = new Set<HttpConnection>();
  let closing = false;
  const tls = tlsServer(certificates);
  // Made for the first connection that needs it.
  let ready: Promise<void> | null = null;

  function trace(
    remoteAddress: string,
    refusal: string,
    { chain, hit }: Pick<Caller, 'chain' | 'hit'>,
  ): void {
    if (closing) return;
    const facts = { protocol: 'http' as const, remoteAddress, secure: true };
    const fault = hit ? `scripted: certificate chain ${chain}` : null;
    parts.recorder.open(facts, { raw: new Uint8Array(), refusal, fault }).then(
      (row) => {
        if (hit) hit.requestId ??= row.id;
      },
      () => {},
    );
  }

  const serve = (server: TlsServer, own?: Caller) => {
    server.on('tlsClientError', (error, stream) => {
      // Node has forgotten the address of a failed handshake; the socket beneath has not.
      const { _parent: beneath = stream } = stream as TLSSocket & { _parent?: Socket };
      const { chain = certificates.current, hit } = own ?? sockets.get(keyOf(beneath)) ?? {};
      trace(beneath.remoteAddress ?? '', handshakeRefusal(error, chain), { chain, hit });
      stream.destroy();
    });
    server.on('secureConnection', (stream: TLSSocket) => {
      const { socket, chain, hit }: Caller = own ??
        sockets.get(keyOf(stream)) ?? {
          socket: stream,
          chain: certificates.current,
        };
      const remoteAddress = stream.remoteAddress ?? '';
      const connection = accept(connections, stream, socket, { secure: true, misdirected: null, hit }, parts);
      stream.once('close', () => {
        if (!connection.spoke) trace(remoteAddress, unusedHandshake(chain), { chain, hit });
      });
    });
  };
  serve(tls);

  /** A chain that is scripted for one connection has a server to itself. */
  async function choose(socket: Socket, first: Buffer): Promise<TlsServer> {
    const struck = first[0] === 0x16 ? parts.takeChain(serverNameIn(first)) : null;
    if (!struck) {
      ready ??= setDefaultContext(tls, certificates);
      await ready;
      return tls;
    }
    const source = certificates.serving(struck.chain);
    const server = tlsServer(source);
    // Handed over, because a socket that the client has closed is not found any more.
    serve(server, { socket, ...struck });
    await setDefaultContext(server, source);
    return server;
  }

  function meet(socket: Socket, first: Buffer, server: TlsServer): void {
    socket.setTimeout(0);
    socket.unshift(first);
    if (first[0] === 0x16) server.emit('connection', socket);
    else accept(connections, socket, socket, { secure: false, misdirected: PLAIN_ON_TLS }, parts);
    process.nextTick(() => socket.resume());
  }

  const server = createServer({ noDelay: true }, (socket) => {
    const key = keyOf(socket);
    sockets.set(key, { socket, chain: certificates.current });
    socket.once('close', () => sockets.delete(key));
    socket.on('error', () => {});
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
    const silent = () => socket.destroy();
    socket.once('end', silent);
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.removeListener('end', silent);
      choose(socket, first).then(
        (server) => meet(socket, first, server),
        () => socket.destroy(),
      );
    });
  });
  certificates.onSwitch(() => {
    ready = null;
    for (const connection of connections) connection.closeSoon();
  });
  const port = await listen(server, 'https', address);
  return {
    port,
    dropHanging: () => dropHanging(connections),
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropAll(connections);
      for (const { socket } of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

/** Never listens itself: connections are handed to it. */
function tlsServer(certificates: ChainSource): TlsServer {
  return createTlsServer({
    handshakeTimeout: HANDSHAKE_MS,
    ALPNProtocols: ['http/1.1'],
    SNICallback(serverName, done) {
      certificates.contextFor(serverName).then((context) => done(null, context), done);
    },
  });
}

/** For clients that name no server. */
async function setDefaultContext(tls: TlsServer, certificates: ChainSource): Promise<void> {
  tls.setSecureContext({ ...(await certificates.pemFor(null)), ...NO_RESUMPTION });
}

function accept(
  connections: Set<HttpConnection>,
  stream: Duplex,
  socket: Socket,
  facts: { secure: boolean; misdirected: string | null; hit?: FaultHit | undefined },
  parts: ConnectionParts,
): HttpConnection {
  const remoteAddress = socket.remoteAddress ?? '';
  const connection = new HttpConnection(
    stream,
    { ...facts, remoteAddress, reset: () => socket.resetAndDestroy() },
    parts,
  );
  connections.add(connection);
  stream.once('close', () => connections.delete(connection));
  return connection;
}

function keyOf(socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function dropHanging(connections: Set<HttpConnection>): void {
  for (const connection of connections) if (connection.hanging) connection.destroy();
}

function dropAll(connections: Set<HttpConnection>): void {
  for (const connection of connections) connection.destroy();
}

/** The port that was opened. */
export function listen(
  server: Server,
  listener: 'http' | 'https' | 'smtp',
  address: Address,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(new ListenError(listener, address, error));
    server.once('error', failed);
    server.listen(address.port, address.host, () => {
      server.removeListener('error', failed);
      const bound = server.address();
      resolve(bound !== null && typeof bound === 'object' ? bound.port : address.port);
    });
  });
}
