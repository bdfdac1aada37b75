import type { Duplex } from 'node:stream';
import type { Row } from '../recorder.ts';
import { type Answer, answer, answerBytes } from './answer.ts';
import type { ConnectionFacts, ConnectionParts, Exchange } from './connection-parts.ts';
import { type Reading, RequestReader } from './request-reader.ts';
import { respondTo } from './respond-to.ts';
import { sendAnswer } from './send-answer.ts';
import { isControl, keepsAlive, requestOf, type SimRequest } from './sim-request.ts';

type Complete = Extract<Reading, { state: 'complete' }>;

/** How long a connection we have ended may go on sending before it is cut. */
const LINGER_MS = 2000;
const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
const NOTHING = Buffer.alloc(0);

/** Serves one connection, request by request, and records each with its own bytes. */
export class HttpConnection {
  readonly #stream: Duplex;
  readonly #facts: ConnectionFacts;
  readonly #parts: ConnectionParts;
  readonly #reader: RequestReader;
  #busy = false;
  #again = false;
  /** We answer no more. */
  #done = false;
  #closeSoon = false;
  #timer: NodeJS.Timeout | null = null;
  /** Aborted when the client sends no more, and when we give up. */
  readonly #gone = new AbortController();
  /** Of the request under way. */
  #row: Promise<Row> | null = null;
  #since: Date | null = null;
  #waiting = false;
  #continued = false;
  /** Whether a single byte came. */
  spoke = false;
  /** A script keeps the answer back. */
  hanging = false;

