import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Whether a one-time link was used up; `db` may be a transaction. */
export async function isLinkUsed(db: Kysely<Schema>, id: string): Promise<boolean> {
  const row = await db.selectFrom('usedLinks').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
