import dns from 'node:dns';
import type net from 'node:net';
import type { ProxySettings } from '../domain/provider.ts';
import type { Wire } from '../domain/transcript.ts';
import { ProviderAgent } from './agent.ts';
import { createConnectTo } from './connect-to.ts';
import { sendHttp } from './http.ts';
import { sendSmtp } from './smtp.ts';
import { createTrust } from './trust.ts';

export interface WireSettings {
  /** `host:port` to `host:port`, like curl's `--connect-to`; the key `:443` or `*:443` stands for any host. */
  connectTo: Record<string, string>;
  proxy: ProxySettings | null;
  /** PEM texts, each with one certificate or more. The only trust there is. */
  trustedCertificates: string[];
  /** GUESS: see `trust.ts`. Default false. */
  trustServedIntermediates?: boolean;
  /** Default: Node's `dns.lookup`. */
  lookup?: net.LookupFunction;
}

/**
 * The network: sends HTTP and SMTP, and returns what crossed the wire. Throws at once for a certificate that cannot be
 * read and for a `connectTo` entry that is no `host:port`.
 */
export function createWire(settings: WireSettings): Wire {
  const connectTo = createConnectTo(settings.connectTo);
  const trust = createTrust({
    trustedCertificates: settings.trustedCertificates,
    trustServedIntermediates: settings.trustServedIntermediates ?? false,
  });
  const network = { trust, lookup: settings.lookup ?? dns.lookup };
  let stop = new AbortController();
  const agents = new Map<string, ProviderAgent>();
  const leaving = new Set<net.Socket>();
  const agentOf = (provider: string): ProviderAgent => {
    const agent = agents.get(provider) ?? new ProviderAgent();
    agents.set(provider, agent);
    return agent;
  };
  return {
    send: (outgoing, options) =>
      outgoing.protocol === 'http'
        ? sendHttp(
            { network, connectTo, stopped: stop.signal, proxy: settings.proxy, agentOf },
            outgoing,
            options,
          )
        : sendSmtp({ network, connectTo, stopped: stop.signal, leaving }, outgoing, options),
    async close() {
      stop.abort();
      stop = new AbortController();
      for (const agent of agents.values()) agent.close();
      agents.clear();
      for (const socket of leaving) socket.destroy();
    },
  };
}
