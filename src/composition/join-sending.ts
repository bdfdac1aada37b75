import { emailChannel, gatewayChannel, httpChannel } from '../channels/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import type { Events } from '../domain/events.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { Release } from '../domain/release.ts';
import type { DeliveryStore } from '../domain/stores.ts';
import { createDeliveryWorker } from '../services/delivery-worker.ts';
import { createRouter } from '../services/route-delivery.ts';
import { createTrial } from '../services/try-provider.ts';
import type { Sending } from './open-wire.ts';

/** What leads a message to its channel, what sends those of the queue, and what tries one beside it. */
export function joinSending(
  { release, sending, deliveries }: { release: Release; sending: Sending; deliveries: DeliveryStore },
  seams: { clock: Clock; random: Random; events: Events; onBug(error: unknown): void },
) {
  const { clock, random, events, onBug } = seams;
  const router = createRouter({
    providers: () => sending.file().providers,
    release,
    bindEmail: () => emailChannel(sending.file().smtpServer),
    bindProvider: (provider) =>
      provider.type === 'http' ? httpChannel(provider) : gatewayChannel(provider, sending.file().smtpServer),
  });
  const delivering = { router, wire: sending.wire, clock, diagnose, settings: sending.settings };
  return {
    router,
    worker: createDeliveryWorker({ ...delivering, deliveries, events, onBug }),
    trial: createTrial({ ...delivering, deliveries, events, random }),
  };
}
