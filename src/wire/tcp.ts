import net from 'node:net';
import type { FailurePhase } from '../domain/transcript.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { type Endpoint, endpointText } from './endpoint.ts';
import { codeOf, connectSentence, dnsSentence, Fault } from './fault.ts';

export interface TcpOptions {
  deadline: Deadline;
  draft: Draft;
  lookup: net.LookupFunction;
  /** When the endpoint is a proxy, every failure belongs to phase `proxy`. */
  isProxy: boolean;
}

/** Resolves and connects; measures both; throws a `Fault`. The socket is connected and has not read anything. */
export function openTcp(
  endpoint: Endpoint,
  { deadline, draft, lookup, isProxy }: TcpOptions,
): Promise<net.Socket> {
  const { stopwatch } = draft;
  const where = isProxy ? `the proxy ${endpointText(endpoint)}` : endpointText(endpoint);
  let resolved = net.isIP(endpoint.host) !== 0;
  const phase = (): FailurePhase => (isProxy ? 'proxy' : resolved ? 'connect' : 'dns');

  const connecting = (): void => {
    deadline.enter(phase(), `the TCP connection to ${where}`);
    stopwatch.begin('connect');
  };
  if (resolved) connecting();
  else {
    deadline.enter(phase(), `the address of ${endpoint.host}`);
    stopwatch.begin('dns');
  }

  return new Promise((resolve, reject) => {
    const timedLookup: net.LookupFunction = (host, options, callback) =>
      lookup(host, options, (error, ...found) => {
        if (!error) {
          resolved = true;
          stopwatch.end('dns');
          connecting();
        }
        callback(error, ...found);
      });
    const socket = net.connect({ ...endpoint, autoSelectFamily: true, lookup: timedLookup });
    const forget = deadline.onExpire((fault) => {
      socket.destroy();
      reject(fault);
    });
    socket.once('connect', () => {
      forget();
      stopwatch.end('connect');
      socket.removeAllListeners('error');
      socket.setNoDelay(true);
      draft.address = { ip: socket.remoteAddress ?? '', port: socket.remotePort ?? endpoint.port };
      resolve(socket);
    });
    socket.once('error', (error) => {
      forget();
      socket.destroy();
      const sentence = resolved ? connectSentence(where, firstOf(error)) : dnsSentence(endpoint.host, error);
      reject(new Fault(phase(), codeOf(firstOf(error)), sentence[0]?.toUpperCase() + sentence.slice(1)));
    });
  });
}

/** When a name has several addresses, Node reports one error that holds theirs. */
function firstOf(error: Error): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
