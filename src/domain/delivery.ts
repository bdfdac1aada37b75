import type { ChannelName, IseVerdict, ProviderVerdict, Receipt } from './channel.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Message, MessageKind } from './message.ts';
import type { Failure, Transcript } from './transcript.ts';

export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'failed';

/** A message on its way: queued with its account, before anything is sent. */
export interface Delivery {
  id: string;
  accountId: string | null;
  kind: MessageKind;
  /** The provider's name; `SMTP server` for email. */
  provider: string;
  /** Null until the first attempt has chosen one. */
  channel: ChannelName | null;
  /** As typed by the guest. */
  to: string;
  message: Message;
  /** The text before its variables were replaced. */
  template: string;
  status: DeliveryStatus;
  iseVerdict: IseVerdict | null;
  providerVerdict: ProviderVerdict | null;
  /** One sentence: why it failed, or what the provider said. */
  reason: string | null;
  /** True when the message may have reached the provider although no answer was seen: never repeated by itself. */
  mayHaveBeenSent: boolean;
  /** Of the last attempt, the most causal first; empty when all went well. */
  diagnosis: Diagnosis[];
  attemptCount: number;
  /** Of the test it belongs to; absent counts as null, and then it gets the tag of the work under way or of its account. */
  tag?: string | null;
  createdAt: string;
  updatedAt: string;
}

/** One try. Its row is written before the network is touched, and closed after. */
export interface Attempt {
  number: number;
  startedAt: string;
  /** When the first byte of the message was about to leave; null when it never came to that. */
  transmittedAt: string | null;
  endedAt: string | null;
  channel: ChannelName | null;
  /** Why ISE's fields lead to this channel, in a sentence. */
  channelReason: string | null;
  iseVerdict: IseVerdict | null;
  providerVerdict: ProviderVerdict | null;
  receipt: Receipt | null;
  failure: Failure | null;
  /** One per part of a long message, in order. */
  transcripts: Transcript[];
  diagnosis: Diagnosis[];
}

/** How an attempt ended; `status` and the rest are written to the delivery in the same transaction. */
export interface AttemptOutcome {
  endedAt: string;
  channel: ChannelName | null;
  channelReason: string | null;
  iseVerdict: IseVerdict;
  providerVerdict: ProviderVerdict | null;
  receipt: Receipt | null;
  failure: Failure | null;
  transcripts: Transcript[];
  diagnosis: Diagnosis[];
  status: 'sent' | 'failed';
  reason: string;
  mayHaveBeenSent: boolean;
}
