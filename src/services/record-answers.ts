import { bodyItems, parameterItems } from '../domain/comparison/body-items.ts';
import { asText, readRawHttp, splitHeader } from '../domain/comparison/raw-http.ts';
import { createCredentialReader } from '../domain/credentials.ts';
import type { Attempt, Delivery } from '../domain/delivery.ts';
import type { Events } from '../domain/events.ts';
import { maskPasswords } from '../domain/mask-passwords.ts';
import { type Recording, type RecordingStore, recipientClass, withVariables } from '../domain/recording.ts';
import type { DeliveryStore } from '../domain/stores.ts';
import type { Exchange } from '../domain/transcript.ts';

/** Speak for one connection, or are made anew by whoever answers. */
const LEFT_OUT = /^(?:content-length|transfer-encoding|connection|keep-alive|date|set-cookie)$/i;

/**
 * Keeps the answers of real providers from now on: of every delivery that ends, unless it was led elsewhere. Returns the
 * function that ends it, which waits for what is being written.
 */
export function recordAnswers(parts: {
  events: Events;
  deliveries: DeliveryStore;
  recordings: RecordingStore;
  onBug(error: unknown): void;
}): () => Promise<void> {
  let work = Promise.resolve();
  const unsubscribe = parts.events.subscribe((event) => {
    if (event.type !== 'delivery') return;
    work = work
      .then(async () => {
        const found = await parts.deliveries.find(event.id);
        if (found === null || found.delivery.kind !== 'sms') return;
        for (const recording of recordingsOf(found)) await parts.recordings.save(recording);
      })
      .catch(parts.onBug);
  });
  return () => {
    unsubscribe();
    return work;
  };
}

function recordingsOf({ delivery, attempts }: { delivery: Delivery; attempts: Attempt[] }): Recording[] {
  return attempts
    .filter(({ endedAt }) => endedAt !== null)
    .flatMap((attempt) => {
      const exchanges = attempt.transcripts
        .filter(({ protocol }) => protocol === 'http')
        .flatMap(({ exchanges }) => exchanges);
      return exchanges.flatMap((exchange, index) => {
        // Of an answer that asked for credentials, what came after it tells more.
        const isLast = index === exchanges.length - 1;
        return isLast ? (recordingOf(delivery, attempt, exchange) ?? []) : [];
      });
    });
}

/** An answer may repeat a part of the text. */
function withoutPassword(body: string, { message, template }: Delivery): string {
  const password = createCredentialReader([template])(message.text)?.password;
  return password === undefined ? body : maskPasswords(body, [password]);
}

function recordingOf(delivery: Delivery, attempt: Attempt, exchange: Exchange): Recording | null {
  const request = readRawHttp(Buffer.from(exchange.request, 'base64'));
  const text = Buffer.from(exchange.response, 'base64').toString('latin1');
  const [, status = '', head = '', body = ''] =
    /^HTTP\/[\d.]+ (\d{3})[^\r\n]*\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [];
  const whole = !exchange.responseCut && exchange.failure === null && exchange.redirectedTo === null;
  if (request === null || status === '' || !whole || attempt.receipt === null) return null;
  const { to, text: sent } = { to: delivery.to, text: delivery.message.text };
  const headers = head.split(/\r?\n/).map(splitHeader);
  const chunked = headers.some(
    ([name, value]) => /^transfer-encoding$/i.test(name) && /chunked/i.test(value),
  );
  const plain = chunked
    ? (readRawHttp(Buffer.from(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}`, 'latin1'))
        ?.body ?? '')
    : body;
  return {
    id: `${delivery.id}-${attempt.number}`,
    recordedAt: attempt.endedAt ?? attempt.startedAt,
    provider: delivery.provider,
    host: exchange.target.host.toLowerCase(),
    method: request.method,
    path: request.path,
    shape: [...parameterItems(request.query), ...bodyItems(request).items].map(({ name }) => name),
    recipientClass: recipientClass(to),
    outcome: attempt.receipt.verdict,
    status: Number(status),
    headers: headers.filter(([name]) => !LEFT_OUT.test(name)),
    body: withoutPassword(withVariables(asText(plain), { to, text: sent }), delivery),
    waitMs: exchange.timings.firstByte ?? 0,
    providerMessageId: attempt.receipt.providerMessageId ?? '',
  };
}
