import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../domain/errors.ts';

/** SQLITE_BUSY, the low byte of its extended codes. */
const BUSY = 5;
/** Only for the moment in which a newcomer reads who holds the folder while the holder is still writing it down. */
const READER_TIMEOUT_MS = 2000;

/**
 * Keeps every other process away from a database file until the returned function is called or this process is gone.
 * The lock is a write transaction held open on a small file next to it: the kernel drops it with the process,
 * however that dies, so it is never stale, and process ids that mean nothing in another container decide nothing.
 * Throws `AppError`: `conflict` naming folder and holder, `invalid` when the folder cannot be written to.
 */
export function lockFolder(file: string): () => void {
  const folder = dirname(file);
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(`${file}-lock`, { timeout: 0 });
    lock.exec('begin immediate');
    lock.exec(`pragma busy_timeout = ${READER_TIMEOUT_MS}`);
    lock.exec('create table if not exists holder (pid integer not null, host text not null)');
    lock.exec('delete from holder');
    lock.prepare('insert into holder values (?, ?)').run(process.pid, hostname());
    // Others can read only what is committed; if one of them comes in between, it has the folder and we have not.
    lock.exec('commit; pragma busy_timeout = 0; begin immediate;');
    const held = lock;
    return () => held.close();
  } catch (error) {
    const refusal = isBusy(error)
      ? new AppError(
          'conflict',
          `the data folder ${folder} is in use by ${holder(lock)} (${basename(file)} takes one process at a time)`,
        )
      : new AppError('invalid', `cannot write to the data folder ${folder}: ${String(error)}`);
    lock?.close();
    throw refusal;
  }
}

function holder(lock: DatabaseSync | null): string {
  try {
    const row = lock?.prepare('select pid, host from holder').get();
    return row === undefined ? 'another process' : `process ${row.pid} on ${row.host}`;
  } catch {
    // The other process has taken the lock but not yet said who it is.
    return 'another process';
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}
