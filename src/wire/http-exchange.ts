import http from 'node:http';
import type net from 'node:net';
import type { HttpOutgoing, Reply } from '../domain/channel.ts';
import type { PooledRequestOptions, ProviderAgent } from './agent.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { codeOf, Fault } from './fault.ts';
import { answerFault, peerWords } from './http-fault.ts';
import { requestHeaders } from './http-head.ts';
import { recallConnection } from './open-connection.ts';
import { RESPONSE_LIMIT } from './recording.ts';
import type { Route } from './route.ts';
import { tap } from './tap.ts';
import type { Target } from './target.ts';

export type HttpReply = Extract<Reply, { protocol: 'http' }>;

export interface HttpAttempt {
  outgoing: HttpOutgoing;
  target: Target;
  route: Route;
  /** Whether to send the Basic credentials this time. */
  authorize: boolean;
  agent: ProviderAgent;
  deadline: Deadline;
  draft: Draft;
  open(): Promise<net.Socket>;
  /** Awaited with the connection standing and nothing of the request sent; when it throws, nothing is sent. */
  beforeTransmit(): Promise<void>;
}

/** How one request and answer went. A reply may stand beside a fault: then the answer was cut short. */
export interface HttpOutcome {
  reply: HttpReply | null;
  fault: Fault | null;
  /** True when the socket had taken the whole request. */
  requestHandedOver: boolean;
}

/** Sends one request and reads its answer. Rejects only with what `beforeTransmit` threw, or with a bug. */
export function exchangeHttp(attempt: HttpAttempt): Promise<HttpOutcome> {
  const { outgoing, target, route, agent, deadline, draft } = attempt;
  const peer = peerWords(attempt);
  return new Promise((resolve, reject) => {
    const answer: { message: http.IncomingMessage | null; body: Buffer[]; length: number } = {
      message: null,
      body: [],
      length: 0,
    };
    let connection: net.Socket | null = null;
    let begun = false;
    let handedOver = false;
    let settled = false;

    const options: PooledRequestOptions = {
      method: outgoing.method,
      path: route.proxy?.mode === 'forward' ? target.absolute : target.path,
      headers: requestHeaders(outgoing, attempt),
      agent,
      poolKey: route.key,
      open: attempt.open,
    };
    let request: http.ClientRequest;
    try {
      request = http.request(options);
    } catch (error) {
      // A header that cannot be written: ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN.
      const message = error instanceof Error ? error.message : String(error);
      const fault = new Fault('request', codeOf(error), `The request cannot be written: ${message}.`);
      return resolve({ reply: null, fault, requestHandedOver: false });
    }

    const settle = (fault: Fault | null): void => {
      if (settled) return;
      settled = true;
      forget?.();
      if (fault !== null) request.destroy();
      else if (connection !== null) refuseUnaskedBytes(connection);
      resolve({ reply: replyOf(answer), fault, requestHandedOver: handedOver });
    };
    const forget = deadline.onExpire(settle);
    const failed = (error: unknown): void => {
      const phase = begun && handedOver ? 'response' : 'request';
      const statusLine = statusLineOf(answer.message);
      settle(error instanceof Fault ? error : answerFault(error, { phase, attempt, statusLine }));
    };

    request.once('socket', async (socket: net.Socket) => {
      draft.reusedConnection = request.reusedSocket;
      recallConnection(socket, draft);
      // A tunnel leaves its socket paused, so that nothing is lost before the reader is there.
      socket.resume();
      deadline.enter('request', 'the delivery to be marked as being sent');
      try {
        await attempt.beforeTransmit();
      } catch (error) {
        settled = true;
        forget();
        request.destroy();
        return reject(error);
      }
      if (settled) return;
      connection = socket;
      tap(socket, draft.recording);
      deadline.enter('request', `${peer} to take the request`);
      draft.stopwatch.begin('firstByte');
      begun = true;
      request.end(outgoing.body ?? undefined);
    });
    request.once('finish', () => {
      handedOver = true;
      deadline.enter('response', `the answer of ${peer}`);
    });
    request.on('error', failed);
    request.once('response', (message) => {
      answer.message = message;
      deadline.enter('response', `the rest of the answer of ${peer}`);
      message.on('data', (chunk: Buffer) => {
        const room = RESPONSE_LIMIT - answer.length;
        answer.length += chunk.length;
        if (room > 0) answer.body.push(chunk.subarray(0, room));
      });
      message.once('end', () => settle(null));
      message.on('error', failed);
    });
    request.once('close', () => {
      if (!settled) failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
}

/** An idle connection has nothing to say; whatever it says would be taken for the next answer. */
function refuseUnaskedBytes(socket: net.Socket): void {
  tap(socket, { sent: () => {}, received: () => void socket.destroy() });
}

function replyOf({
  message,
  body,
}: {
  message: http.IncomingMessage | null;
  body: Buffer[];
}): HttpReply | null {
  if (message === null) return null;
  const { rawHeaders } = message;
  const headers = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  return { protocol: 'http', status: message.statusCode ?? 0, headers, body: Buffer.concat(body) };
}

function statusLineOf(message: http.IncomingMessage | null): string | null {
  if (message === null) return null;
  return `HTTP/${message.httpVersion} ${message.statusCode} ${message.statusMessage}`.trim();
}
