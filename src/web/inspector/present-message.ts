import { addressKey } from '../../domain/address.ts';
import type { Credentials } from '../../domain/credentials.ts';
import type { ReceivedMessage, ReceivedRequest } from '../../domain/stores.ts';
import { presentRequest, type RequestView } from './present-request.ts';

/** A row of the list, and what the long poll answers. */
export interface MessageSummary extends ReceivedMessage {
  credentials: Credentials | null;
  /** The same two by themselves. */
  username: string | null;
  password: string | null;
  links: { self: string; request: string; recipient: string };
}

/** A message with the request that carried it, secrets masked, and the delivery it came from, if it is ours. */
export interface MessageView extends MessageSummary {
  request: RequestView | null;
  delivery: { id: string; link: string } | null;
}

export function presentMessage(
  message: ReceivedMessage,
  credentials: Credentials | null,
  base: string,
): MessageSummary {
  const {
    id,
    requestId,
    channel,
    provider,
    to,
    from,
    subject,
    text,
    html,
    receivedAt,
    providerMessageId,
    tag = null,
  } = message;
  return {
    ...{
      id,
      requestId,
      channel,
      provider,
      to,
      from,
      subject,
      text,
      html,
      receivedAt,
      providerMessageId,
      tag,
    },
    tag: message.tag ?? null,
    credentials,
    username: credentials?.username ?? null,
    password: credentials?.password ?? null,
    links: {
      self: `${base}/messages/${encodeURIComponent(id)}`,
      request: `${base}/requests/${encodeURIComponent(requestId)}`,
      recipient: `${base}/${channel === 'sms' ? 'phones' : 'mailboxes'}/${encodeURIComponent(addressKey(to))}`,
    },
  };
}

export function presentMessageInFull(parts: {
  summary: MessageSummary;
  request: ReceivedRequest | null;
  deliveryId: string | null;
  secrets: string[];
  base: string;
}): MessageView {
  const { summary, request, deliveryId, secrets, base } = parts;
  return {
    ...summary,
    request: request && presentRequest(request, secrets, base),
    delivery:
      deliveryId === null
        ? null
        : { id: deliveryId, link: `${base}/deliveries/${encodeURIComponent(deliveryId)}` },
  };
}
