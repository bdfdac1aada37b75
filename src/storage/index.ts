import type { Stores } from '../domain/stores.ts';
import { openSqlite } from './sqlite.ts';
import { storesOn } from './stores.ts';

export type StorageOptions = {
  /** The path of the database file, or `:memory:`, which keeps nothing. */
  file: string;
};

/**
 * Opens the stores, creating folder, file and tables where they are missing.
 * Throws `AppError` naming folder or file: `conflict` when another process has it open, `unsupported` when a newer
 * version of the program wrote it, `invalid` when it cannot be opened.
 */
export async function openStores({ file }: StorageOptions): Promise<Stores> {
  return storesOn(openSqlite(file));
}
