import type { Events } from '../../domain/events.ts';
import type { Portal } from '../../domain/portal.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { ProviderBook } from '../../domain/provider-book.ts';
import type { FaultDesk } from '../../domain/scripted-fault.ts';
import type { SearchStore } from '../../domain/search-store.ts';
import type {
  AccountStore,
  AuditStore,
  DeliveryStore,
  DeviceStore,
  NetworkSessionStore,
  ReceivedStore,
} from '../../domain/stores.ts';
import type { Trial } from '../../domain/trial.ts';
import type { CompareRequest } from '../../services/compare-request.ts';
import type { Inbox } from '../../services/inbox.ts';
import type { LabArchives } from '../../services/lab-archive.ts';
import type { RecordedAnswers } from '../../services/recorded-answers.ts';

/** What the inspector needs; all of it ports. */
export interface InspectorParts {
  deliveries: DeliveryStore;
  accounts: AccountStore;
  audit: AuditStore;
  devices: DeviceStore;
  networkSessions: NetworkSessionStore;
  received: ReceivedStore;
  search: SearchStore;
  inbox: Inbox;
  events: Events;
  clock: Clock;
  portal: Portal;
  info(): LabInfo;
  /** Puts the lab back to the start: nothing sent, nothing received, no faults. */
  reset(): Promise<void>;
  /** Queues a finished delivery once more; false when it is not finished. */
  sendAgain(deliveryId: string): Promise<boolean>;
  /** For the pages of providers and certificates; these are not there without it. */
  trial?: Trial;
  book?: ProviderBook;
  random?: Random;
  /** The scripted faults of the simulators; none can be scripted without it. */
  faults?: FaultDesk;
  /** The whole lab as a file, and back. */
  archives?: LabArchives;
  /** What real providers answered. */
  recorded?: RecordedAnswers;
  /** What we would have sent in place of a request that a simulator received; no page shows it without. */
  compare?: CompareRequest;
  /** Every secret of the lab and of the providers, to be masked in what the simulators received. */
  secrets?(): string[];
  /** Host names besides the loopback ones by which the lab may be called. */
  hosts?: string[];
}

/** Scripts of others rely on these names. */
export interface LabInfo {
  release: string;
  portal: { id: string; url: string };
  simulators: {
    http: string;
    https: string;
    ca: string;
    clickatell: { user: string; password: string; apiId: string; token: string; key: string };
    twilio: { accountSid: string; authToken: string; from: string };
  };
  smtp: { host: string; port: number };
}
