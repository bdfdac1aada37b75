import { type Kysely, sql } from 'kysely';

/** When an account was approved; for those that were already, as their audit lines have it. */
export async function approvedAt(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('approvedAt', 'text').execute();
  const [accounts, events] = [sql.table('accounts'), sql.table('accountEvents')];
  await sql`update ${accounts} set ${sql.ref('approvedAt')} = (
    select max(${sql.ref('at')}) from ${events}
    where ${sql.ref('accountEvents.accountId')} = ${sql.ref('accounts.id')}
      and ${sql.ref('accountEvents.action')} = 'approve'
  )`.execute(db);
}
