import { isBypassed } from '../domain/bypassed.ts';
import type { ProxySettings } from '../domain/provider.ts';
import type { ConnectTo } from './connect-to.ts';
import { type Endpoint, endpointText } from './endpoint.ts';
import type { Target } from './target.ts';

/** How a target is reached. */
export interface Route {
  /** Where the target is, `connectTo` applied. */
  destination: Endpoint;
  redirectedTo: Endpoint | null;
  proxy: { settings: ProxySettings; mode: 'tunnel' | 'forward' } | null;
  /** Connections with the same key may be used for one another. */
  key: string;
}

/**
 * HTTPS, and whatever `connectTo` leads elsewhere, is tunnelled through the proxy, as curl does; plain HTTP is
 * forwarded by it. The bypass list is compared with the host of the URL. The proxy itself is not led elsewhere.
 */
export function planRoute(target: Target, connectTo: ConnectTo, proxy: ProxySettings | null): Route {
  const redirectedTo = connectTo(target);
  const destination = redirectedTo ?? { host: target.host, port: target.port };
  const used =
    proxy === null || proxy.fqdn === '' || isBypassed(target.host, proxy.bypassHosts)
      ? null
      : { settings: proxy, mode: target.secure || redirectedTo ? ('tunnel' as const) : ('forward' as const) };
  return {
    destination,
    redirectedTo,
    proxy: used,
    key: [
      target.secure ? 'tls' : 'plain',
      endpointText(target),
      endpointText(destination),
      used?.mode ?? '',
    ].join(' '),
  };
}
