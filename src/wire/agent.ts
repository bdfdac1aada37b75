import http from 'node:http';
import type { Socket } from 'node:net';

/** What a request brings along, so that the agent can find it a connection. */
export interface PooledRequestOptions extends http.RequestOptions {
  /** Requests with the same key may share a connection. */
  poolKey: string;
  /** Opens a new connection, TLS and trust included. */
  open(): Promise<Socket>;
}

/** Below the 5 seconds after which Node's servers, and Java's, let an idle connection go. */
const IDLE_MS = 4000;

/**
 * The keep-alive pool of one provider: Node's own agent, with our way of connecting. A shorter time that the server
 * announces (`Keep-Alive: timeout=`) is obeyed by Node.
 */
export class ProviderAgent extends http.Agent {
  #closed = false;

  constructor() {
    super({ keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 16 });
  }

  override getName(options?: Partial<PooledRequestOptions>): string {
    return options?.poolKey ?? '';
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback?: (error: Error | null, socket: Socket) => void,
  ): undefined {
    const { open } = options as PooledRequestOptions;
    open().then(
      (socket) => callback?.(null, socket),
      // Node's type wants a socket beside an error, too.
      (error) => callback?.(error, undefined as unknown as Socket),
    );
  }

  override keepSocketAlive(socket: Socket): boolean {
    const keep = super.keepSocketAlive(socket) as unknown as boolean;
    return keep && !this.#closed;
  }

  /** Closes what is idle; what is in use closes after its answer. */
  close(): void {
    this.#closed = true;
    for (const sockets of Object.values(this.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }
}
