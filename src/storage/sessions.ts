import type { Kysely } from 'kysely';
import type { SessionStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';

export function sessions(db: Kysely<Schema>): SessionStore {
  return {
    async find(id, now) {
      const row = await db
        .selectFrom('sessions')
        .select('data')
        .where('id', '=', id)
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      return row?.data ?? null;
    },

    async save(id, data, expiresAt) {
      await db
        .insertInto('sessions')
        .values({ id, data, expiresAt })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ data, expiresAt }))
        .execute();
    },

    async remove(id) {
      await db.deleteFrom('sessions').where('id', '=', id).execute();
    },

    async prune(now) {
      await db.deleteFrom('sessions').where('expiresAt', '<=', now).execute();
    },
  };
}
