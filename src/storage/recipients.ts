import { type Kysely, sql } from 'kysely';
import type { ReceivedStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';

/** Notes a message with whom it is for, in the transaction that writes it. */
export async function noteRecipient(
  transaction: Kysely<Schema>,
  { channel, toKey, seq }: { channel: 'sms' | 'email'; toKey: string; seq: number },
): Promise<void> {
  // Without digits and without an address it is nobody's.
  if (toKey === '') return;
  const { amount } = await transaction
    .insertInto('recipients')
    .values({ channel, toKey, lastSeq: seq, amount: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['channel', 'toKey'])
        .doUpdateSet((eb) => ({ lastSeq: seq, amount: eb('recipients.amount', '+', 1) })),
    )
    .returning('amount')
    .executeTakeFirstOrThrow();
  if (amount === 1) await addToTallies(transaction, [{ entity: 'recipients', state: channel, amount: 1 }]);
}

/** Who got messages, whoever got one last first. */
export async function listRecipients(
  db: Kysely<Schema>,
  { channel, limit, offset = 0 }: Parameters<ReceivedStore['listRecipients']>[0],
): Promise<{ total: number; rows: { key: string; amount: number; seq: number }[] }> {
  const rows = await db
    .selectFrom('recipients')
    .where('channel', '=', channel)
    .select(['toKey as key', 'amount', sql.ref<number>('lastSeq').as('seq')])
    .orderBy('lastSeq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return { total: await readTally(db, { entity: 'recipients', state: channel }), rows };
}
