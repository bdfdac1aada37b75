import type { ChannelName, Outgoing } from './channel.ts';
import type { AttemptOutcome } from './delivery.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Message } from './message.ts';
import type { Provider } from './provider.ts';
import type { ServedChain } from './served-chain.ts';
import type { Failure, Rendered, SendResult } from './transcript.ts';

/** What a provider would be sent, and what is wrong with it, before anything has left. */
export interface Preview {
  channel: ChannelName | null;
  channelReason: string | null;
  /** One per part of a long message, in order. Secrets are in them: mask `rendered.bytes` by `rendered.secrets`. */
  parts: { outgoing: Outgoing; rendered: Rendered }[];
  /** Why nothing can be sent: the settings, the release, or a message that the wire cannot express. */
  failure: Failure | null;
  diagnosis: Diagnosis[];
}

/** A message that is tried, or only shown, without any guest. */
export interface Tryout {
  /** Null for email, which goes through the SMTP server. It need not stand in any file. */
  provider: Provider | null;
  message: Message;
  template: string;
  /** True when recipient and text are made up. */
  sample: boolean;
}

/** How far a message would get. */
export interface Probe {
  preview: Preview;
  /** How the way was; null when there is nothing to go with. See `Wire.probe` for what is said to the other side. */
  result: SendResult | null;
  /** Of what the way has shown, too. */
  diagnosis: Diagnosis[];
}

/** Tries a provider, as `compose` has joined it. Neither throws for what settings, message, network or provider do. */
export interface Trial {
  /** The exact bytes that the message would become, and what is wrong with them. Touches no network. */
  preview(tryout: Tryout): Promise<Preview>;
  /** Sends it and keeps it as a delivery like any other, without an account. Repeats nothing. */
  send(tryout: Tryout): Promise<{ deliveryId: string; outcome: AttemptOutcome }>;
  /** Goes the way of a message and stops before it: nothing is sent. */
  probe(tryout: Tryout): Promise<Probe>;
  /** The certificates that a server presents, and which of them ISE needs imported. See `Wire.servedChain`. */
  servedChain(url: string, timeoutMs?: number): Promise<ServedChain>;
}
