import { type Kysely, sql } from 'kysely';

/**
 * When a guest answered the offer of a password of their own. Those who had signed on more than once had been asked
 * the first time, as it was then.
 */
export async function passwordOffer(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('passwordOfferAnsweredAt', 'text').execute();
  const [answered, first, last] = ['passwordOfferAnsweredAt', 'firstLoginAt', 'lastLoginAt'].map((name) =>
    sql.ref(name),
  );
  await sql`update ${sql.table('accounts')} set ${answered} = ${first} where ${first} <> ${last}`.execute(db);
}