  constructor(stream: Duplex, facts: ConnectionFacts, parts: ConnectionParts) {
    this.#stream = stream;
    this.#facts = facts;
    this.#parts = parts;
    this.#reader = new RequestReader(parts.limits);
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('end', () => this.#end());
    stream.on('close', () => this.#end());
    stream.on('error', () => {});
    this.#arm(parts.limits.idleMs, () => this.#finish());
  }

  /** Closes after the answer under way, or at once when there is none. */
  closeSoon(): void {
    this.#closeSoon = true;
    if (!this.#busy && this.#reader.size === 0) this.#finish();
  }

  destroy(): void {
    this.#done = true;
    this.#disarm();
    this.#gone.abort();
    this.#stream.destroy();
  }

  #receive(chunk: Buffer): void {
    if (this.#done) return;
    this.spoke = true;
    this.#since ??= this.#now();
    this.#reader.feed(chunk);
    const { headBytes, bodyBytes } = this.#parts.limits;
    if (this.#busy && this.#reader.size > headBytes + bodyBytes) this.#stream.pause();
    this.#run();
  }

  #end(): void {
    this.#gone.abort();
    this.#run();
  }

  #run(): void {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    this.#loop()
      .catch(() => this.destroy())
      .finally(() => {
        this.#busy = false;
      });
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#done) {
      this.#again = false;
      while (!this.#done && (await this.#step())) this.#stream.resume();
    }
  }

  /** True when a request was taken out, and another may follow. */
  async #step(): Promise<boolean> {
    const reading = this.#reader.next();
    switch (reading.state) {
      case 'idle':
        if (this.#gone.signal.aborted || this.#closeSoon) this.#finish();
        else this.#arm(this.#parts.limits.idleMs, () => this.#finish());
        return false;
      case 'partial':
        await this.#wait(reading);
        return false;
      case 'rejected':
        await this.#refuse(reading.raw, reading.status, reading.reason);
        return false;
      case 'complete':
        this.#disarm();
        await this.#serve(reading);
        this.#row = null;
        this.#since = this.#reader.size > 0 ? this.#now() : null;
        this.#waiting = false;
        this.#continued = false;
        return true;
    }
  }

  async #wait(reading: Extract<Reading, { state: 'partial' }>): Promise<void> {
    if (this.#gone.signal.aborted) {
      const raw = this.#reader.rest();
      const row = await this.#openRow(raw);
      await row.update({ raw, refusal: 'The connection ended in the middle of the request' });
      this.#finish();
      return;
    }
    if (!this.#waiting) {
      this.#waiting = true;
      this.#arm(this.#parts.limits.requestMs, () => {
        this.#refuse(this.#reader.rest(), 408, 'it did not arrive in time').catch(() => this.destroy());
      });
    }
    this.#stream.resume();
    if (!reading.head || isControl(reading.head.target)) return;
    await this.#openRow(this.#reader.rest());
    if (reading.expectsContinue && !this.#continued) {
      this.#continued = true;
      this.#stream.write(CONTINUE);
    }
  }

  async #serve(reading: Complete): Promise<void> {
    const request = requestOf(reading);
    const controlled = this.#facts.misdirected === null ? this.#parts.control(request) : null;
    try {
      if (controlled) this.#reply(await controlled, reading);
      else await this.#serveRecorded(reading, request);
    } catch (error) {
      // Nothing here goes unrecorded: the client is told when the journal fails.
      const said = `The simulator could not record the request: ${(error as Error).message}\n`;
      this.#reply(answer(503, 'text/plain', said, { closes: true }), reading);
    }
  }

  #reply(given: Answer, reading: Complete): void {
    const { head, body, close } = this.#bytes(given, reading);
    this.#stream.write(Buffer.concat([head, body]));
    given.afterwards?.();
    if (close) this.#finish();
  }

  async #serveRecorded(reading: Complete, request: SimRequest): Promise<void> {
    const { raw } = reading;
    const row = await this.#openRow(raw);
    if (row.state.raw.length !== raw.length) await row.update({ raw });
    request.id = row.id;
    const exchange: Exchange = { simulator: null, strike: null };
    const given = await respondTo(request, exchange, this.#facts, this.#parts);
    for (const message of given.messages) await row.saveMessage(message);
    this.hanging = exchange.strike?.fault.hang === true;
    const { head, body, close } = this.#bytes(given, reading);
    const next = await sendAnswer({
      stream: this.#stream,
      row,
      given,
      head,
      body,
      before: this.#continued ? CONTINUE : NOTHING,
      exchange,
      gone: this.#gone.signal,
      reset: () => this.#facts.reset(),
    });
    given.afterwards?.();
    if (next === 'destroy') this.destroy();
    else if (next === 'end' || close) this.#finish();
  }

  /** For what is not a request: answers as far as there is somebody to answer, and ends the connection. */
  async #refuse(raw: Buffer, status: number, reason: string): Promise<void> {
    this.#done = true;
    this.#disarm();
    const row = await this.#openRow(raw);
    const refusal = `Not read as HTTP: ${reason}`;
    const given = answer(status, 'text/plain', `${refusal}\n`, { refusal });
    const about = { date: this.#now(), method: 'GET', version: '1.1', close: true } as const;
    const { head, body } = answerBytes(given, about);
    const bytes = Buffer.concat([head, body]);
    const response = this.#continued ? Buffer.concat([CONTINUE, bytes]) : bytes;
    await row.update({ raw, status, refusal, response });
    this.#stream.write(bytes);
    this.#finish();
  }

  #bytes(given: Answer, { head }: Complete) {
    const close = !keepsAlive(head) || this.#closeSoon || given.closes === true;
    const { method, version } = head;
    return { ...answerBytes(given, { date: this.#now(), method, version, close }), close };
  }

  #now(): Date {
    return this.#parts.clock.now();
  }

  #openRow(raw: Buffer): Promise<Row> {
    const { secure, remoteAddress, hit } = this.#facts;
    const since = this.#since ?? this.#now();
    const facts = { protocol: 'http' as const, remoteAddress, secure, since };
    this.#row = this.#row ?? this.#parts.recorder.open(facts, { raw });
    return this.#row.then((row) => {
      if (hit) hit.requestId ??= row.id;
      return row;
    });
  }

  #finish(): void {
    this.#done = true;
    this.#disarm();
    if (this.#stream.destroyed) return;
    this.#stream.end();
    // What still comes is thrown away, so that our answer is not lost to a reset.
    this.#stream.resume();
    if (!this.#gone.signal.aborted) this.#arm(LINGER_MS, () => this.#stream.destroy());
  }

  #arm(ms: number, act: () => void): void {
    this.#disarm();
    this.#timer = setTimeout(act, ms).unref();
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
