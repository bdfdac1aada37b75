import type { Account } from './account.ts';
import type { AuditEntry } from './audit.ts';
import type { Attempt, Delivery } from './delivery.ts';
import type { Device } from './device.ts';
import type { NetworkSession } from './network-session.ts';
import type { ReceivedMessage, ReceivedRequest } from './stores.ts';

/** What a file of a lab calls itself. */
export const ARCHIVE_FORMAT = 'ise-guest-lab';

/** Of the shape below: raised with every change that an older program could not read. */
export const ARCHIVE_VERSION = 1;

/** A whole lab as one file, to attach to a bug report. Lists are the oldest first. Secrets and passwords are masked. */
export interface LabArchive {
  format: typeof ARCHIVE_FORMAT;
  version: typeof ARCHIVE_VERSION;
  origin: ArchiveOrigin;
  accounts: Account[];
  deliveries: { delivery: Delivery; attempts: Attempt[] }[];
  requests: ArchivedRequest[];
  messages: ReceivedMessage[];
  audit: AuditEntry[];
  sessions: NetworkSession[];
  devices: Device[];
}

/** Where a file comes from, and what was set there. */
export interface ArchiveOrigin {
  exportedAt: string;
  /** ISE's, as the lab played it. */
  release: string;
  /** `masked`: without the passwords of guests; `kept`: with them, as they stood in the messages. */
  texts: 'masked' | 'kept';
  /** Whether only the newest are here. */
  cut: boolean;
  settings: { providers: unknown; portal: unknown };
}

/** Bytes as base64. */
export interface ArchivedRequest extends Omit<ReceivedRequest, 'raw' | 'response'> {
  raw: string;
  response: string;
}
