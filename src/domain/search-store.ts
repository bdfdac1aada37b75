import type { Account, AccountState } from './account.ts';
import type { ProviderVerdict } from './channel.ts';
import type { Delivery, DeliveryStatus } from './delivery.ts';
import type { ReceivedMessage } from './stores.ts';

/** What every search takes; all that is given must hold. */
export interface SearchFilter {
  /** Looked for as it is written, without regard to case, anywhere; of a number, its digits are looked for too. */
  text?: string;
  /** Moments, ISO 8601 in UTC, both included: when it was queued, received or created. */
  since?: string;
  until?: string;
  /** Go on where an earlier search stopped: its `further`. */
  before?: number;
  limit: number;
  offset?: number;
}

/** What was found, newest first. Nothing is counted or read beyond a bound, so that a search takes no longer with time. */
export interface Found<T> {
  /** How many were found; with `more`, there are more than that. */
  total: number;
  more: boolean;
  items: T[];
  /** Not null when only the newest thousands of candidates were looked through: `before` of the search that goes on. */
  further: number | null;
}

export interface DeliverySearch extends SearchFilter {
  to?: string;
  provider?: string;
  status?: DeliveryStatus;
  verdict?: ProviderVerdict;
  tag?: string;
}

export interface MessageSearch extends SearchFilter {
  to?: string;
  provider?: string;
  channel?: 'sms' | 'email';
  tag?: string;
  /** The id of a message: only those received later than that one; all of them when it is unknown. */
  after?: string;
}

export interface AccountTextSearch extends SearchFilter {
  /** By the clock, as pages show it. */
  state?: AccountState;
  now: string;
}

/** Finds by text and by what lists do not filter by. Its cost does not grow with what is stored. */
export interface SearchStore {
  deliveries(filter: DeliverySearch): Promise<Found<Delivery>>;
  messages(filter: MessageSearch): Promise<Found<ReceivedMessage>>;
  accounts(filter: AccountTextSearch): Promise<Found<Account>>;
}
