import type { Generated } from 'kysely';
import type { Account } from '../domain/account.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Attempt, Delivery } from '../domain/delivery.ts';
import type { Device } from '../domain/device.ts';
import type { NetworkSession } from '../domain/network-session.ts';
import type { Notice } from '../domain/sponsor-store.ts';
import type { ReceivedMessage, ReceivedRequest } from '../domain/stores.ts';

/** The tables as queries see them. Truth values are 0 and 1, objects and lists JSON text, bytes blobs. */
export interface Schema {
  accounts: AccountsTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  requests: RequestsTable;
  messages: MessagesTable;
  sessions: SessionsTable;
  accountEvents: AccountEventsTable;
  devices: DevicesTable;
  networkSessions: NetworkSessionsTable;
  usedLinks: { id: string; usedAt: string };
  notices: NoticesTable;
  recipients: RecipientsTable;
  tallies: TalliesTable;
  recordings: RecordingsTable;
  labFacts: { name: string; value: string };
  migrations: MigrationsTable;
}

/** `seq` grows with every row and gives the order; times are only shown. */
export interface Sequenced {
  seq: Generated<number>;
}

export interface AccountsTable extends Sequenced, Omit<Account, 'fields'> {
  usernameKey: string;
  fields: string;
}

export interface DeliveriesTable
  extends Sequenced,
    Omit<Delivery, 'message' | 'mayHaveBeenSent' | 'diagnosis' | 'tag'> {
  tag: string | null;
  toKey: string;
  mayHaveBeenSent: number;
  message: string;
  diagnosis: string;
}

export interface AttemptsTable extends Omit<Attempt, 'receipt' | 'failure' | 'transcripts' | 'diagnosis'> {
  deliveryId: string;
  diagnosis: string;
  receipt: string | null;
  failure: string | null;
  transcripts: string;
}

export interface RequestsTable extends Sequenced, Omit<ReceivedRequest, 'secure'> {
  secure: number;
}

export interface MessagesTable extends Sequenced, Omit<ReceivedMessage, 'tag'> {
  tag: string | null;
  toKey: string;
}

export interface SessionsTable {
  id: string;
  data: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface AccountEventsTable extends Sequenced, AuditEntry {}

export interface DevicesTable extends Sequenced, Device {}

export interface NetworkSessionsTable extends Sequenced, NetworkSession {}

export interface NoticesTable extends Sequenced, Omit<Notice, 'results'> {
  results: string;
}

/** A phone or a mailbox: the form in which its address is compared, its newest message, and how many it has. */
export interface RecipientsTable {
  channel: 'sms' | 'email';
  toKey: string;
  lastSeq: number;
  amount: number;
}

/** How many rows of an entity are in one state and, of deliveries, belong to one provider. */
export interface TalliesTable {
  entity:
    | 'accounts'
    | 'deliveries'
    | 'requests'
    | 'messages'
    | 'recipients'
    | 'accountEvents'
    | 'networkSessions';
  state: string;
  provider: string;
  amount: number;
}

/** `recording` is the whole of it as JSON text. */
export interface RecordingsTable extends Sequenced {
  id: string;
  host: string;
  recording: string;
}

export interface MigrationsTable {
  name: string;
}
