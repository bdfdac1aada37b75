import { type Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';

/** What happens to accounts after their registration: states, sponsors, audit; their devices and network sessions. */
export async function accountLife(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await widenAccounts(db);
  await createAccountEvents(db, engine);
  await createDevices(db, engine);
  await createNetworkSessions(db, engine);
}

async function widenAccounts(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('accounts');
  await table()
    .addColumn('creation', 'text', (column) => column.notNull().defaultTo('self'))
    .execute();
  for (const name of [
    'groupTag',
    'sponsorUserName',
    'reasonForState',
    'stateBefore',
    'passwordChangedAt',
    'expiryNotifiedAt',
  ]) {
    await table().addColumn(name, 'text').execute();
  }
  await table().addColumn('minutesFromFirstLogin', 'integer').execute();
  await db.schema.createIndex('accountsByEnd').on('accounts').column('validTo').execute();
  // Only those still to be told of their end, so that the index stays as small as the work there is.
  await db.schema
    .createIndex('accountsToNotify')
    .on('accounts')
    .columns(['guestType', 'validTo'])
    .where(sql.ref('expiryNotifiedAt'), 'is', null)
    .execute();
}

/** No foreign key: the lines about an account outlive it. */
async function createAccountEvents(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('accountEvents'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('accountId', 'text', (column) => column.notNull())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('actorName', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('fromState', 'text')
    .addColumn('toState', 'text')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('accountEventsBySeq').on('accountEvents').column('seq').execute();
  await db.schema
    .createIndex('accountEventsByAccount')
    .on('accountEvents')
    .columns(['accountId', 'seq', 'actor'])
    .execute();
  await db.schema.createIndex('accountEventsByActor').on('accountEvents').columns(['actor', 'seq']).execute();
}

async function createDevices(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('devices'))
    .addColumn('mac', 'text', (column) => column.notNull().unique())
    .addColumn('accountId', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('registeredAt', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('devicesByAccount').on('devices').columns(['accountId', 'seq']).execute();
}

/** No foreign key: a session outlives the account that was used on it. */
async function createNetworkSessions(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('networkSessions'))
    .addColumn('sessionId', 'text', (column) => column.notNull().unique())
    .addColumn('portalId', 'text', (column) => column.notNull())
    .addColumn('mac', 'text')
    .addColumn('ip', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('accountId', 'text')
    .addColumn('redirectedAt', 'text', (column) => column.notNull())
    .addColumn('registeredAt', 'text')
    .addColumn('authenticatedAt', 'text')
    .addColumn('coaSentAt', 'text')
    .addColumn('disconnectedAt', 'text')
    .addColumn('reason', 'text')
    .addColumn('originatingUrl', 'text')
    .execute();
  await db.schema.createIndex('networkSessionsBySeq').on('networkSessions').column('seq').execute();
  await db.schema
    .createIndex('networkSessionsByAccount')
    .on('networkSessions')
    .columns(['accountId', 'seq'])
    .execute();
  await db.schema
    .createIndex('networkSessionsByAccountOnline')
    .on('networkSessions')
    .columns(['accountId', 'authenticatedAt', 'seq'])
    .execute();
}
