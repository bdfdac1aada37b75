import type { HttpOutgoing, Outgoing, SmtpOutgoing } from '../domain/channel.ts';
import type { ProxySettings } from '../domain/provider.ts';
import type { Rendered } from '../domain/transcript.ts';
import type { ConnectTo } from './connect-to.ts';
import { Fault, failureOf } from './fault.ts';
import { requestHeaders } from './http-head.ts';
import { buildMail } from './mail.ts';
import { planRoute } from './route.ts';
import { parseTarget } from './target.ts';

/** The bytes that sending would put on the wire first, made by the same functions, without touching the network. */
export async function render(
  outgoing: Outgoing,
  wire: { connectTo: ConnectTo; proxy: ProxySettings | null },
): Promise<Rendered> {
  return outgoing.protocol === 'http' ? renderHttp(outgoing, wire) : renderMail(outgoing, wire.connectTo);
}

function renderHttp(
  outgoing: HttpOutgoing,
  { connectTo, proxy }: { connectTo: ConnectTo; proxy: ProxySettings | null },
): Rendered {
  const secrets = [...outgoing.secrets, outgoing.basicAuth?.password ?? '', proxy?.password ?? ''];
  try {
    const target = parseTarget(outgoing.url);
    const route = planRoute(target, connectTo, proxy);
    const authorize = outgoing.basicAuth?.preemptive ?? false;
    const path = route.proxy?.mode === 'forward' ? target.absolute : target.path;
    const headers = requestHeaders(outgoing, { target, route, authorize });
    const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : []));
    const head = [`${outgoing.method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
    const { host, port, secure } = target;
    return {
      bytes: Buffer.concat([Buffer.from(head, 'latin1'), outgoing.body ?? Buffer.alloc(0)]),
      target: { host, port, secure },
      redirectedTo: route.redirectedTo,
      secrets,
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const failure = failureOf(error, false);
    return { bytes: Buffer.alloc(0), target: null, redirectedTo: null, secrets, failure };
  }
}

async function renderMail(
  { server, envelope, mail, secrets }: SmtpOutgoing,
  connectTo: ConnectTo,
): Promise<Rendered> {
  const { host, port, encryption, auth } = server;
  const commands = [`MAIL FROM:<${envelope.from}>`, ...envelope.to.map((to) => `RCPT TO:<${to}>`), 'DATA'];
  return {
    bytes: Buffer.concat([Buffer.from(`${commands.join('\r\n')}\r\n`), await buildMail(mail)]),
    target: { host, port, secure: encryption !== 'none' },
    redirectedTo: connectTo({ host, port }),
    secrets: [...secrets, auth?.password ?? ''],
    failure: null,
  };
}
