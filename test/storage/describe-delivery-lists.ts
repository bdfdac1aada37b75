import assert from 'node:assert/strict';
import type { DeliveryFilter, DeliveryStore, Stores } from '../../src/domain/stores.ts';
import { aDelivery, anAccount, anOutcome, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

/** id, recipient, provider, and whether it belongs to the account; then two of them are sent and one fails. */
const ROWS = [
  ['1', '+1 (555) 666-1212', 'A', true],
  ['2', '+49 171 000 11 22', 'B', false],
  ['3', '15556661212', 'B', false],
  ['4', 'Guest@Example.com', 'SMTP server', true],
  ['5', '+1-555-666-1212', 'A', false],
] as const;

async function fill({ accounts, deliveries }: Stores): Promise<void> {
  const account = anAccount({ id: 'account' });
  await accounts.create(account, []);
  for (const [id, to, provider, owned] of ROWS) {
    await deliveries.enqueue(aDelivery({ id, to, provider, accountId: owned ? account.id : null }));
  }
  for (const status of ['sent', 'failed', 'sent'] as const) {
    const claimed = await deliveries.claim({ busyProviders: [], now: NOW });
    await deliveries.finish(claimed?.delivery.id ?? '', 1, anOutcome({ status }));
  }
}

async function idsAndTotal(deliveries: DeliveryStore, filter: Partial<DeliveryFilter>) {
  const { total, items } = await deliveries.list({ limit: 100, ...filter });
  return [items.map(({ id }) => id).join(''), total];
}

export function describeDeliveryLists(open: OpenEmpty): void {
  describe('deliveries as lists', () => {
    const cases: [filter: Partial<DeliveryFilter>, ids: string, total: number][] = [
      [{}, '54321', 5],
      [{ limit: 2 }, '54', 5],
      [{ limit: 2, offset: 4 }, '1', 5],
      [{ offset: 5 }, '', 5],
      [{ limit: 0 }, '', 5],
      [{ to: '+1 (555) 666-1212' }, '531', 3],
      [{ to: '0015556661212' }, '531', 3],
      [{ to: '1.555.666.1212', limit: 1, offset: 1 }, '3', 3],
      [{ to: 'GUEST@EXAMPLE.COM' }, '4', 1],
      [{ to: '5556661212' }, '', 0],
      [{ provider: 'B' }, '32', 2],
      [{ provider: 'nobody' }, '', 0],
      [{ status: 'sent' }, '31', 2],
      [{ status: 'failed' }, '2', 1],
      [{ status: 'queued', limit: 1 }, '5', 2],
      [{ status: 'sending' }, '', 0],
      [{ accountId: 'account' }, '41', 2],
      [{ provider: 'B', status: 'failed' }, '2', 1],
      [{ to: '15556661212', status: 'sent' }, '31', 2],
      [{ to: '15556661212', provider: 'A' }, '51', 2],
      [{ to: '15556661212', provider: 'A', status: 'sent' }, '1', 1],
      [{ accountId: 'account', to: '15556661212', provider: 'A', status: 'sent' }, '1', 1],
      [{ accountId: 'account', status: 'queued' }, '4', 1],
    ];
    for (const [filter, ids, total] of cases) {
      it(
        `list: when filtered by ${JSON.stringify(filter)}, ${ids || 'nothing'} of ${total}, newest first`,
        withStores(open, async (stores) => {
          await fill(stores);
          assert.deepEqual(await idsAndTotal(stores.deliveries, filter), [ids, total]);
        }),
      );
    }

    it(
      'list: when it shows a delivery, it is as it was queued',
      withStores(open, async ({ deliveries }) => {
        const delivery = aDelivery({
          message: { ...aDelivery().message, subject: 'Ä\0😀', html: '<b>&amp;' },
        });
        await deliveries.enqueue(delivery);
        assert.deepEqual((await deliveries.list({ limit: 1 })).items, [delivery]);
      }),
    );

    it(
      'latest: when there are deliveries, the newest id, whatever happened to older ones since; else null',
      withStores(open, async (stores) => {
        assert.equal(await stores.deliveries.latest(), null);
        await fill(stores);
        await stores.deliveries.requeue('1', NOW);
        assert.equal(await stores.deliveries.latest(), '5');
      }),
    );

    it(
      'counts: when deliveries moved on, each status counts its own',
      withStores(open, async (stores) => {
        assert.deepEqual(await stores.deliveries.counts(), { queued: 0, sending: 0, sent: 0, failed: 0 });
        await fill(stores);
        await stores.deliveries.claim({ busyProviders: [], now: NOW });
        await stores.deliveries.requeue('2', NOW);
        assert.deepEqual(await stores.deliveries.counts(), { queued: 2, sending: 1, sent: 2, failed: 0 });
      }),
    );

    it(
      'find: when there is no such delivery, null',
      withStores(open, async ({ deliveries }) => {
        assert.equal(await deliveries.find('nothing'), null);
      }),
    );

    it(
      'enqueue: when the account does not exist, it is refused and not counted',
      withStores(open, async ({ deliveries }) => {
        await assert.rejects(deliveries.enqueue(aDelivery({ accountId: 'nobody' })));
        assert.deepEqual(await deliveries.list({ limit: 9 }), { total: 0, items: [] });
      }),
    );
  });
}
