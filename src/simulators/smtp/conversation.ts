import type { Duplex } from 'node:stream';
import { describeFault, type Fault, type FaultScript, type SmtpPhase, type Strike } from '../faults.ts';
import { type TagOf, tagIn } from '../lab-tag.ts';
import type { Clock, RequestChanges } from '../ports.ts';
import type { Recorder, Row } from '../recorder.ts';

const CUT_SHORT = 'The connection ended before a message was complete';
const MOST_REFUSALS = 10;

/**
 * What is said on one SMTP connection, recorded mail by mail: a row holds everything from the end of the mail before
 * (or the start of the connection) to the end of this one, in both directions, as it was inside TLS. What comes after
 * the last mail, a QUIT for one, stays with that mail.
 */
export class Conversation {
  readonly #recorder: Recorder;
  readonly #clock: Clock;
  readonly #facts: { remoteAddress: string };
  readonly #limit: number;
  readonly #tagOf: TagOf | undefined;
  #secure = false;
  #row: Promise<Row> | null = null;
  #since: Date | null = null;
  #said: Buffer[] = [];
  #saidBytes = 0;
  #answered: Buffer[] = [];
  #refusals: string[] = [];
  #strike: Strike | null = null;
  /** The mail before this one is complete; the next has not begun. */
  #between = false;
  /** A reply that is in the record already, before it is written. */
  #foretold: string | null = null;

  constructor(parts: {
    recorder: Recorder;
    clock: Clock;
    remoteAddress: string;
    limit: number;
    tagOf?: TagOf | undefined;
  }) {
    this.#tagOf = parts.tagOf;
    this.#recorder = parts.recorder;
    this.#clock = parts.clock;
    this.#facts = { remoteAddress: parts.remoteAddress };
    this.#limit = parts.limit;
  }

  /** A script keeps the answer back. */
  get hanging(): boolean {
    return this.#strike?.fault.hang === true;
  }

