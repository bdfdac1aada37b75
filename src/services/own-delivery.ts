import type { Attempt } from '../domain/delivery.ts';
import { maskBytes } from '../domain/mask.ts';
import type { DeliveryStore, ReceivedMessage, ReceivedRequest } from '../domain/stores.ts';

/** How many of the newest deliveries are looked through. */
const NEIGHBOURS = 50;

/**
 * The delivery of ours that sent a request: the provider's name for a message tells it; a request that brought none is
 * known by its bytes and its time. Null for a request of anybody else.
 */
export async function ownDelivery(
  { deliveries, secrets }: { deliveries: DeliveryStore; secrets(): string[] },
  request: ReceivedRequest,
  messages: ReceivedMessage[],
): Promise<string | null> {
  const [message] = messages;
  const { items } = await deliveries.list({ ...(message && { to: message.to }), limit: NEIGHBOURS });
  const names = messages.map(({ providerMessageId }) => providerMessageId).filter((name) => name !== '');
  const bytes = Buffer.from(maskBytes(request.raw, secrets()));
  for (const { id } of items) {
    const found = await deliveries.find(id);
    if (found === null) continue;
    const { delivery, attempts } = found;
    const named = names.some(
      (name) =>
        name.includes(delivery.message.id) ||
        attempts.some(({ receipt }) => receipt?.providerMessageId === name),
    );
    if (named || attempts.some((attempt) => sent(attempt, { request, bytes, secrets: secrets() }))) return id;
  }
  return null;
}

function sent(
  { startedAt, endedAt, transcripts }: Attempt,
  { request, bytes, secrets }: { request: ReceivedRequest; bytes: Buffer; secrets: string[] },
): boolean {
  const { receivedAt } = request;
  if (receivedAt < startedAt || (endedAt !== null && receivedAt > endedAt)) return false;
  return transcripts
    .flatMap(({ exchanges }) => exchanges)
    .some(({ request: kept }) => bytes.equals(maskBytes(Buffer.from(kept, 'base64'), secrets)));
}
