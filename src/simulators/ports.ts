/**
 * What the simulators take from outside. The shapes are declared here once more, because this folder imports nothing
 * of the rest of the program; the program's own stores fit them as they are.
 */

/** Where everything that reaches a simulator is kept. A rejection is answered to the client as 503. */
export interface Journal {
  /** Called before the request is interpreted, for malformed bytes too. */
  saveRequest(request: RecordedRequest): Promise<void>;
  updateRequest(id: string, changes: RequestChanges): Promise<void>;
  /** Called once a simulator has accepted the message, before its answer leaves. */
  saveMessage(message: RecordedMessage): Promise<void>;
}

export interface RecordedRequest extends RequestChanges {
  id: string;
  protocol: 'http' | 'smtp';
  /** ISO 8601. */
  receivedAt: string;
  remoteAddress: string;
  secure: boolean;
}

export interface RequestChanges {
  /** The exact bytes as they came off the socket (inside TLS); for SMTP all that the client said. */
  raw: Uint8Array;
  simulator: string | null;
  /** HTTP status or SMTP reply code; null while unanswered. */
  status: number | null;
  /** The exact bytes that were written in answer. */
  response: Uint8Array;
  /** Why it was refused, in the vendor's words where the vendor has any; null when it was not. */
  refusal: string | null;
  /** The scripted fault that hit it, in a sentence. */
  fault: string | null;
}

export interface RecordedMessage extends NewMessage {
  id: string;
  requestId: string;
  /** ISO 8601. */
  receivedAt: string;
}

/** A message as the vendor's code hands it over; the recorder adds the rest. */
export interface NewMessage {
  channel: 'sms' | 'email';
  /** The simulator that accepted it. */
  provider: string;
  to: string;
  from: string;
  subject: string | null;
  text: string;
  html: string | null;
  /** The provider's name for it. */
  providerMessageId: string;
  /** Of the test it belongs to; null without. */
  tag?: string | null;
}

export interface Clock {
  now(): Date;
}

export interface Random {
  bytes(length: number): Uint8Array;
  integer(below: number): number;
}

/** Told after each row is written. */
export type OnEvent = (event: { type: 'request' | 'message'; id: string }) => void;

/** Lower-case hexadecimal, two digits a byte. */
export function hex(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(bytes)).toString('hex');
}
