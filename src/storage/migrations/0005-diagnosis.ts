import type { Kysely } from 'kysely';

/** What was wrong with an attempt, and with the last one of a delivery. */
export async function diagnosis(db: Kysely<unknown>): Promise<void> {
  for (const table of ['attempts', 'deliveries']) {
    await db.schema
      .alterTable(table)
      .addColumn('diagnosis', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
  }
}
