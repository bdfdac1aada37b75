import type { Insertable, Kysely } from 'kysely';
import type { Schema, TalliesTable } from './schema.ts';

/** Which rows a number is about; what is left out is not looked at. */
export interface TallyFilter {
  entity: TalliesTable['entity'];
  state?: string;
  provider?: string;
}

/**
 * Adds to the numbers of rows, in the transaction that writes those rows. Always in the same order, so that two
 * transactions which change the same numbers wait for each other instead of locking each other out.
 */
export async function addToTallies(
  db: Kysely<Schema>,
  changes: (TallyFilter & { amount: number })[],
): Promise<void> {
  const sums = new Map<string, Insertable<TalliesTable>>();
  for (const { entity, state = '', provider = '', amount } of changes) {
    const key = JSON.stringify([entity, state, provider]);
    sums.set(key, { entity, state, provider, amount: amount + (sums.get(key)?.amount ?? 0) });
  }
  const rows = [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (rows.length === 0) return;
  await db
    .insertInto('tallies')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['entity', 'state', 'provider'])
        .doUpdateSet((eb) => ({ amount: eb('tallies.amount', '+', eb.ref('excluded.amount')) })),
    )
    .execute();
}

export async function readTally(db: Kysely<Schema>, filter: TallyFilter): Promise<number> {
  let query = db.selectFrom('tallies').where('entity', '=', filter.entity);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.provider !== undefined) query = query.where('provider', '=', filter.provider);
  const row = await query.select((eb) => eb.fn.sum('amount').as('amount')).executeTakeFirst();
  return Number(row?.amount ?? 0);
}
