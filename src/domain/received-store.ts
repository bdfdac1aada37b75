/** A request that reached a simulator, kept before it was parsed. */
export interface ReceivedRequest {
  id: string;
  /** `http` or `smtp`. */
  protocol: 'http' | 'smtp';
  receivedAt: string;
  /** The exact bytes, request line and headers included; for SMTP the whole conversation of the client. */
  raw: Uint8Array;
  remoteAddress: string;
  secure: boolean;
  /** Which simulator took it, once known: `clickatell-http`, `clickatell-rest`, `clickatell-platform`, `twilio`, `smtp`. */
  simulator: string | null;
  /** HTTP status answered, or SMTP reply code; null while unanswered. */
  status: number | null;
  /** The exact answer bytes; empty while unanswered. */
  response: Uint8Array;
  /** Why it was refused, in the vendor's words; null when accepted. */
  refusal: string | null;
  /** The scripted fault that hit it, in a sentence; null when none did. */
  fault: string | null;
}

/** A message that a simulator accepted: what a phone or a mailbox would show. */
export interface ReceivedMessage {
  id: string;
  requestId: string;
  channel: 'sms' | 'email';
  /** The simulator that accepted it. */
  provider: string;
  to: string;
  from: string;
  subject: string | null;
  text: string;
  html: string | null;
  receivedAt: string;
  /** The provider's name for it: an SID, an apiMessageId, a Message-ID. */
  providerMessageId: string;
  /** Of the test it belongs to; absent counts as null. */
  tag?: string | null;
}

export interface ReceivedStore {
  saveRequest(request: ReceivedRequest): Promise<void>;
  updateRequest(
    id: string,
    changes: Pick<ReceivedRequest, 'raw' | 'simulator' | 'status' | 'response' | 'refusal' | 'fault'>,
  ): Promise<void>;
  findRequest(id: string): Promise<ReceivedRequest | null>;
  /** Newest first, without `raw` and `response` bytes being needed by the list page: they are empty there. */
  listRequests(page: {
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: ReceivedRequest[] }>;
  saveMessage(message: ReceivedMessage): Promise<void>;
  findMessage(id: string): Promise<ReceivedMessage | null>;
  latestMessage(): Promise<string | null>;
  /** Phones (`sms`) or mailboxes (`email`), whoever got a message last first. */
  listRecipients(page: {
    channel: 'sms' | 'email';
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: Recipient[] }>;
  /** The messages that a request brought, the oldest first. */
  messagesOf(requestId: string): Promise<ReceivedMessage[]>;
  /** Gives messages without a tag, by the provider's name for them, this one. Returns the ids of those that had none. */
  tagMessages(providerMessageId: string, tag: string): Promise<string[]>;
  /**
   * Newest first. `to` as in `DeliveryFilter`; `after` an id: only messages received later than that one; all
   * of them when it is unknown, as it is after a reset.
   */
  listMessages(filter: {
    to?: string;
    channel?: 'sms' | 'email';
    tag?: string;
    after?: string;
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: ReceivedMessage[] }>;
}

/** A phone or a mailbox: whoever got messages. */
export interface Recipient {
  /** A number by its digits alone, an address in lower case. */
  key: string;
  /** How many messages it got. */
  amount: number;
  last: ReceivedMessage;
}
