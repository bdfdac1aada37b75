import { type Kysely, sql } from 'kysely';
import type { AuditEntry } from '../domain/audit.ts';
import type { AuditStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';
import { unindexed } from './unindexed.ts';

export function audit(db: Kysely<Schema>): AuditStore {
  return {
    async record(...entries) {
      await db.transaction().execute(async (transaction) => {
        for (const entry of entries) await insertEntry(transaction, entry);
      });
    },

    async list({ accountId, actor, limit, offset = 0 }) {
      let matching = db.selectFrom('accountEvents');
      if (accountId !== undefined) matching = matching.where('accountId', '=', accountId);
      // Of both filters the account's matches less, so its index leads.
      const actorColumn = accountId === undefined ? sql.ref<string>('actor') : unindexed('actor');
      if (actor !== undefined) matching = matching.where(actorColumn, '=', actor);
      const rows = await db
        .selectFrom('accountEvents')
        .selectAll()
        .where('seq', 'in', matching.select('seq').orderBy('seq', 'desc').limit(limit).offset(offset))
        .orderBy('seq', 'desc')
        .execute();
      const total = async () => {
        if (accountId === undefined) {
          return readTally(db, { entity: 'accountEvents', ...(actor !== undefined && { state: actor }) });
        }
        const row = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
        return Number(row?.total ?? 0);
      };
      return { total: await total(), items: rows.map(({ seq: _seq, ...entry }) => entry) };
    },
  };
}

/** Writes a line inside the transaction of whatever it is about. */
export async function insertEntry(transaction: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await transaction.insertInto('accountEvents').values(entry).execute();
  await addToTallies(transaction, [{ entity: 'accountEvents', state: entry.actor, amount: 1 }]);
}
