export type MessageKind = 'sms' | 'email';

/** A rendered notification, before any provider has touched it. */
export interface Message {
  kind: MessageKind;
  /** As the guest typed it: a number, or an email address. */
  to: string;
  /** The sender's address of an email; empty or absent for an SMS, whose sender is the provider's business. */
  from?: string;
  subject?: string;
  /** Plain text; of an email, its text part. */
  text: string;
  html?: string;
  /** ISO 8601; the Date header of an email, the `$timestamp$` of a template. */
  date: string;
  /** Unique; names the message in a Message-ID. */
  id: string;
}
