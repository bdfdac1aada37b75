import { type Kysely, sql } from 'kysely';
import { createTextIndex, forgetDeleted } from '../text-index.ts';
import { accountTexts, TEXT_INDEXES } from '../text-indexes.ts';

/** What finds deliveries, messages and accounts by text, time and verdict; and who got messages, the last one first. */
export async function search(db: Kysely<unknown>): Promise<void> {
  for (const index of TEXT_INDEXES) await createTextIndex(db, index);
  await forgetDeleted(db, accountTexts);
  const indexes = {
    deliveriesByTime: ['deliveries', 'createdAt', 'seq'],
    deliveriesByVerdict: ['deliveries', 'providerVerdict', 'seq'],
    messagesByTime: ['messages', 'receivedAt', 'seq'],
    messagesByProvider: ['messages', 'provider', 'seq'],
    accountsByTime: ['accounts', 'createdAt', 'seq'],
  };
  for (const [name, [table = '', ...columns]] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on(table).columns(columns).execute();
  }
  await createRecipients(db);
}

/** One row for each phone and each mailbox, so that their list needs not read their messages. */
async function createRecipients(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recipients')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('toKey', 'text', (column) => column.notNull())
    .addColumn('lastSeq', 'integer', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('recipientsKey', ['channel', 'toKey'])
    .execute();
  await db.schema
    .createIndex('recipientsByLast')
    .on('recipients')
    .columns(['channel', 'lastSeq', 'toKey'])
    .execute();
  const [messages, recipients, tallies] = ['messages', 'recipients', 'tallies'].map((name) =>
    sql.table(name),
  );
  const [channel, toKey, seq] = ['channel', 'toKey', 'seq'].map((name) => sql.ref(name));
  await sql`insert into ${recipients} select ${channel}, ${toKey}, max(${seq}), count(*) from ${messages}
    where ${toKey} <> '' group by ${channel}, ${toKey}`.execute(db);
  await sql`insert into ${tallies} (entity, state, provider, amount)
    select 'recipients', ${channel}, '', count(*) from ${recipients} group by ${channel}`.execute(db);
}
