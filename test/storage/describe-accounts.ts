import assert from 'node:assert/strict';
import type { Stores } from '../../src/domain/stores.ts';
import { aDelivery, anAccount, LATER } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

export function describeAccounts(open: OpenEmpty): void {
  describe('accounts', () => {
    it(
      'create: when nothing clashes, account and deliveries are there in full',
      withStores(open, async (stores) => {
        const account = anAccount({ firstLoginAt: LATER });
        const sms = aDelivery({ id: 'd1', accountId: account.id });
        const email = aDelivery({ id: 'd2', accountId: account.id, kind: 'email', to: 'J.Doe@Example.com' });
        assert.deepEqual(await stores.accounts.create(account, [sms, email]), { result: 'created' });
        assert.deepEqual(await stores.accounts.find(account.id), account);
        const { total, items } = await stores.deliveries.list({ accountId: account.id, limit: 9 });
        assert.equal(total, 2);
        assert.deepEqual(items, [email, sms]);
      }),
    );

    it(
      'create: when the username differs only in case, it is taken and nothing is written',
      withStores(open, async (stores) => {
        await stores.accounts.create(anAccount({ username: 'Jörg' }), []);
        const second = anAccount({ id: 'a2', username: 'JÖRG', registrationKey: 'k2' });
        const answer = await stores.accounts.create(second, [aDelivery()]);
        assert.deepEqual(answer, { result: 'username-taken' });
        await assertOnlyOne(stores, 0);
        assert.equal(await stores.accounts.find('a2'), null);
      }),
    );

    it(
      'create: when the registration key was used before, the first account comes back and nothing is written',
      withStores(open, async (stores) => {
        const first = anAccount({ registrationKey: 'token' });
        await stores.accounts.create(first, [aDelivery({ id: 'd1', accountId: first.id })]);
        const repeated = anAccount({ id: 'a2', username: 'other', registrationKey: 'token' });
        const answer = await stores.accounts.create(repeated, [aDelivery({ id: 'd2' })]);
        assert.deepEqual(answer, { result: 'already-registered', account: first });
        await assertOnlyOne(stores, 1);
      }),
    );

    it(
      'create: when the very same form comes twice, it is registered already, not a clash of names',
      withStores(open, async (stores) => {
        const account = anAccount();
        await stores.accounts.create(account, []);
        const answer = await stores.accounts.create({ ...account, id: 'a2' }, []);
        assert.deepEqual(answer, { result: 'already-registered', account });
      }),
    );

    it(
      'create: when a delivery cannot be written, neither is the account',
      withStores(open, async (stores) => {
        await stores.deliveries.enqueue(aDelivery({ id: 'same' }));
        await assert.rejects(stores.accounts.create(anAccount(), [aDelivery({ id: 'same' })]));
        assert.deepEqual(await stores.accounts.list({ limit: 9, offset: 0 }), { total: 0, items: [] });
        assert.equal((await stores.deliveries.list({ limit: 9 })).total, 1);
      }),
    );

    it(
      'create: when 50 at once want the same username, exactly one gets it',
      withStores(open, async (stores) => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.accounts.create(
              anAccount({
                id: `a${index}`,
                username: index % 2 ? 'Guest' : 'gUEST',
                registrationKey: `k${index}`,
              }),
              [aDelivery({ id: `d${index}`, accountId: `a${index}` })],
            ),
          ),
        );
        assert.equal(answers.filter(({ result }) => result === 'created').length, 1);
        assert.equal(answers.filter(({ result }) => result === 'username-taken').length, 49);
        await assertOnlyOne(stores, 1);
      }),
    );

    it(
      'create: when 50 at once carry the same registration key, one is created and 49 get that account',
      withStores(open, async (stores) => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            stores.accounts.create(
              anAccount({ id: `a${index}`, username: `guest${index}`, registrationKey: 'k' }),
              [aDelivery({ id: `d${index}`, accountId: `a${index}` })],
            ),
          ),
        );
        assert.equal(answers.filter(({ result }) => result === 'created').length, 1);
        const created = await stores.accounts.findByRegistrationKey('k');
        const repeated = answers.filter((answer) => answer.result === 'already-registered');
        assert.equal(repeated.length, 49);
        for (const answer of repeated) assert.deepEqual(answer.account, created);
        await assertOnlyOne(stores, 1);
      }),
    );

    it(
      'find: when there is such an account, by id, username in any case, or registration key; else null',
      withStores(open, async ({ accounts }) => {
        const account = anAccount({ username: 'MixedCase' });
        await accounts.create(account, []);
        assert.deepEqual(await accounts.find(account.id), account);
        assert.deepEqual(await accounts.findByUsername('mixedCASE'), account);
        assert.deepEqual(await accounts.findByRegistrationKey(account.registrationKey), account);
        assert.equal(await accounts.find('nobody'), null);
        assert.equal(await accounts.findByUsername('nobody'), null);
        assert.equal(await accounts.findByRegistrationKey(account.registrationKey.toUpperCase()), null);
      }),
    );

    it(
      'update: when columns are given, they alone change, and a new username is found in any case',
      withStores(open, async ({ accounts }) => {
        const account = anAccount();
        await accounts.create(account, []);
        assert.equal(await accounts.update(account.id, { state: 'ACTIVE', lastLoginAt: LATER }), true);
        assert.equal(await accounts.update(account.id, { username: 'NewName', fields: { a: '1' } }), true);
        assert.equal(await accounts.update(account.id, { lastLoginAt: undefined }), true);
        const changed = {
          ...account,
          state: 'ACTIVE',
          lastLoginAt: LATER,
          username: 'NewName',
          fields: { a: '1' },
        };
        assert.deepEqual(await accounts.findByUsername('newname'), changed);
        assert.equal(await accounts.findByUsername('jdoe'), null);
      }),
    );

    it(
      'update: when there is no such account, false',
      withStores(open, async ({ accounts }) => {
        assert.equal(await accounts.update('nobody', { state: 'ACTIVE' }), false);
        assert.equal(await accounts.update('nobody', {}), false);
      }),
    );

    it(
      'update: when the username is taken, a conflict, and nothing changes',
      withStores(open, async ({ accounts }) => {
        await accounts.create(anAccount({ username: 'one' }), []);
        await accounts.create(anAccount({ username: 'two' }), []);
        await assert.rejects(accounts.update('account-two', { username: 'ONE', state: 'ACTIVE' }), {
          name: 'AppError',
          code: 'conflict',
        });
        assert.deepEqual(await accounts.find('account-two'), anAccount({ username: 'two' }));
      }),
    );

    it(
      'list: when paged, newest first although all were created in the same millisecond',
      withStores(open, async ({ accounts }) => {
        for (const username of ['c', 'a', 'b']) await accounts.create(anAccount({ username }), []);
        const page = await accounts.list({ limit: 2, offset: 1 });
        assert.equal(page.total, 3);
        assert.deepEqual(page.items, [anAccount({ username: 'a' }), anAccount({ username: 'c' })]);
      }),
    );
  });
}

async function assertOnlyOne(stores: Stores, deliveries: number): Promise<void> {
  const { total, items } = await stores.accounts.list({ limit: 100, offset: 0 });
  assert.equal(total, 1);
  assert.equal(items.length, 1);
  const queued = await stores.deliveries.list({ limit: 100 });
  assert.equal(queued.total, deliveries);
  assert.equal(queued.items.length, deliveries);
}
