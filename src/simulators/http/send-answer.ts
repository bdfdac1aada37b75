import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describeFault } from '../faults.ts';
import type { Row } from '../recorder.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './connection-parts.ts';

const SLOW_PIECE = 32;
/** Neither HTTP nor TLS, and some of it no text. */
const GARBAGE = Buffer.from([
  0x00,
  0xff,
  0xfe,
  0x7f,
  ...Buffer.from('?garbage? no HTTP here\r\n\r\n'),
  0x80,
  0x0d,
]);

export interface Sending {
  stream: Duplex;
  row: Row;
  given: Answer;
  /** As it goes on the wire. */
  head: Buffer;
  body: Buffer;
  /** What was written for this request before, an interim answer. */
  before: Buffer;
  exchange: Exchange;
  /** Aborted when the client goes away or the simulator closes. */
  gone: AbortSignal;
  reset(): void;
}

/**
 * Records and writes an answer, in the manner a scripted fault asks for. The record is complete before the last byte
 * leaves, so that whoever has the answer finds the record. Returns what is to become of the connection.
 */
export async function sendAnswer(sending: Sending): Promise<'keep' | 'end' | 'destroy'> {
  const { stream, row, given, head, body, before, exchange, gone } = sending;
  const { strike, simulator } = exchange;
  const outcome = { simulator, refusal: given.refusal, fault: strike ? describeFault(strike) : null };
  const record = (sent: Buffer) =>
    row.update({ ...outcome, status: given.status, response: Buffer.concat([before, sent]) });

  if (strike?.fault.hang || strike?.fault.reset) {
    await row.update({ ...outcome, response: before });
    if (strike.fault.reset) sending.reset();
    else await aborted(gone);
    return 'destroy';
  }
  if (strike?.fault.delay !== undefined) {
    await delay(strike.fault.delay, undefined, { signal: gone }).catch(() => {});
  }
  if (stream.destroyed || (strike?.fault.delay !== undefined && gone.aborted)) {
    const refusal = given.refusal ?? 'The client had gone before the answer';
    await row.update({ ...outcome, refusal, response: before });
    return 'destroy';
  }
  if (strike?.fault.garbage) {
    await row.update({ ...outcome, response: Buffer.concat([before, GARBAGE]) });
    stream.write(GARBAGE);
    return 'end';
  }
  if (strike?.fault.truncate) {
    const part = Buffer.concat([head, body.subarray(0, Math.floor(body.length / 2))]);
    await record(part);
    stream.write(part);
    return 'end';
  }
  const bytes = Buffer.concat([head, body]);
  if (strike?.fault.slow !== undefined) {
    const sent = await drip(sending, bytes, strike.fault.slow, record);
    if (sent === bytes.length) return 'keep';
    await record(bytes.subarray(0, sent));
    return 'destroy';
  }
  await record(bytes);
  await put(stream, bytes);
  return 'keep';
}

/** Writes piece by piece. Returns how many bytes left. */
async function drip(
  { stream, gone }: Sending,
  bytes: Buffer,
  ms: number,
  record: (all: Buffer) => Promise<void>,
): Promise<number> {
  for (let at = 0; at < bytes.length; at += SLOW_PIECE) {
    if (at > 0) await delay(ms, undefined, { signal: gone }).catch(() => {});
    if (stream.destroyed || gone.aborted) return at;
    if (at + SLOW_PIECE >= bytes.length) await record(bytes);
    await put(stream, bytes.subarray(at, at + SLOW_PIECE));
  }
  return bytes.length;
}

/** Waits while the client does not read. */
async function put(stream: Duplex, bytes: Buffer): Promise<void> {
  if (stream.write(bytes) || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.removeListener('drain', done);
      stream.removeListener('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
