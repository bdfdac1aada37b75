import type net from 'node:net';
import type { Exchange } from '../domain/transcript.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { openTunnel } from './proxy.ts';
import type { Route } from './route.ts';
import { secure } from './secure.ts';
import type { Target } from './target.ts';
import { openTcp } from './tcp.ts';
import type { Trust } from './trust.ts';

/** What every way out of this process needs. */
export interface Network {
  trust: Trust;
  lookup: net.LookupFunction;
}

/** What stays true of a connection while it is used again. */
type ConnectionFacts = Pick<Exchange, 'address' | 'tls' | 'proxy'>;

const facts = new WeakMap<net.Socket, ConnectionFacts>();

/**
 * TCP, then the proxy's tunnel, then TLS and trust, as the route asks; whatever is learned on the way stands in the
 * draft, so that a failure keeps it. Throws a `Fault`; no byte of the request has left then.
 */
export async function openConnection(
  { target, route, draft, deadline }: { target: Target; route: Route; draft: Draft; deadline: Deadline },
  { trust, lookup }: Network,
): Promise<net.Socket> {
  const { proxy } = route;
  const first = proxy ? { host: proxy.settings.fqdn, port: proxy.settings.port } : route.destination;
  let socket = await openTcp(first, { deadline, draft, lookup, isProxy: proxy !== null });
  if (proxy?.mode === 'tunnel') {
    await openTunnel(socket, route.destination, { proxy: proxy.settings, deadline, draft });
  }
  if (target.secure) socket = await secure(socket, { serverName: target.host, trust, deadline, draft });
  facts.set(socket, { address: draft.address, tls: draft.tls, proxy: draft.proxy });
  return socket;
}

/** Copies into the draft of a later exchange what is known of its connection. */
export function recallConnection(socket: net.Socket, draft: Draft): void {
  Object.assign(draft, facts.get(socket));
}
