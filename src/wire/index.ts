import dns from 'node:dns';
import type net from 'node:net';
import type { ProxySettings } from '../domain/provider.ts';
import type { CertificateFacts, Wire } from '../domain/transcript.ts';
import { ProviderAgent } from './agent.ts';
import { createConnectTo } from './connect-to.ts';
import { sendHttp } from './http.ts';
import { probe } from './probe.ts';
import { render } from './render.ts';
import { fetchServedChain } from './served-chain.ts';
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

/** As long as a message has. */
const CHAIN_TIMEOUT_MS = 10_000;

/** A wire whose settings can be exchanged while it works. */
export interface ConfigurableWire extends Wire {
  /** For all that is sent from now on; what is under way ends as it began. Throws as `createWire` does, changing nothing. */
  configure(settings: WireSettings): void;
  /** What has been imported. */
  store(): CertificateFacts[];
}

/**
 * The network: sends HTTP and SMTP, and returns what crossed the wire. Throws at once for a certificate that cannot be
 * read and for a `connectTo` entry that is no `host:port`.
 */
export function createWire(settings: WireSettings): ConfigurableWire {
  let { connectTo, network, proxy } = networkOf(settings);
  let stop = new AbortController();
  const agents = new Map<string, ProviderAgent>();
  const leaving = new Set<net.Socket>();
  const agentOf = (provider: string): ProviderAgent => {
    const agent = agents.get(provider) ?? new ProviderAgent();
    agents.set(provider, agent);
    return agent;
  };
  const closeAgents = () => {
    for (const agent of agents.values()) agent.close();
    agents.clear();
  };
  return {
    send: (outgoing, options) =>
      outgoing.protocol === 'http'
        ? sendHttp({ network, connectTo, stopped: stop.signal, proxy, agentOf }, outgoing, options)
        : sendSmtp({ network, connectTo, stopped: stop.signal, leaving }, outgoing, options),
    render: (outgoing) => render(outgoing, { connectTo, proxy }),
    probe: (outgoing) =>
      probe({ network, connectTo, stopped: stop.signal, proxy, agentOf, leaving }, outgoing),
    servedChain: (url, timeoutMs = CHAIN_TIMEOUT_MS) =>
      fetchServedChain({ network, connectTo, proxy, stopped: stop.signal }, url, timeoutMs),
    store: () => network.trust.store,
    configure(changed) {
      ({ connectTo, network, proxy } = networkOf(changed));
      // A connection that was trusted before may not be any more.
      closeAgents();
    },
    async close() {
      stop.abort();
      stop = new AbortController();
      closeAgents();
      for (const socket of leaving) socket.destroy();
    },
  };
}

function networkOf(settings: WireSettings) {
  const trust = createTrust({
    trustedCertificates: settings.trustedCertificates,
    trustServedIntermediates: settings.trustServedIntermediates ?? false,
  });
  return {
    connectTo: createConnectTo(settings.connectTo),
    network: { trust, lookup: settings.lookup ?? dns.lookup },
    proxy: settings.proxy,
  };
}
