import type { DeliveryStore } from '../domain/stores.ts';

/** The newest failed delivery, to one recipient or to any, of one test or of any; null when none failed. */
export async function lastFailure(
  deliveries: DeliveryStore,
  { to, tag }: { to?: string; tag?: string },
): Promise<{ to: string; provider: string; reason: string } | null> {
  const { items } = await deliveries.list({
    to,
    tag,
    status: 'failed',
    limit: 1,
  });
  const [delivery] = items;
  return delivery
    ? { to: delivery.to, provider: delivery.provider, reason: delivery.reason ?? 'no reason kept' }
    : null;
}
