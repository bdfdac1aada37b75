import { Kysely, type LogConfig } from 'kysely';
import type { Stores } from '../domain/stores.ts';
import { accounts } from './accounts.ts';
import { audit } from './audit.ts';
import { deliveries } from './deliveries.ts';
import { devices } from './devices.ts';
import type { Engine } from './engine.ts';
import { facts } from './facts.ts';
import { migrate } from './migrate.ts';
import { networkSessions } from './network-sessions.ts';
import { received } from './received.ts';
import { recordings } from './recordings.ts';
import type { Schema } from './schema.ts';
import { search } from './search.ts';
import { sessions } from './sessions.ts';
import { sponsors } from './sponsors.ts';
import { emptyTextIndex } from './text-index.ts';
import { TEXT_INDEXES } from './text-indexes.ts';

/** Children before parents. */
const TABLES = [
  'attempts',
  'deliveries',
  'devices',
  'accounts',
  'accountEvents',
  'networkSessions',
  'messages',
  'requests',
  'sessions',
  'usedLinks',
  'notices',
  'recipients',
  'tallies',
  'labFacts',
] as const satisfies (keyof Schema)[];

/** The stores over any engine, its schema brought up to date. `log` sees each query, for tests. */
export async function storesOn(engine: Engine, log: LogConfig = []): Promise<Stores> {
  const db = new Kysely<Schema>({ dialect: engine.dialect, log });
  try {
    await migrate(db, engine);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  let closed: Promise<void> | null = null;
  return {
    accounts: accounts(db, engine),
    deliveries: deliveries(db, engine),
    received: received(db),
    sessions: sessions(db),
    sponsors: sponsors(db, engine),
    devices: devices(db),
    networkSessions: networkSessions(db),
    audit: audit(db),
    facts: facts(db),
    recordings: recordings(db),
    search: search(db),

    async clear() {
      await db.transaction().execute(async (transaction) => {
        for (const table of TABLES) await transaction.deleteFrom(table).execute();
        for (const { name } of TEXT_INDEXES) await emptyTextIndex(transaction, name);
      });
    },

    close() {
      // Holding a connection: on an engine that has only one, whatever was begun before is then done.
      closed ??= db.connection().execute(() => db.destroy());
      return closed;
    },
  };
}
