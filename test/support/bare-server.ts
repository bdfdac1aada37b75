import net from 'node:net';
import tls from 'node:tls';

/** A server without a protocol: it keeps every byte it gets and says what the test tells it to say. */
export interface BareServer {
  port: number;
  /** The bytes of each connection, in the order of the connections; TLS is taken off. */
  received: Buffer[];
  /** The same as text, one entry for each connection. */
  texts(): string[];
  connections(): number;
  close(): Promise<void>;
}

export interface BareServerOptions {
  /** Given: the server speaks TLS. */
  tls?: tls.TlsOptions;
  /**
   * Called for each HTTP request (head and, by Content-Length, body) when it is complete. Silence if absent. For other
   * protocols use `connected`.
   */
  answer?: (requestText: string, socket: net.Socket) => void;
  /** Called for each connection, above TLS; whoever reads here gets the chunks after they were recorded. */
  connected?: (socket: net.Socket) => void;
}

/** Listens on a free port of 127.0.0.1. */
export async function startBareServer({
  tls: secure,
  answer,
  connected,
}: BareServerOptions): Promise<BareServer> {
  const received: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const serve = (socket: net.Socket): void => {
    const index = received.push(Buffer.alloc(0)) - 1;
    let pending = '';
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received[index] = Buffer.concat([received[index] ?? Buffer.alloc(0), chunk]);
      if (answer === undefined) return;
      pending += chunk.toString('latin1');
      for (let length = requestLength(pending); length > 0; length = requestLength(pending)) {
        const request = pending.slice(0, length);
        pending = pending.slice(length);
        answer(request, socket);
      }
    });
    connected?.(socket);
  };
  const server = secure ? tls.createServer(secure, serve) : net.createServer(serve);
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    received,
    texts: () => received.map((bytes) => bytes.toString('latin1')),
    connections: () => received.length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The length of the first complete request; 0 while there is none. */
function requestLength(text: string): number {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const body = Number(/^content-length:\s*(\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length >= end + 4 + body ? end + 4 + body : 0;
}

/** An HTTP answer with its Content-Length. */
export function httpAnswer(status: string, body = '', headers: string[] = []): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * An SMTP server by script: `script` maps the start of a client line to the answer; the greeting stands under ``, the
 * answer to the end of the data under `.`. Lines without an entry get `250 ok`; an answer `null` closes the connection,
 * `undefined` in the script is silence.
 */
export function smtpScript(script: Record<string, string | null | undefined> = {}) {
  return (socket: net.Socket): void => {
    let pending = '';
    let inData = false;
    const say = (key: string, otherwise: string): void => {
      const found = Object.keys(script).find((start) => (start === '' ? key === '' : key.startsWith(start)));
      const answer = found === undefined ? otherwise : script[found];
      if (answer === null) socket.destroy();
      else if (answer !== undefined) socket.write(`${answer}\r\n`);
      if (key === 'DATA') inData = (answer ?? '').startsWith('354');
    };
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      const lines = pending.split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        if (inData && line !== '.') continue;
        inData = false;
        say(line, line === 'DATA' ? '354 go ahead' : '250 ok');
      }
    });
    say('', '220 bare.test ESMTP');
  };
}