  /** Listens to a stream without touching its flow. Called again for the TLS stream that follows STARTTLS. */
  tap(stream: Duplex, secure: boolean): void {
    this.#secure ||= secure;
    const push = stream.push.bind(stream);
    stream.push = (chunk, encoding) => {
      if (Buffer.isBuffer(chunk)) this.#hear(chunk);
      return push(chunk, encoding);
    };
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      this.#answer(Buffer.from(chunk as string));
      return write(chunk, ...rest);
    }) as typeof stream.write;
  }

  /** The row of the mail under way, opened with what was said so far: at MAIL, when it is known whether TLS is on. */
  row(): Promise<Row> {
    this.#row ??= this.#recorder.open(
      {
        protocol: 'smtp',
        remoteAddress: this.#facts.remoteAddress,
        secure: this.#secure,
        since: this.#since ?? this.#clock.now(),
      },
      { raw: this.#raw(), simulator: 'smtp' },
    );
    return this.#row;
  }

  /** A mail begins: one that follows another gets a row of its own. */
  beginMail(): Promise<Row> {
    if (this.#between) {
      this.#between = false;
      this.#row = null;
    }
    return this.row();
  }

  /** Takes the fault scripted for this phase, and records that it struck. */
  async strike(script: FaultScript, phase: SmtpPhase, to: string[]): Promise<Strike | null> {
    const fits = (fault: Fault) => isForSmtp(fault) && (fault.phase ?? usualPhase(fault)) === phase;
    if (!script.waits(fits)) return null;
    const row = await this.row();
    const raw = this.#raw();
    const tag = tagIn(raw, 'smtp') ?? this.#tagOf?.({ to, raw: raw.toString('latin1') }) ?? null;
    const strike = script.take({ requestId: row.id, to, tag }, fits);
    if (!strike) return null;
    this.#strike = strike;
    await row.update(this.#changes());
    return strike;
  }

  /** Records the mail as it came, before it is read. */
  async keepMail(): Promise<Row> {
    const row = await this.row();
    await row.update({ ...this.#changes(), raw: this.#untilEndOfMail() });
    return row;
  }

  /** Closes the row with the reply that is about to be written; what follows belongs to the next mail. */
  async finishMail(code: number, text: string, refusal: string | null): Promise<void> {
    const row = await this.row();
    const reply = `${code} ${text}\r\n`;
    const raw = this.#untilEndOfMail();
    const changes = this.#changes();
    const said = Buffer.concat(this.#said);
    await row.update({
      ...changes,
      raw,
      status: code,
      response: Buffer.concat([changes.response, Buffer.from(reply)]),
      refusal: [changes.refusal, refusal].filter((one) => one !== null).join('; ') || null,
    });
    this.#said = [said.subarray(raw.length)];
    this.#saidBytes = said.length - raw.length;
    this.#answered = [];
    this.#refusals = [];
    this.#strike = null;
    this.#since = null;
    this.#foretold = reply;
    this.#between = true;
  }

  /** The connection is over. */
  async end(): Promise<void> {
    if (!this.#row && this.#saidBytes === 0) return;
    const row = await this.row();
    if (!this.#between) {
      const changes = this.#changes();
      await row.update({ ...changes, refusal: changes.refusal ?? CUT_SHORT });
      return;
    }
    const { raw, response } = row.state;
    const more = { raw: this.#raw(), response: Buffer.concat(this.#answered) };
    if (more.raw.length === 0 && more.response.length === 0) return;
    await row.update({
      raw: Buffer.concat([raw, more.raw]),
      response: Buffer.concat([response, more.response]),
    });
  }

  #hear(chunk: Buffer): void {
    this.#since ??= this.#clock.now();
    const room = this.#limit - this.#saidBytes;
    if (room > 0) {
      // A copy: the stream may use its buffer again.
      this.#said.push(Buffer.from(chunk.subarray(0, room)));
      this.#saidBytes += Math.min(room, chunk.length);
    }
  }

  #answer(chunk: Buffer): void {
    const text = chunk.toString('utf8');
    if (this.#foretold === text) {
      this.#foretold = null;
      return;
    }
    this.#answered.push(chunk);
    if (/^[45]\d\d[ -]/.test(text) && this.#refusals.length < MOST_REFUSALS)
      this.#refusals.push(text.trimEnd());
  }

  #changes(): RequestChanges {
    // A client that pipelines draws one refusal and then "503 need … command" for what followed.
    const own = this.#refusals.filter((line) => !line.startsWith('503'));
    const refusals = own.length > 0 ? own : this.#refusals;
    const last = /^([45]\d\d)/.exec(refusals.at(-1) ?? '')?.[1];
    return {
      raw: this.#raw(),
      simulator: 'smtp',
      status: last ? Number(last) : null,
      response: Buffer.concat(this.#answered),
      refusal: refusals.length > 0 ? refusals.join('; ') : null,
      fault: this.#strike ? describeFault(this.#strike) : null,
    };
  }

  #raw(): Buffer {
    return Buffer.concat(this.#said);
  }

  /** What was said up to the line with the dot; a client may have sent more in the same packet. */
  #untilEndOfMail(): Buffer {
    const said = this.#raw();
    const text = said.toString('latin1');
    const data = /^DATA[ \t]*\r?\n/im.exec(text);
    if (!data) return said;
    const start = data.index + data[0].length;
    if (text.startsWith('.\r\n', start)) return said.subarray(0, start + 3);
    const end = text.indexOf('\r\n.\r\n', start);
    return end === -1 ? said : said.subarray(0, end + 5);
  }
}

/** A fault of a channel may be one that only HTTP can express. */
function isForSmtp({ status, slow, truncate }: Fault): boolean {
  return status === undefined && slow === undefined && truncate === undefined;
}

/** A code refuses a recipient, silence and resets strike at the mail itself, unless the fault says when. */
function usualPhase(fault: Fault): SmtpPhase {
  return fault.code === undefined ? 'data' : 'rcpt';
}
