import type { Kysely } from 'kysely';
import type { NetworkSessionStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';

/** Anyone can call the gateway with an id of his own; the oldest sessions make room. */
const KEPT = 10_000;
const MOST = 1_000;

export function networkSessions(db: Kysely<Schema>): NetworkSessionStore {
  return {
    async save(session) {
      const { sessionId, ...rest } = session;
      await db.transaction().execute(async (transaction) => {
        const known = await transaction
          .updateTable('networkSessions')
          .set(rest)
          .where('sessionId', '=', sessionId)
          .executeTakeFirst();
        if (known.numUpdatedRows > 0n) return;
        const { seq } = await transaction
          .insertInto('networkSessions')
          .values(session)
          .returning('seq')
          .executeTakeFirstOrThrow();
        const dropped = await transaction
          .deleteFrom('networkSessions')
          .where('seq', '<=', seq - KEPT)
          .executeTakeFirst();
        const amount = 1 - Number(dropped.numDeletedRows);
        await addToTallies(transaction, [{ entity: 'networkSessions', amount }]);
      });
    },

    async find(sessionId) {
      const row = await db
        .selectFrom('networkSessions')
        .selectAll()
        .where('sessionId', '=', sessionId)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { seq: _seq, ...session } = row;
      return session;
    },

    async list({ accountId, limit, offset = 0 }) {
      let matching = db.selectFrom('networkSessions');
      if (accountId !== undefined) matching = matching.where('accountId', '=', accountId);
      const rows = await db
        .selectFrom('networkSessions')
        .selectAll()
        .where('seq', 'in', matching.select('seq').orderBy('seq', 'desc').limit(limit).offset(offset))
        .orderBy('seq', 'desc')
        .execute();
      const total = async () => {
        if (accountId === undefined) return readTally(db, { entity: 'networkSessions' });
        const row = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirst();
        return Number(row?.total ?? 0);
      };
      return { total: await total(), items: rows.map(({ seq: _seq, ...session }) => session) };
    },

    async listOnline(accountId) {
      const rows = await db
        .selectFrom('networkSessions')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('authenticatedAt', 'is not', null)
        .where('state', 'in', ['authenticated', 'coa-sent'])
        .orderBy('authenticatedAt')
        .orderBy('seq')
        .limit(MOST)
        .execute();
      return rows.map(({ seq: _seq, ...session }) => session);
    },
  };
}
