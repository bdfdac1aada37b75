import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';

/** Links in mails that were used, and what sponsors are told about large selections of accounts. */
export async function sponsors(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema
    .createTable('usedLinks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('usedAt', 'text', (column) => column.notNull())
    .execute();
  await engine
    .addSequence(db.schema.createTable('notices'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('sponsor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('endedAt', 'text', (column) => column.notNull())
    .addColumn('results', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('noticesBySponsor').on('notices').columns(['sponsor', 'seq']).execute();
}
