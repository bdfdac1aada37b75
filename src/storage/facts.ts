import type { Kysely } from 'kysely';
import type { FactStore } from '../domain/stores.ts';
import type { Schema } from './schema.ts';

export function facts(db: Kysely<Schema>): FactStore {
  return {
    async find(name) {
      const row = await db.selectFrom('labFacts').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    },

    async save(name, value) {
      await db
        .insertInto('labFacts')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
