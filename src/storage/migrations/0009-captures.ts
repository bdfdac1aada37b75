import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';

/** The messages of a request; real answers of providers, kept to be replayed; what is known of the lab as a whole. */
export async function captures(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema.createIndex('messagesByRequest').on('messages').columns(['requestId']).execute();
  await engine
    .addSequence(db.schema.createTable('recordings'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('recording', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('recordingsByHost').on('recordings').columns(['host', 'seq']).execute();
  await db.schema
    .createTable('labFacts')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
