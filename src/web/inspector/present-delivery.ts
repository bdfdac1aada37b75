import type { Attempt, Delivery } from '../../domain/delivery.ts';
import type { ReceivedMessage } from '../../domain/stores.ts';
import {
  type FailureView,
  presentFailure,
  presentTranscripts,
  type TranscriptView,
} from './present-exchange.ts';
import {
  disagreementOf,
  type Headline,
  headlineOf,
  iseSentence,
  providerSentence,
} from './present-verdict.ts';
import { texts } from './texts.ts';

/** A row of the list. */
export interface DeliverySummary extends Omit<Delivery, 'message' | 'template'> {
  subject: string | null;
  text: string;
  headline: Headline;
  /** One sentence when ISE and the provider do not mean the same. */
  disagreement: string | null;
  links: { self: string };
}

export interface AttemptView extends Omit<Attempt, 'failure' | 'transcripts'> {
  failure: FailureView | null;
  transcripts: TranscriptView[];
}

/** Everything that is known of one delivery. */
export interface DeliveryView extends Omit<DeliverySummary, 'links'> {
  message: Delivery['message'];
  template: string;
  verdicts: { ise: string; provider: string };
  /** What to know before sending again; null when nothing is in doubt. */
  warning: string | null;
  /** Oldest first. */
  attempts: AttemptView[];
  /** What arrived at the simulators of it, by the provider's name for the message. */
  received: { id: string; receivedAt: string; link: string }[];
  canSendAgain: boolean;
  links: { self: string; raw: string; account: string | null };
}

export function presentDelivery(delivery: Delivery, base: string): DeliverySummary {
  const { message, template: _, ...rest } = delivery;
  return {
    ...rest,
    subject: message.subject ?? null,
    text: message.text,
    headline: headlineOf(delivery),
    disagreement: disagreementOf(delivery),
    links: { self: `${base}/deliveries/${encodeURIComponent(delivery.id)}` },
  };
}

export function presentDeliveryInFull(
  found: { delivery: Delivery; attempts: Attempt[] },
  messages: ReceivedMessage[],
  base: string,
): DeliveryView {
  const { delivery } = found;
  const summary = presentDelivery(delivery, base);
  const attempts = found.attempts.map((attempt) => presentAttempt(attempt, summary.links.self));
  const last = attempts.at(-1);
  const answer = last?.transcripts.flatMap((transcript) => transcript.exchanges).at(-1)?.answer ?? null;
  return {
    ...summary,
    message: delivery.message,
    template: delivery.template,
    verdicts: {
      ise: iseSentence(delivery.iseVerdict, answer),
      provider: providerSentence(delivery.providerVerdict, last?.receipt?.reason ?? null),
    },
    warning: delivery.mayHaveBeenSent ? texts('inspector_may_have_been_sent') : null,
    attempts,
    received: messages
      .filter((message) => carries(message, found))
      .map(({ id, receivedAt }) => ({ id, receivedAt, link: `${base}/messages/${encodeURIComponent(id)}` })),
    canSendAgain: delivery.status === 'sent' || delivery.status === 'failed',
    links: {
      self: summary.links.self,
      raw: `${summary.links.self}/raw`,
      account: delivery.accountId && `${base}/accounts/${encodeURIComponent(delivery.accountId)}`,
    },
  };
}

function presentAttempt(attempt: Attempt, self: string): AttemptView {
  return {
    ...attempt,
    failure: presentFailure(attempt.failure),
    transcripts: presentTranscripts(attempt.transcripts, `${self}/raw?attempt=${attempt.number}`),
  };
}

/**
 * Whether a received message is what a delivery brought: the provider's receipt names it, or, for mail, the
 * Message-ID carries the id of our message.
 */
export function carries(
  message: ReceivedMessage,
  { delivery, attempts }: { delivery: Delivery; attempts: Attempt[] },
): boolean {
  const name = message.providerMessageId;
  if (name === '') return false;
  return (
    attempts.some(({ receipt }) => receipt?.providerMessageId === name) || name.includes(delivery.message.id)
  );
}
