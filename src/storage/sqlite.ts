import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import { AppError } from '../domain/errors.ts';
import type { Engine } from './engine.ts';
import { lockFolder } from './folder-lock.ts';

const IN_MEMORY = ':memory:';
/** How long a statement waits for another program, a backup say, that is writing to the file. */
const BUSY_TIMEOUT_MS = 5000;
/** Our queries come in a few dozen shapes; the limit only guards against one that varies without end. */
const CACHED_STATEMENTS = 300;
/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY, from SQLite's list of extended result codes. */
const UNIQUE_VIOLATIONS = [2067, 1555];

/**
 * Opens a database file, creating it and its folder, or `:memory:`. A file is held by one process at a time.
 * Throws `AppError`: `conflict` when another process has it, `invalid` when it cannot be opened or is no database.
 */
export function openSqlite(file: string): Engine {
  const location = file === IN_MEMORY ? file : resolve(file);
  return {
    location,
    dialect: new SqliteDialect({ database: location === IN_MEMORY ? openInMemory() : openFile(location) }),
    blob: 'blob',
    skipLocked: false,
    addSequence: (table) =>
      table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement()),
    member: (column, name) => sql`json_extract(${sql.ref(column)}, ${`$.${JSON.stringify(name)}`})`,
    isUniqueViolation: (error) => UNIQUE_VIOLATIONS.includes(errorCode(error)),
  };
}

function openInMemory(): SqliteDatabase {
  const database = new DatabaseSync(IN_MEMORY);
  return adapt(database, () => database.close());
}

function openFile(file: string): SqliteDatabase {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new AppError('invalid', `cannot create the data folder ${dirname(file)}: ${text(error)}`);
  }
  const unlock = lockFolder(file);
  let database: DatabaseSync | null = null;
  try {
    const opened = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    database = opened;
    // FULL: a commit is on the disk before it is acknowledged, so that it survives a power cut.
    opened.exec('pragma journal_mode = wal; pragma synchronous = full;');
    return adapt(opened, () => {
      try {
        opened.exec('pragma wal_checkpoint(truncate)');
        opened.close();
      } finally {
        unlock();
      }
    });
  } catch (error) {
    database?.close();
    unlock();
    throw new AppError('invalid', `cannot open the database ${file}: ${text(error)}`);
  }
}

/** Kysely's SQLite dialect expects the shape of better-sqlite3; this gives `node:sqlite` that shape. */
function adapt(database: DatabaseSync, close: () => void): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    close,
    prepare(sql) {
      const cached = cache.get(sql);
      if (cached !== undefined) return cached;
      const statement = adaptStatement(database, sql);
      if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '');
      cache.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(database: DatabaseSync, sql: string): SqliteStatement {
  // A transaction that reads first and writes later could otherwise find itself overtaken by another program.
  const statement: StatementSync = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    // An iterator keeps its statement busy, so it gets one of its own.
    iterate: (parameters) => database.prepare(sql).iterate(...bindable(parameters)),
  };
}

/** `node:sqlite` refuses `undefined`, which elsewhere means null. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => (value === undefined ? null : (value as SQLInputValue)));
}

function errorCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
