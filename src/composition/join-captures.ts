import type { Config } from '../config.ts';
import type { Events } from '../domain/events.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';
import { formatRelease } from '../domain/release.ts';
import type { ProviderRouter } from '../domain/routing.ts';
import type { Stores } from '../domain/stores.ts';
import type { Trial } from '../domain/trial.ts';
import { createComparer } from '../services/compare-request.ts';
import type { Inbox } from '../services/inbox.ts';
import { createLabArchives } from '../services/lab-archive.ts';
import { recordAnswers } from '../services/record-answers.ts';
import { createRecordedAnswers } from '../services/recorded-answers.ts';
import type { LabAuthority } from '../simulators/index.ts';
import { askSimulator } from './ask-simulator.ts';
import type { Sending } from './open-wire.ts';
import { providerSecrets } from './provider-facts.ts';
import type { SimulatorAddresses } from './resolve-connect-to.ts';

/**
 * What is made of all that was kept: requests compared with ours, answers of real providers, a whole lab as a file.
 * `stop` ends the recording of real answers, which only a live lab does.
 */
export function joinCaptures(
  { live, release }: Pick<Config, 'live' | 'release'>,
  parts: {
    stores: Stores;
    events: Events;
    clock: Clock;
    portal: Portal;
    inbox: Inbox;
    trial: Trial;
    router: ProviderRouter;
    sending: Sending;
    authority: LabAuthority;
    simulators: SimulatorAddresses;
    reset(): Promise<void>;
    onBug(error: unknown): void;
  },
) {
  const { stores, events, portal, sending, authority, simulators } = parts;
  const { received, deliveries, recordings } = stores;
  const providers = () => sending.file().providers;
  const secrets = () => providerSecrets(sending.file());
  return {
    compare: createComparer({ trial: parts.trial, received, deliveries, providers, secrets }),
    archives: createLabArchives({
      stores,
      clock: parts.clock,
      release: () => formatRelease(release),
      settings: () => ({
        providers: sending.file(),
        portal: { id: portal.id, name: portal.name, settings: portal.settings, emulator: portal.emulator },
      }),
      secrets,
      credentialsOf: parts.inbox.credentialsOf,
      reset: parts.reset,
    }),
    recorded: createRecordedAnswers({
      recordings,
      providers,
      router: parts.router,
      ask: (outgoing) => askSimulator(outgoing, { authority, simulators }),
    }),
    stop: live ? recordAnswers({ events, deliveries, recordings, onBug: parts.onBug }) : () => {},
  };
}
