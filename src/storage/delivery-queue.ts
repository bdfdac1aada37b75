import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AttemptOutcome, DeliveryStatus } from '../domain/delivery.ts';
import { AppError } from '../domain/errors.ts';
import type { DeliveryStore } from '../domain/stores.ts';
import { toClosedAttempt, toDelivery, toFinishedDelivery } from './delivery-rows.ts';
import type { Engine } from './engine.ts';
import type { DeliveriesTable, Schema } from './schema.ts';
import { addToTallies } from './tallies.ts';

type Queue = Pick<DeliveryStore, 'claim' | 'markTransmitting' | 'finish' | 'recover' | 'requeue'>;

/** The deliveries table as a queue: an attempt is open exactly as long as its delivery is `sending`. */
export function deliveryQueue(db: Kysely<Schema>, engine: Engine): Queue {
  return {
    claim: ({ busyProviders, now }) =>
      db.transaction().execute(async (transaction) => {
        const busy = new Set(busyProviders);
        for (const provider of await providersWithWork(transaction)) {
          if (busy.has(provider)) continue;
          const row = await takeOldest(transaction, engine, provider, now);
          if (row === null) continue;
          await openAttempt(transaction, row.id, row.attemptCount, now);
          await moveTally(transaction, row.provider, 'queued', 'sending');
          return { delivery: toDelivery(row), attempt: row.attemptCount };
        }
        return null;
      }),

    async markTransmitting(id, attempt, now) {
      const result = await db
        .updateTable('attempts')
        // A message in several parts leaves several times: the first one counts.
        .set((eb) => ({ transmittedAt: eb.fn.coalesce('transmittedAt', eb.val(now)) }))
        .where('deliveryId', '=', id)
        .where('number', '=', attempt)
        .where('endedAt', 'is', null)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) {
        throw new AppError('conflict', `attempt ${attempt} of delivery ${id} is not open any more`);
      }
    },

    finish: (id, attempt, outcome) =>
      db.transaction().execute(async (transaction) => {
        if (!(await closeAttempt(transaction, id, attempt, outcome))) return;
        await change(transaction, id, 'sending', toFinishedDelivery(outcome));
      }),

    recover: ({ notSent, maybeSent }) =>
      db.transaction().execute(async (transaction) => {
        const result = { requeued: 0, marked: 0 };
        for (const { id, attemptCount, transmittedAt } of await interrupted(transaction)) {
          if (transmittedAt === null) {
            await closeAttempt(transaction, id, attemptCount, notSent);
            await change(transaction, id, 'sending', queuedAgain(notSent.endedAt, notSent.reason));
            result.requeued++;
          } else {
            await closeAttempt(transaction, id, attemptCount, maybeSent);
            await change(transaction, id, 'sending', toFinishedDelivery(maybeSent));
            result.marked++;
          }
        }
        return result;
      }),

    requeue: (id, now) =>
      db.transaction().execute(async (transaction) => {
        for (const finished of ['sent', 'failed'] as const) {
          if (await change(transaction, id, finished, queuedAgain(now, null))) return true;
        }
        return false;
      }),
  };
}

/**
 * The providers with something in the queue, the one whose head is oldest first. Asked by provider, so that the
 * thousands that wait for a silent provider are not read again for each claim.
 */
async function providersWithWork(transaction: Transaction<Schema>): Promise<string[]> {
  const heads = await transaction
    .selectFrom('tallies')
    .where('entity', '=', 'deliveries')
    .where('state', '=', 'queued')
    .where('amount', '>', 0)
    .select((eb) => [
      'tallies.provider',
      eb
        .selectFrom('deliveries')
        .whereRef('deliveries.provider', '=', 'tallies.provider')
        .where('deliveries.status', '=', 'queued')
        .orderBy('deliveries.seq')
        .limit(1)
        .select('deliveries.seq')
        .as('head'),
    ])
    .execute();
  return heads.sort((a, b) => Number(a.head) - Number(b.head)).map(({ provider }) => provider);
}

async function takeOldest(
  transaction: Transaction<Schema>,
  engine: Engine,
  provider: string,
  now: string,
): Promise<Selectable<DeliveriesTable> | null> {
  const row = await transaction
    .updateTable('deliveries')
    .set((eb) => ({ status: 'sending', attemptCount: eb('attemptCount', '+', 1), updatedAt: now }))
    .where('seq', '=', (eb) => {
      const oldest = eb
        .selectFrom('deliveries as waiting')
        .where('waiting.status', '=', 'queued')
        .where('waiting.provider', '=', provider)
        .orderBy('waiting.seq')
        .limit(1)
        .select('waiting.seq');
      return engine.skipLocked ? oldest.forUpdate().skipLocked() : oldest;
    })
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** The row of an attempt is there before the network is touched. */
export async function openAttempt(
  transaction: Transaction<Schema>,
  deliveryId: string,
  number: number,
  startedAt: string,
): Promise<void> {
  await transaction
    .insertInto('attempts')
    .values({ deliveryId, number, startedAt, transcripts: '[]', diagnosis: '[]' })
    .execute();
}

/** False when the attempt is closed already, or not there (any more). */
async function closeAttempt(
  transaction: Transaction<Schema>,
  deliveryId: string,
  number: number,
  outcome: AttemptOutcome,
): Promise<boolean> {
  const result = await transaction
    .updateTable('attempts')
    .set(toClosedAttempt(outcome))
    .where('deliveryId', '=', deliveryId)
    .where('number', '=', number)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Deliveries that were being sent when the process died. */
function interrupted(transaction: Transaction<Schema>) {
  return transaction
    .selectFrom('deliveries')
    .innerJoin('attempts', (join) =>
      join
        .onRef('attempts.deliveryId', '=', 'deliveries.id')
        .onRef('attempts.number', '=', 'deliveries.attemptCount'),
    )
    .where('deliveries.status', '=', 'sending')
    .orderBy('deliveries.seq')
    .select(['deliveries.id', 'deliveries.attemptCount', 'attempts.transmittedAt'])
    .execute();
}

function queuedAgain(now: string, reason: string | null) {
  return {
    status: 'queued',
    iseVerdict: null,
    providerVerdict: null,
    reason,
    diagnosis: '[]',
    mayHaveBeenSent: 0,
    updatedAt: now,
  } as const;
}

/** Writes to a delivery that is in the given status, and counts it anew; false when it is not in that status. */
async function change(
  transaction: Transaction<Schema>,
  id: string,
  from: DeliveryStatus,
  columns: ReturnType<typeof toFinishedDelivery> | ReturnType<typeof queuedAgain>,
): Promise<boolean> {
  const row = await transaction
    .updateTable('deliveries')
    .set(columns)
    .where('id', '=', id)
    .where('status', '=', from)
    .returning('provider')
    .executeTakeFirst();
  if (row === undefined) return false;
  await moveTally(transaction, row.provider, from, columns.status);
  return true;
}

function moveTally(
  transaction: Transaction<Schema>,
  provider: string,
  from: DeliveryStatus,
  to: DeliveryStatus,
): Promise<void> {
  return addToTallies(transaction, [
    { entity: 'deliveries', state: from, provider, amount: -1 },
    { entity: 'deliveries', state: to, provider, amount: 1 },
  ]);
}
