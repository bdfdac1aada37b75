import { BoundedMap } from '../bounded-map.ts';
import type { VendorParts } from '../vendor.ts';
import { createCallbacks } from './callbacks.ts';
import { isFinished, type TwilioMessage, type TwilioStatus } from './message.ts';

/** Newest messages kept for list and fetch. */
const KEPT = 10_000;

/** Holds the account's messages and moves them on: queued, sending, sent, delivered. */
export class TwilioOutbox {
  readonly #parts: VendorParts;
  readonly #callbacks;
  readonly #messages = new BoundedMap<string, TwilioMessage>(KEPT, (dropped) => this.#stop(dropped.sid));
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(parts: VendorParts) {
    this.#parts = parts;
    this.#callbacks = createCallbacks(parts);
  }

  add(message: TwilioMessage): void {
    this.#messages.set(message.sid, message);
  }

  /** Starts the message on its way, once its creation has been answered. */
  launch(message: TwilioMessage): void {
    if (message.status !== 'scheduled') this.#later(message, nextStatus(message));
  }

  find(accountSid: string, sid: string): TwilioMessage | null {
    const message = this.#messages.get(sid);
    if (message?.accountSid !== accountSid) return null;
    this.#wake(message);
    return message;
  }

  /** Newest first. */
  list(accountSid: string): TwilioMessage[] {
    const mine = [...this.#messages.values()].filter((message) => message.accountSid === accountSid);
    for (const message of mine) this.#wake(message);
    return mine.reverse();
  }

  remove(message: TwilioMessage): void {
    this.#stop(message.sid);
    this.#messages.delete(message.sid);
  }

  /** Sets the status at once, and tells the callback. */
  move(message: TwilioMessage, status: TwilioStatus): Promise<void> {
    const now = this.#parts.clock.now();
    this.#stop(message.sid);
    message.status = status;
    message.updatedAt = now;
    if (status === 'sending') {
      // A Messaging Service has picked its sender by now.
      message.from ??= this.#parts.credentials.twilio.from;
      message.segments = Math.max(message.segments, 1);
    }
    if (status === 'sent' || status === 'delivered') message.sentAt ??= now;
    if ((status === 'failed' || status === 'undelivered') && message.doom) {
      message.errorCode = message.doom.code;
      message.errorMessage = message.doom.text;
    }
    return this.#callbacks.post(message);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#messages.clear();
    this.#callbacks.close();
  }

  /** A scheduled message whose time has come. */
  #wake(message: TwilioMessage): void {
    const due = message.sendAt && message.sendAt.getTime() <= this.#parts.clock.now().getTime();
    if (message.status === 'scheduled' && due) void this.#step(message, 'queued');
  }

  #later(message: TwilioMessage, status: TwilioStatus | null): void {
    if (status === null) return;
    const timer = setTimeout(
      () => void this.#step(message, status),
      this.#parts.choices.twilioStepMs,
    ).unref();
    this.#timers.set(message.sid, timer);
  }

  /** The callback is answered before the next step, so that a receiver sees the steps in order. */
  async #step(message: TwilioMessage, status: TwilioStatus): Promise<void> {
    await this.move(message, status);
    if (this.#messages.get(message.sid) === message && message.status === status && !isFinished(message)) {
      this.#later(message, nextStatus(message));
    }
  }

  #stop(sid: string): void {
    clearTimeout(this.#timers.get(sid));
    this.#timers.delete(sid);
  }
}

function nextStatus({ status, doom }: TwilioMessage): TwilioStatus | null {
  switch (status) {
    case 'accepted':
      return 'queued';
    case 'scheduled':
      return null;
    case 'queued':
      return doom?.status === 'failed' ? 'failed' : 'sending';
    case 'sending':
      return 'sent';
    case 'sent':
      return doom ? 'undelivered' : 'delivered';
    default:
      return null;
  }
}
