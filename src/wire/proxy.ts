import type { Socket } from 'node:net';
import type { ProxySettings } from '../domain/provider.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { type Endpoint, endpointText } from './endpoint.ts';
import { codeOf, Fault } from './fault.ts';

const LONGEST_ANSWER = 16 * 1024;

/** The value of `Proxy-Authorization`; null when the proxy asks for no name. */
export function proxyAuthorization({ userName, password }: ProxySettings): string | null {
  if (userName === '') return null;
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
}

/**
 * Asks the proxy for a tunnel with CONNECT. Throws a `Fault` in phase `proxy`; the proxy's status line is noted either
 * way. What the proxy sent after its answer already belongs to the target and is put back.
 */
export function openTunnel(
  socket: Socket,
  to: Endpoint,
  { proxy, deadline, draft }: { proxy: ProxySettings; deadline: Deadline; draft: Draft },
): Promise<void> {
  const where = endpointText(to);
  const name = `The proxy ${proxy.fqdn}:${proxy.port}`;
  const authorization = proxyAuthorization(proxy);
  deadline.enter('proxy', `the proxy ${proxy.fqdn}:${proxy.port} to open a tunnel to ${where}`);
  draft.stopwatch.begin('proxy');
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const settle = (fault: Fault | null): void => {
      forget?.();
      socket.removeListener('data', read);
      socket.removeListener('error', failed);
      socket.removeListener('close', closed);
      if (fault === null) {
        resolve();
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(fault);
    };
    const forget = deadline.onExpire(settle);
    const failed = (error: Error): void =>
      settle(
        new Fault(
          'proxy',
          codeOf(error),
          `${name} broke the connection before it answered (${codeOf(error)}).`,
        ),
      );
    const closed = (): void =>
      settle(new Fault('proxy', 'PROXY_CLOSED', `${name} closed the connection before it answered CONNECT.`));
    const read = (chunk: Buffer): void => {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf('\r\n\r\n');
      const firstLine = answer.toString('latin1').split('\r\n', 1)[0] ?? '';
      if (end < 0 && answer.length < LONGEST_ANSWER && 'HTTP/'.startsWith(firstLine.slice(0, 5))) return;
      draft.stopwatch.end('proxy');
      if (draft.proxy !== null) draft.proxy.answer = firstLine.slice(0, 200);
      const fault = refusalOf(end < 0 ? null : firstLine, { name, where, answer });
      if (fault === null) {
        socket.pause();
        const rest = answer.subarray(end + 4);
        if (rest.length > 0) socket.unshift(rest);
      }
      settle(fault);
    };
    socket.on('data', read);
    socket.once('error', failed);
    socket.once('close', closed);
    const credentials = authorization === null ? '' : `Proxy-Authorization: ${authorization}\r\n`;
    socket.write(`CONNECT ${where} HTTP/1.1\r\nHost: ${where}\r\n${credentials}\r\n`);
  });
}

function refusalOf(
  statusLine: string | null,
  { name, where, answer }: { name: string; where: string; answer: Buffer },
): Fault | null {
  const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(statusLine ?? '')?.[1]);
  if (status >= 200 && status < 300) return null;
  if (statusLine === null || Number.isNaN(status)) {
    const begin = JSON.stringify(answer.toString('latin1', 0, 60));
    return new Fault('proxy', 'PROXY_NOT_HTTP', `${name} did not answer CONNECT in HTTP; it said ${begin}.`);
  }
  if (status === 407) return proxyDemandsLogin(name, statusLine);
  return new Fault('proxy', 'PROXY_REFUSED', `${name} refused the tunnel to ${where}: "${statusLine}".`);
}

/** A 407, to CONNECT or to a forwarded request: it comes from the proxy and never from the provider. */
export function proxyDemandsLogin(name: string, statusLine: string): Fault {
  return new Fault(
    'proxy',
    'PROXY_AUTHENTICATION_REQUIRED',
    `${name} demands a user name and password, or refused those it got: "${statusLine}".`,
  );
}
