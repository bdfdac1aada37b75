import type { SendingSettings } from './diagnosis.ts';
import type { Provider } from './provider.ts';
import type { CertificateFacts } from './transcript.ts';

/** A row as `providers.json` has it: members may be missing, and texts may be `{"env": "NAME"}`. Secrets are in it. */
export type JsonRow = Record<string, unknown>;

/** A setting that may stand in the file, or in an environment variable. */
export interface EnvReference {
  env: string;
}

export function isEnvReference(value: unknown): value is EnvReference {
  return typeof value === 'object' && value !== null && 'env' in value && typeof value.env === 'string';
}

/**
 * Why nothing can be saved: the settings came as JSON from a program, the file belongs to the package, or what stands on
 * the disk now cannot be read.
 */
export type ReadOnly = 'parsed' | 'shipped' | 'unreadable';

export interface BookReading {
  /** The file, as it was named; null when the settings came as JSON. */
  file: string | null;
  readOnly: ReadOnly | null;
  /** For `unreadable`: what is wrong, in sentences. */
  problem: string | null;
  /** Names the content of the file; saving needs it. */
  version: string;
  rows: JsonRow[];
}

/** What is wrong with a member of a row: `url`, `emulator.timeoutMs`; `allowed` is the end of "must be …". */
export interface RowMistake {
  field: string;
  value: unknown;
  allowed: string;
}

/** What is to be done to the file: `name` is the row it is about, null for a new one; `row` null takes it out. */
export interface RowChange {
  version: string;
  name: string | null;
  row: JsonRow | null;
}

export type Saved =
  | { saved: true }
  | { mistakes: RowMistake[] }
  /** `changed`: somebody else wrote the file; `gone`: the row is not in it; `unwritable`: the disk says no. */
  | { refused: ReadOnly | 'changed' | 'gone' | 'unwritable'; problem: string | null };

/** One certificate of the trusted certificates store. */
export interface TrustedEntry {
  facts: CertificateFacts;
  /** What stands in `trustedCertificates`; null when the settings came as JSON. */
  entry: string | null;
}

/** The settings by which messages are sent, as a file that a tester edits while the emulator runs. */
export interface ProviderBook {
  read(): BookReading;
  /** What is in use now. */
  settings(): SendingSettings;
  /** The row with environment variables in place, or every mistake in it. `name` is the row that it replaces. */
  check(row: JsonRow, name: string | null): { provider: Provider } | { mistakes: RowMistake[] };
  /** The emulator's settings of a provider that are as a real sender showed them, such as `plus`. */
  observed(provider: Provider): string[];
  /** Writes the file and uses it from then on. */
  save(change: RowChange): Saved;
  trusted(): TrustedEntry[];
  /** Adds PEM texts to the store. Throws `AppError` with a sentence when that cannot be. */
  trust(pems: string[]): { added: CertificateFacts[]; already: CertificateFacts[] };
  /** By fingerprint, serial number, subject, or the entry's own words. Throws `AppError` with a sentence. */
  distrust(wanted: string): void;
}
