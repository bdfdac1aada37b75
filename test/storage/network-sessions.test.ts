import assert from 'node:assert/strict';
import { openStores } from '../../src/storage/index.ts';
import { aNetworkSession } from './builders.ts';

describe('network sessions', () => {
  it('of more than 10,000 the oldest are forgotten', async function () {
    this.timeout(60_000);
    const stores = await openStores({ file: ':memory:' });
    try {
      for (let number = 0; number < 10_010; number += 1) {
        await stores.networkSessions.save(aNetworkSession({ sessionId: String(number) }));
      }
      assert.equal((await stores.networkSessions.list({ limit: 1 })).total, 10_000);
      assert.equal(await stores.networkSessions.find('9'), null);
      assert.notEqual(await stores.networkSessions.find('10'), null);
    } finally {
      await stores.close();
    }
  });
});
