import { BoundedMap } from '../bounded-map.ts';
import { hex, type NewMessage } from '../ports.ts';
import { countParts } from '../sms-parts.ts';
import type { VendorParts } from '../vendor.ts';
import { ClickatellError } from './errors.ts';

/** A message in Clickatell's hands. */
export interface SentMessage {
  id: string;
  clientMessageId: string;
  parts: number;
  /** Milliseconds; in the future when it was scheduled. */
  dueAt: number;
  cancelled: boolean;
}

const STATUS_TEXT: Record<string, string> = {
  '004': 'Received by recipient',
  '006': 'User cancelled',
  '011': 'Queued for later delivery',
};

/** Newest messages that are remembered for status questions. */
const KEPT = 10_000;
const SHOWN_BALANCE = 100.3;

/** The account behind all three APIs: its messages and its credits. */
export class ClickatellAccount {
  readonly #parts: VendorParts;
  readonly #byClientId = new BoundedMap<string, SentMessage>(KEPT);
  readonly #byId = new BoundedMap<string, SentMessage>(KEPT);
  #credits: number | null;

  constructor(parts: VendorParts) {
    this.#parts = parts;
    this.#credits = parts.choices.clickatellCredits;
  }

  reset(): void {
    this.#byId.clear();
    this.#byClientId.clear();
    this.#credits = this.#parts.choices.clickatellCredits;
  }

  /** Credits left, of which a part costs one; an account without end shows a figure that never changes. */
  get balance(): number {
    return this.#credits ?? SHOWN_BALANCE;
  }

  credit(amount: number): void {
    if (this.#credits !== null) this.#credits += amount;
  }

  /** Throws error 301 when the credits do not suffice. */
  accept(message: { clientMessageId: string; text: string; delayMs: number }): SentMessage {
    const parts = countParts(message.text);
    if (this.#credits !== null) {
      if (this.#credits < parts) throw new ClickatellError('301');
      this.#credits -= parts;
    }
    const sent = {
      id: hex(this.#parts.random, 16),
      clientMessageId: message.clientMessageId,
      parts,
      dueAt: this.#parts.clock.now().getTime() + message.delayMs,
      cancelled: false,
    };
    this.#byId.set(sent.id, sent);
    if (sent.clientMessageId !== '') this.#byClientId.set(sent.clientMessageId, sent);
    return sent;
  }

  /** Throws 109 without an id, 103 or 104 for an unknown one. */
  find(ids: { id?: string | undefined; clientMessageId?: string | undefined }): SentMessage {
    if (!ids.id && !ids.clientMessageId) throw new ClickatellError('109');
    const found = ids.id ? this.#byId.get(ids.id) : this.#byClientId.get(ids.clientMessageId ?? '');
    if (!found) throw new ClickatellError(ids.id ? '103' : '104');
    return found;
  }

  /** What is not due yet is cancelled; anything else has long been received. */
  cancel(message: SentMessage): void {
    if (message.dueAt > this.#parts.clock.now().getTime()) message.cancelled = true;
  }

  /** A due message counts as received at once. */
  statusOf(message: SentMessage): { code: string; text: string } {
    const waits = message.dueAt > this.#parts.clock.now().getTime();
    const code = message.cancelled ? '006' : waits ? '011' : '004';
    return { code, text: STATUS_TEXT[code] ?? '' };
  }
}

export function smsFrom(
  provider: string,
  sms: { to: string; from: string; text: string; id: string },
): NewMessage {
  return {
    channel: 'sms',
    provider,
    to: sms.to,
    from: sms.from,
    subject: null,
    text: sms.text,
    html: null,
    providerMessageId: sms.id,
  };
}
