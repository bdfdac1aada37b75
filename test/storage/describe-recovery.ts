import assert from 'node:assert/strict';
import { aDelivery, anOutcome, LATER, MAYBE_SENT, NOT_SENT, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

export function describeRecovery(open: OpenEmpty): void {
  describe('deliveries after a crash', () => {
    it(
      'recover: when an attempt never transmitted, its delivery is queued again and its attempt closed',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        const answer = await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
        assert.deepEqual(answer, { requeued: 1, marked: 0 });
        const found = await deliveries.find('delivery-1');
        assert.deepEqual(
          found?.delivery,
          aDelivery({ attemptCount: 1, updatedAt: LATER, reason: NOT_SENT.reason }),
        );
        assert.equal(found?.attempts[0]?.endedAt, LATER);
        assert.deepEqual(found?.attempts[0]?.failure, NOT_SENT.failure);
        assert.equal((await deliveries.claim({ busyProviders: [], now: NOW }))?.attempt, 2);
      }),
    );

    it(
      'recover: when an attempt had begun to transmit, its delivery is closed as perhaps sent, never repeated',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.markTransmitting('delivery-1', 1, NOW);
        const answer = await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
        assert.deepEqual(answer, { requeued: 0, marked: 1 });
        const found = await deliveries.find('delivery-1');
        assert.deepEqual(
          found?.delivery,
          aDelivery({
            status: 'failed',
            iseVerdict: 'failed',
            providerVerdict: 'unclear',
            reason: MAYBE_SENT.reason,
            mayHaveBeenSent: true,
            attemptCount: 1,
            updatedAt: LATER,
          }),
        );
        assert.equal(found?.attempts[0]?.endedAt, LATER);
        assert.equal(found?.attempts[0]?.transmittedAt, NOW);
        assert.equal(await deliveries.claim({ busyProviders: [], now: NOW }), null);
      }),
    );

    it(
      'recover: when an earlier attempt transmitted but the open one did not, only the open one counts',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.markTransmitting('delivery-1', 1, NOW);
        await deliveries.finish('delivery-1', 1, anOutcome());
        await deliveries.requeue('delivery-1', NOW);
        await deliveries.claim({ busyProviders: [], now: NOW });
        const answer = await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
        assert.deepEqual(answer, { requeued: 1, marked: 0 });
        const attempts = (await deliveries.find('delivery-1'))?.attempts;
        assert.equal(attempts?.[0]?.iseVerdict, 'sent');
        assert.equal(attempts?.[1]?.iseVerdict, 'failed');
      }),
    );

    it(
      'recover: when deliveries are queued or finished, they stay as they are, in their order',
      withStores(open, async ({ deliveries }) => {
        for (const id of ['sent', 'sending', 'queued']) await deliveries.enqueue(aDelivery({ id }));
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.finish('sent', 1, anOutcome());
        await deliveries.claim({ busyProviders: [], now: NOW });
        const answer = await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
        assert.deepEqual(answer, { requeued: 1, marked: 0 });
        assert.deepEqual(await deliveries.counts(), { queued: 2, sending: 0, sent: 1, failed: 0 });
        assert.equal((await deliveries.claim({ busyProviders: [], now: NOW }))?.delivery.id, 'sending');
        assert.equal((await deliveries.claim({ busyProviders: [], now: NOW }))?.delivery.id, 'queued');
      }),
    );

    it(
      'recover: when the process was slow rather than dead, its late end does not overwrite what was recovered',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
        await assert.rejects(deliveries.markTransmitting('delivery-1', 1, LATER), { code: 'conflict' });
        await deliveries.finish('delivery-1', 1, anOutcome());
        assert.equal((await deliveries.find('delivery-1'))?.delivery.status, 'queued');
      }),
    );
  });
}
