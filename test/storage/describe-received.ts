import assert from 'node:assert/strict';
import type { ReceivedStore } from '../../src/domain/stores.ts';
import { aMessage, aRequest } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

/** Every byte there is, and what text handling likes to damage. */
const ODD_BYTES = new Uint8Array([
  ...Array.from({ length: 256 }, (_, byte) => byte),
  ...new TextEncoder().encode('\0\r\n😀שלום\ufeff'),
  0xff,
  0xc3,
  0x28,
  0x00,
]);

export function describeReceived(open: OpenEmpty): void {
  describe('received requests', () => {
    it(
      'saveRequest: when the bytes are odd, they come back exactly',
      withStores(open, async ({ received }) => {
        const request = aRequest({ raw: ODD_BYTES, secure: false, protocol: 'smtp' });
        await received.saveRequest(request);
        assert.deepEqual(asBytes(await received.findRequest(request.id)), asBytes(request));
        assert.equal(await received.findRequest('nothing'), null);
      }),
    );

    it(
      'saveRequest: when the bytes are a window on a larger buffer, only the window is kept',
      withStores(open, async ({ received }) => {
        const raw = Buffer.from('before|window|after').subarray(7, 13);
        await received.saveRequest(aRequest({ raw }));
        assert.equal(Buffer.from((await received.findRequest('request-1'))?.raw ?? []).toString(), 'window');
      }),
    );

    it(
      'updateRequest: when it was answered, answer and bytes are written and the rest stays',
      withStores(open, async ({ received }) => {
        await received.saveRequest(aRequest({ raw: new Uint8Array(0) }));
        const changes = {
          raw: new Uint8Array(300_000).fill(0xfe),
          simulator: 'clickatell-http',
          status: 200,
          response: ODD_BYTES,
          refusal: 'ERR: 105, Invalid Destination Address',
          fault: 'answers with ERR: 105',
        };
        await received.updateRequest('request-1', changes);
        assert.deepEqual(asBytes(await received.findRequest('request-1')), asBytes(aRequest(changes)));
      }),
    );

    it(
      'updateRequest: when the request is gone after a reset, nothing happens',
      withStores(open, async ({ received }) => {
        await received.updateRequest('request-1', aRequest());
        assert.deepEqual(await received.listRequests({ limit: 9 }), { total: 0, items: [] });
      }),
    );

    it(
      'listRequests: when paged, newest first, without the bytes',
      withStores(open, async ({ received }) => {
        for (const id of ['c', 'a', 'b']) {
          await received.saveRequest(aRequest({ id, status: 200, response: ODD_BYTES }));
        }
        const page = await received.listRequests({ limit: 2, offset: 1 });
        assert.equal(page.total, 3);
        const none = { raw: new Uint8Array(0), response: new Uint8Array(0) };
        assert.deepEqual(page.items, [
          aRequest({ id: 'a', status: 200, ...none }),
          aRequest({ id: 'c', status: 200, ...none }),
        ]);
        assert.equal((await received.listRequests({ limit: 9 })).items.length, 3);
      }),
    );
  });

  describe('received messages', () => {
    it(
      'saveMessage: when saved, it is found as it was; others are null',
      withStores(open, async ({ received }) => {
        const message = aMessage({ subject: 'Übung 😀', text: 'a\0b\r\nשלום', html: '<p>"&amp;"</p>' });
        await received.saveMessage(message);
        assert.deepEqual(await received.findMessage(message.id), message);
        assert.equal(await received.findMessage('nothing'), null);
      }),
    );

    it(
      'messagesOf: the messages of one request, the oldest first, and of no other',
      withStores(open, async ({ received }) => {
        for (const [id, requestId] of [
          ['m1', 'r1'],
          ['m2', 'r2'],
          ['m3', 'r1'],
        ] as const) {
          await received.saveMessage(aMessage({ id, requestId }));
        }
        assert.deepEqual(
          (await received.messagesOf('r1')).map(({ id }) => id),
          ['m1', 'm3'],
        );
        assert.deepEqual(await received.messagesOf('r3'), []);
      }),
    );

    it(
      'latestMessage: when there are messages, the newest id, else null',
      withStores(open, async ({ received }) => {
        assert.equal(await received.latestMessage(), null);
        await received.saveMessage(aMessage({ id: 'z' }));
        await received.saveMessage(aMessage({ id: 'a' }));
        assert.equal(await received.latestMessage(), 'a');
      }),
    );

    const cases: [filter: Partial<Filter>, ids: string, total: number][] = [
      [{}, '54321', 5],
      [{ limit: 2, offset: 1 }, '43', 5],
      [{ to: '+1 (555) 666-1212' }, '531', 3],
      [{ to: '001-555-666-1212', limit: 1 }, '5', 3],
      [{ to: 'a.guest@example.com' }, '42', 2],
      [{ to: '+999' }, '', 0],
      [{ channel: 'sms' }, '531', 3],
      [{ channel: 'email', limit: 1 }, '4', 2],
      [{ to: '15556661212', channel: 'email' }, '', 0],
      [{ to: 'A.Guest@Example.com', channel: 'email' }, '42', 2],
      [{ after: '3' }, '54', 2],
      [{ after: '5' }, '', 0],
      [{ after: '1', to: '15556661212' }, '53', 2],
      [{ after: '2', channel: 'email' }, '4', 1],
      [{ after: '1', to: '15556661212', channel: 'sms', limit: 1 }, '5', 2],
      [{ after: 'gone after a reset', channel: 'email' }, '42', 2],
    ];
    for (const [filter, ids, total] of cases) {
      it(
        `listMessages: when filtered by ${JSON.stringify(filter)}, ${ids || 'nothing'} of ${total}, newest first`,
        withStores(open, async ({ received }) => {
          await fill(received);
          const page = await received.listMessages({ limit: 100, ...filter });
          assert.deepEqual([page.items.map(({ id }) => id).join(''), page.total], [ids, total]);
        }),
      );
    }
  });
}

type Filter = Parameters<ReceivedStore['listMessages']>[0];

async function fill(received: ReceivedStore): Promise<void> {
  await received.saveMessage(aMessage({ id: '1', to: '+15556661212' }));
  await received.saveMessage(aMessage({ id: '2', to: 'A.Guest@example.com', channel: 'email' }));
  await received.saveMessage(aMessage({ id: '3', to: '15556661212' }));
  await received.saveMessage(aMessage({ id: '4', to: 'a.guest@EXAMPLE.com', channel: 'email' }));
  await received.saveMessage(aMessage({ id: '5', to: '1 555 666 1212' }));
}

/** An engine may answer with any kind of Uint8Array. */
function asBytes<Row extends { raw: Uint8Array; response: Uint8Array }>(row: Row | null) {
  return row && { ...row, raw: Buffer.from(row.raw), response: Buffer.from(row.response) };
}
