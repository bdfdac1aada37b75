import { hex } from '../ports.ts';
import type { VendorParts } from '../vendor.ts';
import type { DeliveryFailure } from './errors.ts';

export type TwilioStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled';

/** A message resource. Times are Dates; what is on the wire is made by `present.ts`. */
export interface TwilioMessage {
  sid: string;
  accountSid: string;
  to: string;
  from: string | null;
  messagingServiceSid: string | null;
  body: string;
  status: TwilioStatus;
  segments: number;
  media: number;
  createdAt: Date;
  updatedAt: Date;
  sentAt: Date | null;
  sendAt: Date | null;
  errorCode: number | null;
  errorMessage: string | null;
  statusCallback: string | null;
  /** Set by a script: how its delivery will fail. */
  doom: DeliveryFailure | null;
  feedback: 'confirmed' | 'unconfirmed' | null;
}

export type NewTwilioMessage = Pick<
  TwilioMessage,
  | 'accountSid'
  | 'to'
  | 'from'
  | 'messagingServiceSid'
  | 'body'
  | 'segments'
  | 'media'
  | 'sendAt'
  | 'statusCallback'
>;

/** `MM` for a message with media, `accepted` or `scheduled` when a Messaging Service will send it. */
export function newMessage(
  given: NewTwilioMessage,
  doom: DeliveryFailure | null,
  parts: VendorParts,
): TwilioMessage {
  const now = parts.clock.now();
  const byService = given.messagingServiceSid !== null && given.from === null;
  return {
    ...given,
    sid: `${given.media > 0 ? 'MM' : 'SM'}${hex(parts.random, 16)}`,
    status: given.sendAt ? 'scheduled' : byService ? 'accepted' : 'queued',
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    errorCode: null,
    errorMessage: null,
    doom,
    feedback: null,
  };
}

export function isFinished(message: TwilioMessage): boolean {
  return ['delivered', 'undelivered', 'failed', 'canceled'].includes(message.status);
}
