import type { Message } from './message.ts';

export const CHANNEL_NAMES = [
  'email',
  'sms-email-gateway',
  'http-get',
  'http-post-json',
  'http-post-form',
  'http-post-template',
] as const;

export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** A dialect: how a message becomes bytes, and what a reply means. Both functions are pure. */
export interface Channel<S> {
  /** Equals the file name. */
  name: ChannelName;
  settings: Fields<S>;
  /** Throws `AppError('invalid')` when the wire cannot express the message; the text names the field. */
  build(message: Message, settings: S): Outgoing;
  read(reply: Reply): Receipt;
}

export type Fields<S> = { [K in keyof S]-?: FieldRule };

export interface FieldRule {
  type: 'string' | 'number' | 'boolean' | 'object';
  required: boolean;
  secret: boolean;
}

export type Outgoing = HttpOutgoing | SmtpOutgoing;

export interface HttpOutgoing {
  protocol: 'http';
  method: 'GET' | 'POST';
  /** Absolute, without user information and without fragment; its path and query go on the wire as they stand. */
  url: string;
  /** In wire order, without Host, Content-Length and Connection, which the wire adds. */
  headers: [name: string, value: string][];
  body: Uint8Array | null;
  basicAuth: BasicAuth | null;
  timeoutMs: number;
  /** Literal secrets inside url, headers or body, to be masked in the transcript. */
  secrets: string[];
  /** Decisions taken while building, in plain words, for the transcript. */
  notes: string[];
}

export interface BasicAuth {
  username: string;
  password: string;
  /** False: wait for a 401 with a Basic challenge, then send once more. */
  preemptive: boolean;
}

export interface SmtpOutgoing {
  protocol: 'smtp';
  server: {
    host: string;
    port: number;
    encryption: 'none' | 'starttls' | 'tls';
    auth: { username: string; password: string } | null;
  };
  envelope: { from: string; to: string[] };
  mail: {
    from: string;
    to: string;
    subject: string;
    text: string;
    html?: string;
    date: string;
    messageId: string;
  };
  timeoutMs: number;
  secrets: string[];
  notes: string[];
}

export type Reply =
  | { protocol: 'http'; status: number; headers: [name: string, value: string][]; body: Uint8Array }
  | { protocol: 'smtp'; code: number; text: string; rejected: string[] };

/** What the provider really said, whatever ISE makes of it. */
export interface Receipt {
  verdict: ProviderVerdict;
  /** One plain sentence with the provider's own words in it. */
  reason: string;
  /** The provider's error code, as it spells it. */
  code?: string;
  /** The provider's name for the message. */
  providerMessageId?: string;
}

export type ProviderVerdict = 'accepted' | 'refused' | 'unclear';

/** ISE: any 2xx (SMTP: a 250 to the data) is sent, whatever the body says. */
export type IseVerdict = 'sent' | 'failed';
