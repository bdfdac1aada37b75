import { type Calibration, type Capture, VALUES } from '../domain/comparison/calibration.ts';
import { headerOf, type RawHttp, readRawHttp } from '../domain/comparison/raw-http.ts';
import { PROBE, readSent, type Sent, wholeNumber } from '../domain/comparison/read-sent.ts';
import type { Message } from '../domain/message.ts';
import type { HttpProvider } from '../domain/provider.ts';
import type { Render } from './calibrate.ts';

/** A captured request that can be compared: what was sent to whom is known. */
export interface Readable {
  index: number;
  capture: Capture;
  sent: Sent;
}

/** Number and text of each request, and those that have none, by their places in the list. */
export async function readAll(
  render: Render,
  provider: HttpProvider,
  captures: Capture[],
): Promise<{ readable: Readable[]; skipped: Calibration['skipped'] }> {
  const probes: RawHttp[] = [];
  for (const postBody of VALUES.postBody) {
    const bytes = await render({ ...provider, emulator: { ...provider.emulator, postBody } }, smsOf(PROBE));
    const probe = bytes && readRawHttp(bytes);
    if (probe) probes.push(probe);
  }
  const readable: Readable[] = [];
  const skipped: Calibration['skipped'] = [];
  const bare = new Set<string>();
  for (const [index, capture] of captures.entries()) {
    const http = readRawHttp(capture.bytes);
    if (http === null) skipped.push({ request: index, why: 'not-http' });
    else if (isRetry(http, bare)) skipped.push({ request: index, why: 'retry' });
    else {
      const sent = capture.sent && { to: wholeNumber(capture.sent.to), text: capture.sent.text };
      const read = sent ?? readSent(http, probes);
      if (read) readable.push({ index, capture, sent: read });
      else skipped.push({ request: index, why: 'no-message' });
    }
  }
  return { readable, skipped };
}

/** The same request once more, now with credentials: the answer to the first has asked for them. */
function isRetry(http: RawHttp, bare: Set<string>): boolean {
  const key = [http.method, http.path, http.query, http.body].join('\n');
  if (headerOf(http.headers, 'authorization') === '') {
    bare.add(key);
    return false;
  }
  return bare.delete(key);
}

/** The message as a guest's, of no time. */
export function smsOf({ to, text }: Sent): Message {
  return { kind: 'sms', to, text, date: new Date(0).toISOString(), id: 'calibration' };
}
