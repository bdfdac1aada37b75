import type { Kysely } from 'kysely';
import { AppError } from '../domain/errors.ts';
import type { Engine } from './engine.ts';
import { type Migration, migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

/**
 * Brings the database to the schema of this program, each step in a transaction of its own.
 * Throws `AppError('unsupported')` naming the database, before anything is written to it, when a newer program has
 * been there.
 */
export async function migrate(
  db: Kysely<Schema>,
  engine: Engine,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .execute();
  const rows = await db.selectFrom('migrations').select('name').orderBy('name').execute();
  const applied = new Set(rows.map((row) => row.name));
  refuseNewer(engine, applied, steps);
  for (const step of steps) {
    if (applied.has(step.name)) continue;
    await db.transaction().execute(async (transaction) => {
      // A migration speaks of tables as they were at its time, which today's types do not know.
      await step.up(transaction as unknown as Kysely<unknown>, engine);
      await transaction.insertInto('migrations').values({ name: step.name }).execute();
    });
  }
}

function refuseNewer(engine: Engine, applied: Set<string>, steps: readonly Migration[]): void {
  const known = new Set(steps.map((step) => step.name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new AppError(
    'unsupported',
    `the database ${engine.location} was written by a newer version of this program (it has ${unknown.join(', ')}): ` +
      'update the program, or choose another data folder',
  );
}
