import type { TapListener } from './tap.ts';

/** The most of an answer that is kept: 256 KiB. */
export const RESPONSE_LIMIT = 256 * 1024;

/** Keeps what a tap hears during one exchange. */
export interface Recording extends TapListener {
  /** All of it, in order. */
  readonly chunks: { from: 'client' | 'server'; bytes: Buffer }[];
  readonly sentLength: number;
  readonly receivedLength: number;
  sentBytes(): Buffer;
  /** At most `RESPONSE_LIMIT` bytes. */
  receivedBytes(): Buffer;
  /** True when more came than is kept. */
  readonly cut: boolean;
}

/** `heard` is called after each chunk, e.g. to stop a watch. */
export function startRecording(heard: (from: 'client' | 'server', bytes: Buffer) => void): Recording {
  const chunks: Recording['chunks'] = [];
  let sentLength = 0;
  let receivedLength = 0;
  const all = (from: 'client' | 'server'): Buffer =>
    Buffer.concat(chunks.filter((chunk) => chunk.from === from).map((chunk) => chunk.bytes));
  return {
    chunks,
    get sentLength() {
      return sentLength;
    },
    get receivedLength() {
      return receivedLength;
    },
    get cut() {
      return receivedLength > RESPONSE_LIMIT;
    },
    sentBytes: () => all('client'),
    receivedBytes: () => all('server'),
    sent(bytes) {
      sentLength += bytes.length;
      chunks.push({ from: 'client', bytes });
      heard('client', bytes);
    },
    received(bytes) {
      const room = RESPONSE_LIMIT - receivedLength;
      receivedLength += bytes.length;
      if (room > 0) chunks.push({ from: 'server', bytes: bytes.subarray(0, room) });
      heard('server', bytes);
    },
  };
}
