import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import { aDelivery, anAccount, anEntry, LATER, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

const END = '2026-11-23T10:00:00.000Z';

export function describeAccountLife(open: OpenEmpty): void {
  describe('the life of accounts', () => {
    it(
      'create: its audit line is committed with it, and not without it',
      withStores(open, async ({ accounts, audit }) => {
        await accounts.create(anAccount(), [], [anEntry()]);
        await accounts.create(anAccount({ id: 'other', registrationKey: 'k' }), [], [anEntry({ id: 'e2' })]);
        assert.deepEqual(await audit.list({ limit: 9 }), { total: 1, items: [anEntry()] });
      }),
    );

    it(
      'create: everything an account can carry is found again',
      withStores(open, async ({ accounts }) => {
        const account: Account = {
          ...anAccount({ state: 'SUSPENDED', creation: 'known', groupTag: 'Fair', sponsorUserName: 'sue' }),
          reasonForState: 'lost “laptop”',
          stateBefore: 'ACTIVE',
          approvedAt: LATER,
          passwordChangedAt: NOW,
          passwordOfferAnsweredAt: LATER,
          expiryNotifiedAt: LATER,
          minutesFromFirstLogin: 1440,
        };
        await accounts.create(account, []);
        assert.deepEqual(await accounts.find(account.id), account);
      }),
    );

    it(
      'change: the account, its messages and its lines are written together',
      withStores(open, async ({ accounts, deliveries, audit }) => {
        const account = anAccount();
        await accounts.create(account, []);
        const done = await accounts.change(account, {
          changes: { state: 'SUSPENDED', stateBefore: account.state },
          deliveries: [aDelivery({ accountId: account.id })],
          entries: [anEntry({ action: 'suspend' })],
        });
        assert.equal(done, true);
        assert.equal((await accounts.find(account.id))?.stateBefore, account.state);
        assert.equal((await deliveries.list({ accountId: account.id, limit: 9 })).total, 1);
        assert.equal((await audit.list({ accountId: account.id, limit: 9 })).items[0]?.action, 'suspend');
      }),
    );

    it(
      'change: when the account is not any more what it was decided on, nothing is written',
      withStores(open, async ({ accounts, deliveries, audit }) => {
        const account = anAccount();
        await accounts.create(account, []);
        const step = {
          changes: { state: 'DENIED' as const },
          deliveries: [aDelivery()],
          entries: [anEntry()],
        };
        assert.equal(await accounts.change({ ...account, id: 'nobody' }, step), false);
        assert.equal(await accounts.change({ ...account, state: 'ACTIVE' }, step), false);
        assert.equal(await accounts.change({ ...account, validTo: NOW }, step), false);
        assert.deepEqual(await accounts.find(account.id), account);
        assert.equal((await deliveries.list({ limit: 9 })).total, 0);
        assert.equal((await audit.list({ limit: 9 })).total, 0);
      }),
    );

    it(
      'change: of twenty decisions at the same moment, one is taken',
      withStores(open, async ({ accounts }) => {
        const account = anAccount({ state: 'PENDING_APPROVAL' });
        await accounts.create(account, []);
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            accounts.change(account, { changes: { state: index % 2 === 0 ? 'DENIED' : 'ACTIVE' } }),
          ),
        );
        assert.equal(taken.filter(Boolean).length, 1);
      }),
    );

    it(
      'change: when the new username is taken, a conflict, and nothing is written',
      withStores(open, async ({ accounts, audit }) => {
        await accounts.create(anAccount({ username: 'one' }), []);
        await accounts.create(anAccount({ username: 'two' }), []);
        const step = { changes: { username: 'ONE' }, entries: [anEntry()] };
        await assert.rejects(accounts.change(anAccount({ username: 'two' }), step), { code: 'conflict' });
        assert.equal((await audit.list({ limit: 9 })).total, 0);
      }),
    );

    it(
      'remove: the account and its devices go, its messages and its lines stay, its name is free again',
      withStores(open, async ({ accounts, deliveries, devices, audit }) => {
        const account = anAccount();
        await accounts.create(account, [aDelivery({ accountId: account.id })], [anEntry()]);
        const mac = 'A1:B3:E5:19:6F:BA';
        await devices.save({ mac, accountId: account.id, description: '', registeredAt: NOW });
        assert.equal(await accounts.remove(account.id, [anEntry({ id: 'e2', action: 'delete' })]), true);
        assert.equal(await accounts.remove(account.id, [anEntry({ id: 'e3' })]), false);
        assert.equal((await accounts.list({ limit: 9, offset: 0 })).total, 0);
        assert.equal(await devices.find(mac), null);
        assert.equal((await deliveries.list({ limit: 9 })).items[0]?.accountId, null);
        const { total, items } = await audit.list({ accountId: account.id, limit: 9 });
        assert.deepEqual([total, items.map(({ action }) => action)], [2, ['delete', 'register']]);
        assert.deepEqual(await accounts.create(account, []), { result: 'created' });
      }),
    );

    it(
      'listEnding: the accounts of a type that end in the span and were not told, soonest first',
      withStores(open, async ({ accounts }) => {
        const at = (username: string, validTo: string, changes: Partial<Account> = {}) =>
          accounts.create(anAccount({ username, validTo, ...changes }), []);
        await at('later', '2026-11-24T00:00:00.000Z');
        await at('sooner', '2026-11-23T12:00:00.000Z');
        await at('over', END);
        await at('beyond', '2026-11-25T00:00:00.001Z');
        await at('told', '2026-11-24T01:00:00.000Z', { expiryNotifiedAt: NOW });
        await at('other', '2026-11-24T01:00:00.000Z', { guestType: 'Weekly (default)' });
        const filter = { guestType: 'Daily (default)', after: END, until: '2026-11-25T00:00:00.000Z' };
        const found = await accounts.listEnding({ ...filter, limit: 9 });
        assert.deepEqual(
          found.map(({ username }) => username),
          ['sooner', 'later'],
        );
        assert.equal((await accounts.listEnding({ ...filter, limit: 1 }))[0]?.username, 'sooner');
      }),
    );

    it(
      'listEnded: the accounts that ended before, the longest ended first',
      withStores(open, async ({ accounts }) => {
        for (const [username, validTo] of [
          ['b', '2026-11-02T00:00:00.000Z'],
          ['a', '2026-11-01T00:00:00.000Z'],
          ['c', '2026-11-03T00:00:00.000Z'],
        ] as const) {
          await accounts.create(anAccount({ username, validTo }), []);
        }
        const found = await accounts.listEnded({ before: '2026-11-03T00:00:00.000Z', limit: 9 });
        assert.deepEqual(
          found.map(({ username }) => username),
          ['a', 'b'],
        );
      }),
    );

    it(
      'audit: newest first, by account and by actor',
      withStores(open, async ({ audit }) => {
        await audit.record(anEntry({ id: '1' }));
        await audit.record(anEntry({ id: '2', actor: 'sponsor', actorName: 'sue' }));
        await audit.record(anEntry({ id: '3', accountId: 'other' }));
        const ids = async (filter: { accountId?: string; actor?: string; offset?: number }) => {
          const { total, items } = await audit.list({ limit: 2, ...filter });
          return [total, ...items.map(({ id }) => id)];
        };
        assert.deepEqual(await ids({}), [3, '3', '2']);
        assert.deepEqual(await ids({ offset: 2 }), [3, '1']);
        assert.deepEqual(await ids({ accountId: 'account-jdoe' }), [2, '2', '1']);
        assert.deepEqual(await ids({ actor: 'sponsor' }), [1, '2']);
        assert.deepEqual(await ids({ accountId: 'account-jdoe', actor: 'guest' }), [1, '1']);
      }),
    );
  });
}
