import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, Kysely } from 'kysely';
import { toDeliveryRow } from '../../src/storage/delivery-rows.ts';
import { openStores } from '../../src/storage/index.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { migrations } from '../../src/storage/migrations/index.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { storesOn } from '../../src/storage/stores.ts';
import { aDelivery, aMessage, anAccount, anEntry, NOW } from './builders.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('opening a SQLite file', () => {
  const path = temporaryFolder();

  it('open: when the folder is missing, it is made; when closed and opened again, all is there', async () => {
    const file = path('ise-guest.sqlite');
    const first = await openStores({ file });
    await first.accounts.create(anAccount(), [aDelivery({ accountId: 'account-jdoe' })]);
    await first.close();
    const second = await openStores({ file });
    assert.deepEqual(await second.accounts.find('account-jdoe'), anAccount());
    assert.deepEqual(
      (await second.deliveries.list({ limit: 1 })).items[0],
      aDelivery({ accountId: 'account-jdoe' }),
    );
    await second.close();
  });

  it('close: when closed, everything is in the one file and no log is left beside it', async () => {
    const file = path('ise-guest.sqlite');
    const stores = await openStores({ file });
    await stores.deliveries.enqueue(aDelivery());
    assert.ok(readdirSync(dirname(file)).includes('ise-guest.sqlite-wal'));
    await stores.close();
    assert.deepEqual(readdirSync(dirname(file)), ['ise-guest.sqlite', 'ise-guest.sqlite-lock']);
  });

  it('open: when it is a file, commits are on the disk before they are acknowledged', () => {
    const engine = openSqlite(path('ise-guest.sqlite'));
    const db = new Kysely<Schema>({ dialect: engine.dialect });
    return db.connection().execute(async (connection) => {
      const pragma = async (name: string) =>
        Object.values(
          (await connection.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`pragma ${name}`)))
            .rows[0] ?? {},
        )[0];
      assert.equal(await pragma('journal_mode'), 'wal');
      assert.equal(await pragma('synchronous'), 2);
      assert.equal(await pragma('foreign_keys'), 1);
      assert.equal(await pragma('busy_timeout'), 5000);
      await db.destroy();
    });
  });

  it('open: when a newer program wrote the file, it is refused by name and left as it was', async () => {
    const file = path('ise-guest.sqlite');
    await (await openStores({ file })).close();
    const raw = new DatabaseSync(file);
    raw.exec("insert into migrations values ('9999-from-the-future')");
    raw.close();
    for (let round = 0; round < 2; round++) {
      await assert.rejects(openStores({ file }), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'unsupported');
        assert.ok(error.message.includes(file) && error.message.includes('9999-from-the-future'));
        return true;
      });
    }
  });

  it('open: when the file is no database, the error names it, and the folder is free again', async () => {
    const file = path('ise-guest.sqlite');
    mkdirSync(dirname(file));
    writeFileSync(file, 'Dear diary, '.repeat(1000));
    for (let round = 0; round < 2; round++) {
      await assert.rejects(openStores({ file }), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'invalid');
        assert.ok(error.message.includes(file), error.message);
        return true;
      });
    }
  });

  it('open: when a file stands where the folder should be, the error names the folder', async () => {
    const folder = path('data');
    mkdirSync(dirname(folder));
    writeFileSync(folder, '');
    await assert.rejects(openStores({ file: `${folder}/deep/ise-guest.sqlite` }), (error: Error) =>
      error.message.includes(folder),
    );
  });

  it('migrate: when a step fails half-way, nothing of it stays, and the next start takes it whole', async () => {
    const engine = openSqlite(':memory:');
    const db = new Kysely<Schema>({ dialect: engine.dialect });
    let power = false;
    const step = {
      name: '0002-lights',
      async up(transaction: Kysely<unknown>) {
        await transaction.schema.createTable('lights').addColumn('on', 'integer').execute();
        if (!power) throw new Error('power cut');
      },
    };
    await assert.rejects(migrate(db, engine, [...migrations, step]), /power cut/);
    const applied = await db.selectFrom('migrations').select('name').execute();
    assert.deepEqual(
      applied.map(({ name }) => name),
      migrations.map(({ name }) => name),
    );
    power = true;
    await migrate(db, engine, [...migrations, step]);
    await migrate(db, engine, [...migrations, step]);
    assert.equal((await db.selectFrom('migrations').select('name').execute()).length, migrations.length + 1);
    await db.destroy();
  });

  it('migrate: when accounts were approved before that was kept with them, their lines tell it', async () => {
    const engine = openSqlite(':memory:');
    const db = new Kysely<Schema>({ dialect: engine.dialect });
    await migrate(
      db,
      engine,
      migrations.filter(({ name }) => !name.endsWith('approved-at')),
    );
    const { approvedAt: _, fields, ...row } = anAccount();
    const old = { ...row, fields: JSON.stringify(fields), usernameKey: row.username } as never;
    await db.insertInto('accounts').values(old).execute();
    await db
      .insertInto('accountEvents')
      .values(anEntry({ action: 'approve' }))
      .execute();
    await migrate(db, engine);
    const { approvedAt } = await db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    assert.equal(approvedAt, NOW);
    await db.destroy();
  });

  it('migrate: when guests had signed on twice before the offer of a password was noted, they count as asked', async () => {
    const engine = openSqlite(':memory:');
    const db = new Kysely<Schema>({ dialect: engine.dialect });
    await migrate(
      db,
      engine,
      migrations.filter(({ name }) => !name.endsWith('password-offer')),
    );
    for (const [id, lastLoginAt] of [
      ['once', NOW],
      ['twice', '2027-01-01T00:00:00.000Z'],
    ] as const) {
      const account = anAccount({ id, username: id, registrationKey: id, firstLoginAt: NOW, lastLoginAt });
      const { passwordOfferAnsweredAt: _, fields, ...row } = account;
      const old = { ...row, fields: JSON.stringify(fields), usernameKey: row.username } as never;
      await db.insertInto('accounts').values(old).execute();
    }
    await migrate(db, engine);
    const rows = await db.selectFrom('accounts').select(['id', 'passwordOfferAnsweredAt']).execute();
    assert.deepEqual(rows.map(({ id, passwordOfferAnsweredAt }) => [id, passwordOfferAnsweredAt]).sort(), [
      ['once', null],
      ['twice', NOW],
    ]);
    await db.destroy();
  });

  it('migrate: when there were rows before they could be searched, they are found, and phones are listed', async () => {
    const engine = openSqlite(':memory:');
    const db = new Kysely<Schema>({ dialect: engine.dialect });
    await migrate(
      db,
      engine,
      migrations.filter(({ name }) => !name.endsWith('search')),
    );
    const { fields, ...account } = anAccount();
    const row = { ...account, fields: JSON.stringify(fields), usernameKey: account.username };
    await db.insertInto('accounts').values(row).execute();
    await db
      .insertInto('deliveries')
      .values(toDeliveryRow(aDelivery({ accountId: account.id })))
      .execute();
    for (const id of ['m1', 'm2']) {
      await db
        .insertInto('messages')
        .values({ tag: null, ...aMessage({ id }), toKey: '15556661212' })
        .execute();
    }
    const stores = await storesOn(engine);
    const page = { text: 'jör', limit: 9 };
    assert.equal((await stores.search.accounts({ ...page, now: NOW })).total, 1);
    assert.equal((await stores.search.deliveries(page)).total, 1);
    assert.equal((await stores.search.messages({ ...page, text: '666-1212' })).total, 2);
    const phones = await stores.received.listRecipients({ channel: 'sms', limit: 9 });
    assert.deepEqual([phones.total, phones.items[0]?.amount, phones.items[0]?.last.id], [1, 2, 'm2']);
    await stores.close();
  });

  it('migrations: when listed, they are numbered without gaps, in order', () => {
    assert.deepEqual(
      migrations.map(({ name }) => name.slice(0, 5)),
      migrations.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
  });
});
