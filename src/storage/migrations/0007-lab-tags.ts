import type { Kysely } from 'kysely';

/** Which test an account, a delivery or a message belongs to; null for those that nobody named. */
export async function labTags(db: Kysely<unknown>): Promise<void> {
  for (const table of ['accounts', 'deliveries', 'messages']) {
    await db.schema.alterTable(table).addColumn('tag', 'text').execute();
  }
  await db.schema.createIndex('deliveriesByTag').on('deliveries').columns(['tag', 'seq']).execute();
  await db.schema.createIndex('messagesByTag').on('messages').columns(['tag', 'seq']).execute();
  await db.schema.createIndex('messagesByProviderId').on('messages').columns(['providerMessageId']).execute();
}
