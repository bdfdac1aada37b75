import type { Delivery } from '../domain/delivery.ts';
import type { Events } from '../domain/events.ts';
import { uuid } from '../domain/ids.ts';
import type { Random } from '../domain/ports.ts';
import type { ProviderRouter } from '../domain/routing.ts';
import type { DeliveryStore } from '../domain/stores.ts';
import type { Trial, Tryout } from '../domain/trial.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { previewProvider } from './preview-provider.ts';
import { probeProvider } from './probe-provider.ts';
import { SMTP_SERVER } from './route-delivery.ts';

export interface TrialParts extends Omit<DeliverParts, 'router'> {
  router: ProviderRouter;
  deliveries: DeliveryStore;
  events: Events;
  random: Random;
}

/** Tries providers that may stand in no file yet: nothing of the queue or of the saved settings is touched. */
export function createTrial(parts: TrialParts): Trial {
  return {
    preview: (tryout) => previewProvider(parts, tryout),
    probe: (tryout) => probeProvider(parts, tryout),
    servedChain: (url, timeoutMs) => parts.wire.servedChain(url, timeoutMs),
    async send(tryout) {
      const { deliveries, events, clock } = parts;
      const now = () => clock.now().toISOString();
      const delivery = deliveryOf(tryout, uuid(parts.random), now());
      await deliveries.open(delivery);
      events.publish({ type: 'delivery', id: delivery.id });
      const outcome = await deliver(partsFor(tryout, parts), delivery, () =>
        deliveries.markTransmitting(delivery.id, 1, now()),
      );
      await deliveries.finish(delivery.id, 1, outcome);
      events.publish({ type: 'delivery', id: delivery.id });
      return { deliveryId: delivery.id, outcome };
    },
  };
}

/** The provider being tried stands in for the one of the same name. */
function partsFor({ provider }: Tryout, parts: TrialParts): DeliverParts {
  if (provider === null) return parts;
  return {
    ...parts,
    router: { route: () => parts.router.routeProvider(provider) },
    settings: () => ({ ...parts.settings(), providers: [provider] }),
  };
}

function deliveryOf({ provider, message, template }: Tryout, id: string, now: string): Delivery {
  return {
    id,
    accountId: null,
    kind: message.kind,
    provider: provider?.name ?? SMTP_SERVER,
    channel: null,
    to: message.to,
    message,
    template,
    status: 'sending',
    iseVerdict: null,
    providerVerdict: null,
    reason: null,
    mayHaveBeenSent: false,
    diagnosis: [],
    attemptCount: 1,
    createdAt: now,
    updatedAt: now,
  };
}
