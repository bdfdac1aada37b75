import { type Kysely, sql, type Transaction } from 'kysely';
import { addressKey } from '../domain/address.ts';
import type { Delivery, DeliveryStatus } from '../domain/delivery.ts';
import { currentTag } from '../domain/lab-tag.ts';
import type { DeliveryFilter, DeliveryStore } from '../domain/stores.ts';
import { deliveryQueue, openAttempt } from './delivery-queue.ts';
import { toAttempt, toAttemptRow, toDelivery, toDeliveryRow } from './delivery-rows.ts';
import type { Engine } from './engine.ts';
import type { Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';
import { unindexed } from './unindexed.ts';

export function deliveries(db: Kysely<Schema>, engine: Engine): DeliveryStore {
  return {
    ...deliveryQueue(db, engine),

    async enqueue(delivery) {
      await db.transaction().execute((transaction) => insertDelivery(transaction, delivery));
    },

    open: (delivery) =>
      db.transaction().execute(async (transaction) => {
        await insertDelivery(transaction, { ...delivery, status: 'sending', attemptCount: 1 });
        await openAttempt(transaction, delivery.id, 1, delivery.createdAt);
      }),

    restore: (delivery, attempts) =>
      db.transaction().execute(async (transaction) => {
        await insertDelivery(transaction, delivery);
        for (const attempt of attempts) {
          await transaction.insertInto('attempts').values(toAttemptRow(delivery.id, attempt)).execute();
        }
      }),

    async find(id) {
      const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      const attempts = await db
        .selectFrom('attempts')
        .selectAll()
        .where('deliveryId', '=', id)
        .orderBy('number')
        .execute();
      return { delivery: toDelivery(row), attempts: attempts.map(toAttempt) };
    },

    async latest() {
      const row = await db
        .selectFrom('deliveries')
        .select('id')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? null;
    },

    async list(filter) {
      const matching = matchingDeliveries(db, filter);
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where(
          'seq',
          'in',
          matching
            .select('seq')
            .orderBy('seq', 'desc')
            .limit(filter.limit)
            .offset(filter.offset ?? 0),
        )
        .orderBy('seq', 'desc')
        .execute();
      return { total: await countDeliveries(db, filter, matching), items: rows.map(toDelivery) };
    },

    async counts() {
      const rows = await db
        .selectFrom('tallies')
        .where('entity', '=', 'deliveries')
        .groupBy('state')
        .select((eb) => ['state', eb.fn.sum('amount').as('amount')])
        .execute();
      const amounts = new Map(rows.map((row) => [row.state, Number(row.amount)]));
      const count = (status: DeliveryStatus) => amounts.get(status) ?? 0;
      return {
        queued: count('queued'),
        sending: count('sending'),
        sent: count('sent'),
        failed: count('failed'),
      };
    },
  };
}

/** For every transaction that queues a delivery. */
export async function insertDelivery(transaction: Transaction<Schema>, delivery: Delivery): Promise<void> {
  const tag = delivery.tag ?? currentTag() ?? (await tagOfAccount(transaction, delivery.accountId));
  await transaction
    .insertInto('deliveries')
    .values(toDeliveryRow({ ...delivery, tag }))
    .execute();
  await addToTallies(transaction, [
    { entity: 'deliveries', state: delivery.status, provider: delivery.provider, amount: 1 },
  ]);
}

/** What is sent about an account later, by the keeper or a sponsor, still belongs to the test that made the account. */
async function tagOfAccount(
  transaction: Transaction<Schema>,
  accountId: string | null,
): Promise<string | null> {
  if (accountId === null) return null;
  const row = await transaction
    .selectFrom('accounts')
    .select('tag')
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row?.tag ?? null;
}

/** An account has few deliveries and a recipient some, so those filters lead; the others are then only checked. */
function matchingDeliveries(db: Kysely<Schema>, { to, provider, status, accountId, tag }: DeliveryFilter) {
  let query = db.selectFrom('deliveries');
  const checkOnly = accountId !== undefined || to !== undefined || tag !== undefined;
  const reference = (column: string) => (checkOnly ? unindexed(column) : sql.ref(column));
  if (accountId !== undefined) query = query.where('accountId', '=', accountId);
  if (to !== undefined) {
    const column = accountId === undefined ? sql.ref('toKey') : unindexed('toKey');
    query = query.where(column, '=', addressKey(to));
  }
  if (tag !== undefined) {
    const leads = accountId === undefined && to === undefined;
    query = query.where(leads ? sql.ref('tag') : unindexed('tag'), '=', tag);
  }
  if (provider !== undefined) query = query.where(reference('provider'), '=', provider);
  if (status !== undefined) query = query.where(reference('status'), '=', status);
  return query;
}

async function countDeliveries(
  db: Kysely<Schema>,
  { to, provider, status, accountId, tag }: DeliveryFilter,
  matching: ReturnType<typeof matchingDeliveries>,
): Promise<number> {
  if (to === undefined && accountId === undefined && tag === undefined) {
    return readTally(db, {
      entity: 'deliveries',
      ...(status !== undefined && { state: status }),
      ...(provider !== undefined && { provider }),
    });
  }
  const row = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
  return Number(row?.total ?? 0);
}
