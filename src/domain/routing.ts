import type { ChannelName, Outgoing, Receipt, Reply } from './channel.ts';
import type { Delivery } from './delivery.ts';
import type { Message } from './message.ts';
import type { Provider } from './provider.ts';
import type { Failure } from './transcript.ts';

/** A channel with its provider's settings bound: what a delivery needs to become bytes. */
export interface Route {
  channel: ChannelName;
  /** Why ISE's fields lead to this channel, in a sentence. */
  reason: string;
  /** ISE breaks the text into 140-byte parts, each a request of its own. */
  breakUpLongMessage: boolean;
  /** Throws `AppError('invalid')` when the wire cannot express the message. */
  build(message: Message): Outgoing;
  read(reply: Reply): Receipt;
}

/** The way of a delivery, or why there is none: no such provider, or not in this release. */
export type Routed = { route: Route } | { refusal: Failure; channel: ChannelName | null };

export interface Router {
  route(delivery: Pick<Delivery, 'kind' | 'provider'>): Routed;
}

/** Also routes a provider that is only being tried, and stands in no file yet. */
export interface ProviderRouter extends Router {
  routeProvider(provider: Provider): Routed;
}
