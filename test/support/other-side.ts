import net from 'node:net';
import { httpAnswer, smtpScript, startBareServer } from './bare-server.ts';
import type { ChainLab, Served } from './served-chains.ts';
import { startStoppedListener } from './stopped-listener.ts';

/** A server by script, as a set-up's file writes it. */
export interface Scripted {
  /** Speaks TLS and presents this. */
  tls?: Served;
  /** An HTTP answer, to every request: `400 Bad Request`, its headers, its body (text, or JSON). */
  status?: string;
  headers?: string[];
  body?: unknown;
  /** Instead of an answer: these very characters (Latin-1), and when: on the first bytes of a client unless said. */
  raw?: string;
  at?: 'connection' | 'first bytes';
  /** What follows. An HTTP answer leaves the connection open, `raw` and nothing stay silent. */
  then?: 'silence' | 'close' | 'reset';
  /** Which request of a connection gets what stands here, from 1; earlier ones get an empty `200 OK`. */
  request?: number;
  /** An SMTP server: the start of a command to the answer; `` is the greeting, `.` the end of the data, null closes. */
  mail?: Record<string, string | null>;
  /** Commands that get no answer at all. */
  mailSilentAt?: string[];
}

/** `closed port`: nobody listens. `never accepts`: connection attempts are not answered. `silent`: accepted, and no more. */
export type OtherSide = 'closed port' | 'never accepts' | 'silent' | Scripted;

/** A proxy: any other side, or one that opens tunnels, to where it is asked to or to somebody else. */
export type ProxySide = OtherSide | 'tunnels' | { tunnelsTo: OtherSide };

export interface Running {
  port: number;
  close(): Promise<void>;
}

/** `host` is the name in the certificates. */
export async function startOtherSide(side: OtherSide, lab: ChainLab, host: string): Promise<Running> {
  if (side === 'never accepts') return startStoppedListener();
  if (side === 'silent') return startBareServer({});
  if (side === 'closed port') {
    const server = await startBareServer({});
    await server.close();
    return { port: server.port, close: async () => {} };
  }
  const secure = side.tls === undefined ? {} : { tls: await lab.serve(side.tls, host) };
  if (side.mail !== undefined || side.mailSilentAt !== undefined) {
    const silent = Object.fromEntries((side.mailSilentAt ?? []).map((command) => [command, undefined]));
    return startBareServer({ ...secure, connected: smtpScript({ ...side.mail, ...silent }) });
  }
  if (side.status !== undefined) {
    const { status, headers, then, request: which = 1 } = side;
    const body = typeof side.body === 'object' ? JSON.stringify(side.body) : String(side.body ?? '');
    const asked = new WeakMap<net.Socket, number>();
    return startBareServer({
      ...secure,
      answer: (_, socket) => {
        const count = (asked.get(socket) ?? 0) + 1;
        asked.set(socket, count);
        if (count < which) return void socket.write(httpAnswer('200 OK'));
        socket.write(httpAnswer(status, body, headers));
        finish(socket, then);
      },
    });
  }
  const { raw = '', then, at, request: which = 1 } = side;
  const speak = (socket: net.Socket) => {
    if (raw !== '') socket.write(raw, 'latin1');
    finish(socket, then);
  };
  return startBareServer({
    ...secure,
    connected: (socket) => {
      if (at === 'connection') return speak(socket);
      let count = 0;
      socket.on('data', () => {
        count += 1;
        if (count < which) socket.write(httpAnswer('200 OK'));
        else if (count === which) speak(socket);
      });
    },
  });
}

function finish(socket: net.Socket, then: Scripted['then']): void {
  if (then === 'close') socket.end();
  if (then === 'reset') socket.resetAndDestroy();
}

export async function startProxySide(side: ProxySide, lab: ChainLab, host: string): Promise<Running> {
  if (side !== 'tunnels' && !(typeof side === 'object' && 'tunnelsTo' in side)) {
    return startOtherSide(side, lab, host);
  }
  const behind = side === 'tunnels' ? null : await startOtherSide(side.tunnelsTo, lab, host);
  const proxy = await startBareServer({
    connected: (socket) => {
      socket.once('data', (head: Buffer) => {
        const asked = Number(/^CONNECT \S+:(\d+) /.exec(head.toString('latin1'))?.[1]);
        const onward = net.connect(behind?.port ?? asked, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          onward.pipe(socket).pipe(onward);
        });
        onward.on('error', () => socket.destroy());
        socket.once('close', () => onward.destroy());
      });
    },
  });
  return {
    port: proxy.port,
    async close() {
      await proxy.close();
      await behind?.close();
    },
  };
}
