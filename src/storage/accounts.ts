import type { Kysely, Selectable } from 'kysely';
import type { Account } from '../domain/account.ts';
import { AppError } from '../domain/errors.ts';
import { currentTag } from '../domain/lab-tag.ts';
import type { AccountStore } from '../domain/stores.ts';
import { insertEntry } from './audit.ts';
import { insertDelivery } from './deliveries.ts';
import type { Engine } from './engine.ts';
import { isLinkUsed } from './links.ts';
import type { AccountsTable, Schema } from './schema.ts';
import { addToTallies, readTally } from './tallies.ts';

export function accounts(db: Kysely<Schema>, engine: Engine): AccountStore {
  return {
    async create(account, deliveries, entries = []) {
      try {
        return await db.transaction().execute(async (transaction) => {
          const clash = await findClash(transaction, account);
          if (clash !== null) return clash;
          await transaction
            .insertInto('accounts')
            .values(toRow({ ...account, tag: account.tag ?? currentTag() }))
            .execute();
          await addToTallies(transaction, [{ entity: 'accounts', amount: 1 }]);
          for (const delivery of deliveries) await insertDelivery(transaction, delivery);
          for (const entry of entries) await insertEntry(transaction, entry);
          return { result: 'created' };
        });
      } catch (error) {
        if (!engine.isUniqueViolation(error)) throw error;
        // Another process committed between our look and our insert.
        const clash = await findClash(db, account);
        if (clash === null) throw error;
        return clash;
      }
    },

    find: (id) => findBy(db, 'id', id),
    findByUsername: (username) => findBy(db, 'usernameKey', usernameKey(username)),
    findByRegistrationKey: (key) => findBy(db, 'registrationKey', key),

    async update(id, changes) {
      const row = toChanges(changes);
      if (Object.keys(row).length === 0) return (await findBy(db, 'id', id)) !== null;
      try {
        const result = await db.updateTable('accounts').set(row).where('id', '=', id).executeTakeFirst();
        return result.numUpdatedRows > 0n;
      } catch (error) {
        throw conflictOr(engine, error);
      }
    },

    async change(before, { changes, deliveries = [], entries = [], usedLink }) {
      try {
        return await db.transaction().execute(async (transaction) => {
          if (usedLink !== undefined && (await isLinkUsed(transaction, usedLink.id))) return false;
          const result = await transaction
            .updateTable('accounts')
            // Something is always set, so that the row is checked even when only messages are added.
            .set({ state: before.state, ...toChanges(changes) })
            .where('id', '=', before.id)
            .where('state', '=', before.state)
            .where('validTo', '=', before.validTo)
            .executeTakeFirst();
          if (result.numUpdatedRows === 0n) return false;
          if (usedLink !== undefined) {
            await transaction
              .insertInto('usedLinks')
              .values({ id: usedLink.id, usedAt: usedLink.at })
              .execute();
          }
          for (const delivery of deliveries) await insertDelivery(transaction, delivery);
          for (const entry of entries) await insertEntry(transaction, entry);
          return true;
        });
      } catch (error) {
        throw conflictOr(engine, error);
      }
    },

    async remove(id, entries = []) {
      return await db.transaction().execute(async (transaction) => {
        const result = await transaction.deleteFrom('accounts').where('id', '=', id).executeTakeFirst();
        if (result.numDeletedRows === 0n) return false;
        await addToTallies(transaction, [{ entity: 'accounts', amount: -1 }]);
        for (const entry of entries) await insertEntry(transaction, entry);
        return true;
      });
    },

    async listEnding({ guestType, after, until, limit }) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('guestType', '=', guestType)
        .where('expiryNotifiedAt', 'is', null)
        .where('validTo', '>', after)
        .where('validTo', '<=', until)
        .orderBy('validTo')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    async listEnded({ before, limit }) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('validTo', '<', before)
        .orderBy('validTo')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    async list({ limit, offset }) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('seq', 'in', (eb) =>
          eb.selectFrom('accounts').select('seq').orderBy('seq', 'desc').limit(limit).offset(offset),
        )
        .orderBy('seq', 'desc')
        .execute();
      return { total: await readTally(db, { entity: 'accounts' }), items: rows.map(fromRow) };
    },
  };
}

function conflictOr(engine: Engine, error: unknown): unknown {
  if (!engine.isUniqueViolation(error)) return error;
  return new AppError('conflict', 'another account has this username or registration key');
}

type Clash = { result: 'username-taken' } | { result: 'already-registered'; account: Account };

/** The registration key first: a form posted twice meets its own username too. */
async function findClash(db: Kysely<Schema>, account: Account): Promise<Clash | null> {
  const registered = await findBy(db, 'registrationKey', account.registrationKey);
  if (registered !== null) return { result: 'already-registered', account: registered };
  const namesake = await findBy(db, 'usernameKey', usernameKey(account.username));
  return namesake === null ? null : { result: 'username-taken' };
}

async function findBy(
  db: Kysely<Schema>,
  column: 'id' | 'usernameKey' | 'registrationKey',
  value: string,
): Promise<Account | null> {
  const row = await db.selectFrom('accounts').selectAll().where(column, '=', value).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The form in which usernames are compared. */
function usernameKey(username: string): string {
  return username.normalize('NFC').toLowerCase();
}

function toRow({ fields, ...columns }: Account): Omit<Selectable<AccountsTable>, 'seq'> {
  return { ...columns, usernameKey: usernameKey(columns.username), fields: JSON.stringify(fields) };
}

/** Columns whose value is undefined stay as they are. */
function toChanges({
  fields,
  ...columns
}: Partial<Omit<Account, 'id'>>): Partial<Omit<Selectable<AccountsTable>, 'seq' | 'id'>> {
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  return {
    ...given,
    ...(columns.username !== undefined && { usernameKey: usernameKey(columns.username) }),
    ...(fields !== undefined && { fields: JSON.stringify(fields) }),
  };
}

export function fromRow({
  seq: _seq,
  usernameKey: _key,
  fields,
  ...columns
}: Selectable<AccountsTable>): Account {
  return { ...columns, fields: JSON.parse(fields) };
}
