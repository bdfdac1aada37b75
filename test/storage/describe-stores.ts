import assert from 'node:assert/strict';
import {
  aDelivery,
  aMessage,
  aNetworkSession,
  anAccount,
  anEntry,
  aRequest,
  LATER,
  NOW,
} from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

export function describeStores(open: OpenEmpty): void {
  describe('stores', () => {
    it(
      'clear: when every table holds rows, nothing is left and all totals are zero',
      withStores(open, async (stores) => {
        await stores.accounts.create(anAccount(), [aDelivery({ accountId: 'account-jdoe' })]);
        await stores.deliveries.claim({ busyProviders: [], now: NOW });
        await stores.received.saveRequest(aRequest());
        await stores.received.saveMessage(aMessage());
        await stores.sessions.save('s', '{}', 1000);
        await stores.audit.record(anEntry());
        await stores.networkSessions.save(aNetworkSession());
        const mac = 'A1:B3:E5:19:6F:BB';
        await stores.devices.save({ mac, accountId: 'account-jdoe', description: '', registeredAt: NOW });

        await stores.clear();

        assert.deepEqual(await stores.accounts.list({ limit: 9, offset: 0 }), { total: 0, items: [] });
        assert.equal(await stores.accounts.findByUsername('jdoe'), null);
        assert.deepEqual(await stores.deliveries.list({ limit: 9 }), { total: 0, items: [] });
        assert.equal(await stores.deliveries.find('delivery-1'), null);
        assert.equal(await stores.deliveries.latest(), null);
        assert.deepEqual(await stores.deliveries.counts(), { queued: 0, sending: 0, sent: 0, failed: 0 });
        assert.deepEqual(await stores.received.listRequests({ limit: 9 }), { total: 0, items: [] });
        assert.deepEqual(await stores.received.listMessages({ limit: 9 }), { total: 0, items: [] });
        assert.equal(await stores.received.latestMessage(), null);
        assert.equal(await stores.sessions.find('s', 0), null);
        assert.equal((await stores.audit.list({ limit: 9 })).total, 0);
        assert.equal((await stores.networkSessions.list({ limit: 9 })).total, 0);
        assert.equal(await stores.devices.find(mac), null);
      }),
    );

    it(
      'clear: when it is over, the stores take the same entities again',
      withStores(open, async (stores) => {
        await stores.accounts.create(anAccount(), [aDelivery({ accountId: 'account-jdoe' })]);
        await stores.clear();
        const again = await stores.accounts.create(anAccount(), [aDelivery({ accountId: 'account-jdoe' })]);
        assert.deepEqual(again, { result: 'created' });
        assert.equal((await stores.deliveries.list({ limit: 9 })).total, 1);
      }),
    );

    it(
      'clear: when a delivery was on its way, it may not leave any more, and its end leaves no trace',
      withStores(open, async (stores) => {
        await stores.deliveries.enqueue(aDelivery());
        const claimed = await stores.deliveries.claim({ busyProviders: [], now: NOW });
        await stores.clear();
        await assert.rejects(stores.deliveries.markTransmitting('delivery-1', claimed?.attempt ?? 0, LATER), {
          code: 'conflict',
        });
        assert.deepEqual(await stores.deliveries.counts(), { queued: 0, sending: 0, sent: 0, failed: 0 });
      }),
    );

    it('close: when called twice and with work under way, that work is done and later work is refused', async () => {
      const stores = await open();
      const work = stores.accounts.create(anAccount(), [aDelivery({ accountId: 'account-jdoe' })]);
      await Promise.all([stores.close(), stores.close()]);
      assert.deepEqual(await work, { result: 'created' });
      await assert.rejects(stores.deliveries.latest());
    });

    it('open: when two are open at once, they do not see each other', async () => {
      const [one, other] = [await open(), await open()];
      await one.deliveries.enqueue(aDelivery());
      assert.equal(await other.deliveries.latest(), null);
      await Promise.all([one.close(), other.close()]);
    });
  });
}
