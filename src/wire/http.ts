import type { HttpOutgoing } from '../domain/channel.ts';
import { maskLiterals } from '../domain/mask.ts';
import type { ProxySettings } from '../domain/provider.ts';
import type { Exchange, Failure, SendResult, WireOptions } from '../domain/transcript.ts';
import type { ProviderAgent } from './agent.ts';
import type { ConnectTo } from './connect-to.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { finishExchange, maskFailure, startDraft } from './draft.ts';
import { Fault, failureOf } from './fault.ts';
import { exchangeHttp, type HttpOutcome, type HttpReply } from './http-exchange.ts';
import { challengesBasic } from './http-head.ts';
import { type Network, openConnection } from './open-connection.ts';
import { proxyDemandsLogin } from './proxy.ts';
import { planRoute, type Route } from './route.ts';
import { parseTarget, type Target } from './target.ts';

export interface HttpWire {
  network: Network;
  connectTo: ConnectTo;
  /** Aborted when the wire closes. */
  stopped: AbortSignal;
  proxy: ProxySettings | null;
  agentOf(provider: string): ProviderAgent;
}

interface Step {
  outgoing: HttpOutgoing;
  target: Target;
  route: Route;
  authorize: boolean;
  deadline: Deadline;
  secrets: string[];
  provider: string;
  beforeTransmit(): Promise<void>;
}

/**
 * Sends an HTTP message: one exchange, or two when a 401 with a Basic challenge asks for credentials that were held
 * back. Redirects are not followed. Rejects only with what `onTransmit` threw.
 */
export async function sendHttp(
  wire: HttpWire,
  outgoing: HttpOutgoing,
  { provider, onTransmit }: WireOptions,
): Promise<SendResult> {
  const secrets = [...outgoing.secrets, outgoing.basicAuth?.password ?? '', wire.proxy?.password ?? ''];
  const exchanges: Exchange[] = [];
  const notes: string[] = [];
  const deadline = startDeadline(outgoing.timeoutMs, wire.stopped);
  try {
    const target = parseTarget(outgoing.url);
    const route = planRoute(target, wire.connectTo, wire.proxy);
    const step = { outgoing, target, route, deadline, secrets, provider };
    const authorize = outgoing.basicAuth?.preemptive ?? false;
    let sent = await exchangeOnce(wire, { ...step, authorize, beforeTransmit: onTransmit });
    exchanges.push(sent.exchange);
    if (sent.failure === null && !authorize && outgoing.basicAuth !== null && wantsLogin(sent.reply)) {
      notes.push(
        'The server answered 401 with a Basic challenge; the request was sent once more, with credentials.',
      );
      sent = await exchangeOnce(wire, { ...step, authorize: true, beforeTransmit: async () => {} });
      exchanges.push(sent.exchange);
    }
    const { failure, reply } = sent;
    return {
      transcript: { protocol: 'http', exchanges, notes },
      reply: reply && maskReply(reply, secrets),
      failure,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const failure = maskFailure(failureOf(error, false), secrets);
    return { transcript: { protocol: 'http', exchanges, notes }, reply: null, failure };
  } finally {
    deadline.stop();
  }
}

function wantsLogin(reply: HttpReply | null): boolean {
  return reply !== null && challengesBasic(reply.status, reply.headers);
}

async function exchangeOnce(
  { network, agentOf }: HttpWire,
  { outgoing, target, route, authorize, deadline, secrets, provider, beforeTransmit }: Step,
): Promise<{ exchange: Exchange; reply: HttpReply | null; failure: Failure | null }> {
  const { host, port, secure } = target;
  const draft = startDraft({ host, port, secure }, (from) => {
    if (from === 'server') draft.stopwatch.end('firstByte');
  });
  draft.redirectedTo = route.redirectedTo;
  if (route.proxy !== null) {
    const { fqdn, port: proxyPort } = route.proxy.settings;
    draft.proxy = { host: fqdn, port: proxyPort, mode: route.proxy.mode, answer: null };
  }
  const outcome = await exchangeHttp({
    outgoing,
    target,
    route,
    authorize,
    agent: agentOf(provider),
    deadline,
    draft,
    open: () => openConnection({ target, route, draft, deadline }, network),
    beforeTransmit,
  });
  const fault = outcome.fault ?? forwardFault(outcome, route);
  const complete = outcome.fault === null;
  const failure = fault === null ? null : failureOf(fault, outcome.requestHandedOver && !complete);
  const exchange = finishExchange(draft, { failure, lines: [], secrets });
  return { exchange, reply: outcome.reply, failure: exchange.failure };
}

/** A forwarding proxy answers in the provider's place. */
function forwardFault({ reply }: HttpOutcome, { proxy }: Route): Fault | null {
  if (proxy?.mode !== 'forward' || reply?.status !== 407) return null;
  return proxyDemandsLogin(`The proxy ${proxy.settings.fqdn}:${proxy.settings.port}`, 'HTTP 407');
}

/** The provider's words end up in receipts and reasons, which are kept: they must not carry a secret there. */
function maskReply(reply: HttpReply, secrets: string[]): HttpReply {
  const text = Buffer.from(reply.body).toString('latin1');
  const masked = maskLiterals(text, secrets);
  return {
    ...reply,
    headers: reply.headers.map(([name, value]) => [name, maskLiterals(value, secrets)]),
    body: masked === text ? reply.body : Buffer.from(masked, 'latin1'),
  };
}
