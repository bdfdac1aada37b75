import assert from 'node:assert/strict';
import type { DeliveryStore } from '../../src/domain/stores.ts';
import { aDelivery, anOutcome, LATER, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

export function describeQueue(open: OpenEmpty): void {
  describe('deliveries as a queue', () => {
    it(
      'claim: when something is queued, it is taken, marked sending, and an attempt is open',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        const claimed = await deliveries.claim({ busyProviders: [], now: LATER });
        const sending = aDelivery({ status: 'sending', attemptCount: 1, updatedAt: LATER });
        assert.deepEqual(claimed, { delivery: sending, attempt: 1 });
        assert.deepEqual(await deliveries.find('delivery-1'), {
          delivery: sending,
          attempts: [
            {
              number: 1,
              startedAt: LATER,
              transmittedAt: null,
              endedAt: null,
              channel: null,
              channelReason: null,
              iseVerdict: null,
              providerVerdict: null,
              receipt: null,
              failure: null,
              transcripts: [],
              diagnosis: [],
            },
          ],
        });
        assert.equal(await deliveries.claim({ busyProviders: [], now: LATER }), null);
      }),
    );

    it(
      'open: when a message is sent past the queue, it is sending, its attempt open, and nobody claims it',
      withStores(open, async ({ deliveries }) => {
        await deliveries.open(aDelivery({ createdAt: LATER }));
        assert.equal(await deliveries.claim({ busyProviders: [], now: LATER }), null);
        await deliveries.finish('delivery-1', 1, anOutcome());
        const found = await deliveries.find('delivery-1');
        assert.deepEqual([found?.delivery.status, found?.attempts.length], ['sent', 1]);
      }),
    );

    it(
      'claim: when providers are busy, the oldest of the others is taken; when all are, none',
      withStores(open, async ({ deliveries }) => {
        for (const [id, provider] of [
          ['1', 'slow'],
          ['2', 'slow'],
          ['3', 'fast'],
          ['4', "it's; other"],
          ['5', 'fast'],
        ] as const) {
          await deliveries.enqueue(aDelivery({ id, provider }));
        }
        assert.deepEqual(await claimAll(deliveries, ['slow']), ['3', '4', '5']);
        assert.deepEqual(await claimAll(deliveries, ['slow', 'fast']), []);
        assert.deepEqual(await claimAll(deliveries, []), ['1', '2']);
      }),
    );

    it(
      'claim: when 50 run at once, no delivery is handed out twice and none is left',
      withStores(open, async ({ deliveries }) => {
        for (let index = 0; index < 40; index++) {
          await deliveries.enqueue(aDelivery({ id: `d${index}`, provider: `p${index % 3}` }));
        }
        const claims = await Promise.all(
          Array.from({ length: 50 }, () => deliveries.claim({ busyProviders: [], now: NOW })),
        );
        const ids = claims.flatMap((claim) => claim?.delivery.id ?? []);
        assert.equal(ids.length, 40);
        assert.equal(new Set(ids).size, 40);
        assert.deepEqual(await deliveries.counts(), { queued: 0, sending: 40, sent: 0, failed: 0 });
      }),
    );

    it(
      'markTransmitting: when the message leaves in parts, the first moment is kept',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.markTransmitting('delivery-1', 1, NOW);
        await deliveries.markTransmitting('delivery-1', 1, LATER);
        assert.equal((await deliveries.find('delivery-1'))?.attempts[0]?.transmittedAt, NOW);
      }),
    );

    it(
      'markTransmitting: when the attempt is closed or was never opened, it refuses, so that nothing is sent',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        const refusal = { name: 'AppError', code: 'conflict' };
        await assert.rejects(deliveries.markTransmitting('delivery-1', 2, NOW), refusal);
        await assert.rejects(deliveries.markTransmitting('delivery-2', 1, NOW), refusal);
        await deliveries.finish('delivery-1', 1, anOutcome());
        await assert.rejects(deliveries.markTransmitting('delivery-1', 1, NOW), refusal);
      }),
    );

    it(
      'finish: when it went well, attempt and delivery carry the outcome, transcripts unharmed',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.markTransmitting('delivery-1', 1, NOW);
        const { status, reason, mayHaveBeenSent, ...attempt } = anOutcome();
        await deliveries.finish('delivery-1', 1, anOutcome());
        assert.deepEqual(await deliveries.find('delivery-1'), {
          delivery: aDelivery({
            status,
            reason,
            mayHaveBeenSent,
            channel: 'http-post-form',
            iseVerdict: 'sent',
            providerVerdict: 'accepted',
            attemptCount: 1,
            updatedAt: LATER,
          }),
          attempts: [{ number: 1, startedAt: NOW, transmittedAt: NOW, ...attempt }],
        });
      }),
    );

    it(
      'finish: when it failed half-way, failure and doubt are kept',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        const failure = {
          phase: 'response',
          code: 'TIMEOUT',
          message: 'no answer within 10000 ms',
          timedOut: true,
          mayHaveBeenSent: true,
        } as const;
        const outcome = anOutcome({ status: 'failed', failure, receipt: null, mayHaveBeenSent: true });
        await deliveries.finish('delivery-1', 1, outcome);
        const found = await deliveries.find('delivery-1');
        assert.deepEqual(found?.attempts[0]?.failure, failure);
        assert.equal(found?.attempts[0]?.receipt, null);
        assert.equal(found?.delivery.mayHaveBeenSent, true);
        assert.equal(found?.delivery.status, 'failed');
      }),
    );

    it(
      'finish: when the attempt is over already, the first outcome stands',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        await deliveries.claim({ busyProviders: [], now: NOW });
        await deliveries.finish('delivery-1', 1, anOutcome());
        await deliveries.finish('delivery-1', 1, anOutcome({ status: 'failed', reason: 'too late' }));
        assert.equal((await deliveries.find('delivery-1'))?.delivery.reason, 'Twilio queued it');
        assert.deepEqual(await deliveries.counts(), { queued: 0, sending: 0, sent: 1, failed: 0 });
      }),
    );

    it(
      'requeue: when the delivery is finished, it is queued afresh and claimed as the next attempt',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        for (const status of ['sent', 'failed'] as const) {
          await deliveries.claim({ busyProviders: [], now: NOW });
          const number = status === 'sent' ? 1 : 2;
          await deliveries.finish('delivery-1', number, anOutcome({ status, mayHaveBeenSent: true }));
          assert.equal(await deliveries.requeue('delivery-1', LATER), true);
          assert.deepEqual(
            (await deliveries.find('delivery-1'))?.delivery,
            aDelivery({ channel: 'http-post-form', attemptCount: number, updatedAt: LATER }),
          );
        }
        const third = await deliveries.claim({ busyProviders: [], now: NOW });
        assert.equal(third?.attempt, 3);
        assert.equal(third?.delivery.attemptCount, 3);
        const found = await deliveries.find('delivery-1');
        assert.deepEqual(
          found?.attempts.map(({ number, endedAt }) => [number, endedAt]),
          [
            [1, LATER],
            [2, LATER],
            [3, null],
          ],
        );
      }),
    );

    it(
      'requeue: when the delivery is queued, sending or unknown, false and nothing changes',
      withStores(open, async ({ deliveries }) => {
        await deliveries.enqueue(aDelivery());
        assert.equal(await deliveries.requeue('delivery-1', LATER), false);
        await deliveries.claim({ busyProviders: [], now: NOW });
        assert.equal(await deliveries.requeue('delivery-1', LATER), false);
        assert.equal(await deliveries.requeue('nothing', LATER), false);
        assert.deepEqual(await deliveries.counts(), { queued: 0, sending: 1, sent: 0, failed: 0 });
      }),
    );
  });
}

async function claimAll(deliveries: DeliveryStore, busyProviders: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const claimed = await deliveries.claim({ busyProviders, now: NOW });
    if (claimed === null) return ids;
    ids.push(claimed.delivery.id);
  }
}
