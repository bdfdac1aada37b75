import assert from 'node:assert/strict';
import { aNetworkSession, anAccount, LATER, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

export function describeNetwork(open: OpenEmpty): void {
  describe('devices and network sessions', () => {
    it(
      'devices: oldest first; described anew they keep their place, taken over they become the newest',
      withStores(open, async ({ accounts, devices }) => {
        await accounts.create(anAccount({ username: 'one' }), []);
        await accounts.create(anAccount({ username: 'two' }), []);
        const device = (mac: string, accountId: string, description = '') => ({
          mac,
          accountId,
          description,
          registeredAt: NOW,
        });
        await devices.save(device('A', 'account-one'));
        await devices.save(device('B', 'account-one'));
        await devices.save(device('C', 'account-two'));
        await devices.save(device('A', 'account-one', 'printer'));
        assert.deepEqual(await devices.listByAccount('account-one'), [
          device('A', 'account-one', 'printer'),
          device('B', 'account-one'),
        ]);
        await devices.save(device('A', 'account-two'));
        assert.deepEqual(await devices.find('A'), device('A', 'account-two'));
        assert.deepEqual(
          (await devices.listByAccount('account-two')).map(({ mac }) => mac),
          ['C', 'A'],
        );
        assert.equal(await devices.find('Z'), null);
      }),
    );

    it(
      'devices: only their own account removes them',
      withStores(open, async ({ accounts, devices }) => {
        await accounts.create(anAccount(), []);
        await devices.save({ mac: 'A', accountId: 'account-jdoe', description: '', registeredAt: NOW });
        assert.equal(await devices.remove('somebody', 'A'), false);
        assert.equal(await devices.remove('account-jdoe', 'A'), true);
        assert.equal(await devices.remove('account-jdoe', 'A'), false);
      }),
    );

    it(
      'network sessions: saved again they change in place; found by id; newest first, by account too',
      withStores(open, async ({ networkSessions }) => {
        await networkSessions.save(aNetworkSession({ sessionId: '1' }));
        await networkSessions.save(aNetworkSession({ sessionId: '2', mac: null }));
        const changed = aNetworkSession({ sessionId: '1', state: 'authenticated', accountId: 'a' });
        await networkSessions.save(changed);
        assert.deepEqual(await networkSessions.find('1'), changed);
        assert.equal(await networkSessions.find('3'), null);
        const { total, items } = await networkSessions.list({ limit: 9 });
        assert.deepEqual([total, items.map(({ sessionId }) => sessionId)], [2, ['2', '1']]);
        assert.deepEqual(await networkSessions.list({ accountId: 'a', limit: 9 }), {
          total: 1,
          items: [changed],
        });
      }),
    );

    it(
      'network sessions: online are those signed in and not dropped, the oldest sign-in first',
      withStores(open, async ({ networkSessions }) => {
        for (const [sessionId, state, authenticatedAt] of [
          ['late', 'coa-sent', LATER],
          ['early', 'authenticated', NOW],
          ['gone', 'disconnected', NOW],
          ['never', 'registered', null],
        ] as const) {
          await networkSessions.save(aNetworkSession({ sessionId, state, authenticatedAt, accountId: 'a' }));
        }
        const online = await networkSessions.listOnline('a');
        assert.deepEqual(
          online.map(({ sessionId }) => sessionId),
          ['early', 'late'],
        );
      }),
    );
  });
}
