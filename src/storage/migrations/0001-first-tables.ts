import type { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';

/** Wide columns come last in a table, so that a list which does not show them does not read past them. */
export async function firstTables(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createAccounts(db, engine);
  await createDeliveries(db, engine);
  await createAttempts(db);
  await createReceived(db, engine);
  await createSessions(db);
  await createTallies(db);
}

async function createAccounts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('accounts'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('usernameKey', 'text', (column) => column.notNull().unique())
    .addColumn('password', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('guestType', 'text', (column) => column.notNull())
    .addColumn('portalId', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('validFrom', 'text', (column) => column.notNull())
    .addColumn('validTo', 'text', (column) => column.notNull())
    .addColumn('firstLoginAt', 'text')
    .addColumn('lastLoginAt', 'text')
    .addColumn('aupAcceptedAt', 'text')
    .addColumn('registrationKey', 'text', (column) => column.notNull().unique())
    .addColumn('fields', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('accountsBySeq').on('accounts').column('seq').execute();
}

async function createDeliveries(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('deliveries'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('accountId', 'text', (column) => column.references('accounts.id').onDelete('set null'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('channel', 'text')
    .addColumn('to', 'text', (column) => column.notNull())
    .addColumn('toKey', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('iseVerdict', 'text')
    .addColumn('providerVerdict', 'text')
    .addColumn('mayHaveBeenSent', 'integer', (column) => column.notNull())
    .addColumn('attemptCount', 'integer', (column) => column.notNull())
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('updatedAt', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('template', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .execute();
  const indexes = {
    deliveriesBySeq: ['seq'],
    deliveriesByAccount: ['accountId', 'seq'],
    // `status` and `provider` at the end let the other filters be checked without reading the rows.
    deliveriesByRecipient: ['toKey', 'seq', 'status', 'provider'],
    deliveriesByProvider: ['provider', 'seq'],
    deliveriesByStatus: ['status', 'seq'],
    deliveriesByStatusAndProvider: ['status', 'provider', 'seq'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on('deliveries').columns(columns).execute();
  }
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('deliveryId', 'text', (column) =>
      column.notNull().references('deliveries.id').onDelete('cascade'),
    )
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('startedAt', 'text', (column) => column.notNull())
    .addColumn('transmittedAt', 'text')
    .addColumn('endedAt', 'text')
    .addColumn('channel', 'text')
    .addColumn('channelReason', 'text')
    .addColumn('iseVerdict', 'text')
    .addColumn('providerVerdict', 'text')
    .addColumn('receipt', 'text')
    .addColumn('failure', 'text')
    .addColumn('transcripts', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('attemptsKey', ['deliveryId', 'number'])
    .execute();
}

async function createReceived(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await engine
    .addSequence(db.schema.createTable('requests'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('protocol', 'text', (column) => column.notNull())
    .addColumn('receivedAt', 'text', (column) => column.notNull())
    .addColumn('remoteAddress', 'text', (column) => column.notNull())
    .addColumn('secure', 'integer', (column) => column.notNull())
    .addColumn('simulator', 'text')
    .addColumn('status', 'integer')
    .addColumn('refusal', 'text')
    .addColumn('fault', 'text')
    .addColumn('raw', engine.blob, (column) => column.notNull())
    .addColumn('response', engine.blob, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('requestsBySeq').on('requests').column('seq').execute();
  // No foreign key to `requests`: a reset may fall between a request and the message it carried.
  await engine
    .addSequence(db.schema.createTable('messages'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('requestId', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('to', 'text', (column) => column.notNull())
    .addColumn('toKey', 'text', (column) => column.notNull())
    .addColumn('from', 'text', (column) => column.notNull())
    .addColumn('receivedAt', 'text', (column) => column.notNull())
    .addColumn('providerMessageId', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('html', 'text')
    .execute();
  const indexes = {
    messagesBySeq: ['seq'],
    messagesByRecipient: ['toKey', 'seq', 'channel'],
    messagesByChannel: ['channel', 'seq'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on('messages').columns(columns).execute();
  }
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sessionsByExpiry').on('sessions').column('expiresAt').execute();
}

async function createTallies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tallies')
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('amount', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('talliesKey', ['entity', 'state', 'provider'])
    .execute();
}
