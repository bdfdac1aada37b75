import assert from 'node:assert/strict';
import type { Diagnosis } from '../../src/domain/diagnosis.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { aDelivery, aMessage, anAccount, anOutcome, LATER, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

const PAGE = { limit: 9 };
const EARLIER = '2026-11-21T10:00:00.000Z';

export function describeSearch(open: OpenEmpty): void {
  describe('search', () => {
    const foundBy = async (stores: Stores, text: string) => ({
      deliveries: (await stores.search.deliveries({ ...PAGE, text })).items.map(({ id }) => id),
      messages: (await stores.search.messages({ ...PAGE, text })).items.map(({ id }) => id),
      accounts: (await stores.search.accounts({ ...PAGE, text, now: NOW })).items.map(({ id }) => id),
    });
    const NOTHING = { deliveries: [], messages: [], accounts: [] };

    it(
      'text: when it is part of a number, an address, a name, a text or a provider, all that have it are found',
      withStores(open, async (stores) => {
        const fields = { ui_first_name: 'Jane', ui_last_name: 'Doe', ui_phone_number: '+1 (555) 010-7788' };
        await stores.accounts.create(anAccount({ id: 'a', fields }), [
          aDelivery({ id: 'd', accountId: 'a', to: '+1 (555) 010-7788', provider: 'Global Default' }),
        ]);
        await stores.deliveries.enqueue(aDelivery({ id: 'other', to: '+441', provider: 'Twilio' }));
        await stores.received.saveMessage(aMessage({ id: 'm', to: '15550107788', text: 'Grüße, Jane Doe' }));
        await stores.received.saveMessage(
          aMessage({ id: 'mail', to: 'Jo@B.example', text: ' ', html: '<p>only here' }),
        );
        const both = { deliveries: ['d'], messages: ['m'], accounts: ['a'] };
        for (const text of ['555 010-77', '0107788', '+1 (555) 010-7788', '001 555 010 7788', 'jane doe']) {
          assert.deepEqual(await foundBy(stores, text), both, text);
        }
        assert.deepEqual((await foundBy(stores, 'GRÜSSE')).messages, []);
        assert.deepEqual((await foundBy(stores, 'GRÜßE')).messages, ['m']);
        assert.deepEqual((await foundBy(stores, 'jo@b')).messages, ['mail']);
        assert.deepEqual((await foundBy(stores, 'only HERE')).messages, ['mail']);
        assert.deepEqual((await foundBy(stores, 'bal def')).deliveries, ['d']);
      }),
    );

    it(
      'text: when it looks like a query, a pattern or a mistake in one, it is looked for as it is written',
      withStores(open, async (stores) => {
        const odd = [
          'a" OR "b',
          'NEAR(x y)',
          '100%',
          'a_c',
          'x*',
          'col:val',
          '^start',
          '""""',
          "'; --",
          '[AND]',
          'é日',
        ];
        for (const [index, text] of odd.entries()) {
          await stores.received.saveMessage(aMessage({ id: `m${index}`, text: `say ${text} now` }));
        }
        for (const [index, text] of odd.entries()) {
          const found = await stores.search.messages({ ...PAGE, text });
          assert.deepEqual(
            found.items.map(({ id }) => id),
            [`m${index}`],
            text,
          );
        }
        assert.deepEqual(await foundBy(stores, 'a" OR "say'), NOTHING);
        assert.deepEqual(await foundBy(stores, '\0\ud800"'), NOTHING);
      }),
    );

    it(
      'text: when a delivery ends, an account changes or goes, what is found follows; after a clear there is nothing',
      withStores(open, async (stores) => {
        await stores.accounts.create(anAccount({ id: 'a' }), []);
        await stores.deliveries.enqueue(aDelivery({ id: 'd' }));
        await stores.deliveries.claim({ busyProviders: [], now: NOW });
        const fault: Diagnosis = {
          rule: 'a-rule',
          certainty: 'cause',
          problem: 'Bad 4711.',
          remedy: '',
          evidence: [],
        };
        await stores.deliveries.finish('d', 1, anOutcome({ reason: 'Error 21211', diagnosis: [fault] }));
        for (const text of ['21211', 'a-rule', '4711']) {
          assert.deepEqual((await foundBy(stores, text)).deliveries, ['d'], text);
        }
        await stores.accounts.update('a', { username: 'renamed' });
        assert.deepEqual((await foundBy(stores, 'renamed')).accounts, ['a']);
        assert.deepEqual((await foundBy(stores, 'jdoe')).accounts, []);
        await stores.accounts.remove('a');
        assert.deepEqual((await foundBy(stores, 'renamed')).accounts, []);
        await stores.clear();
        assert.deepEqual(await foundBy(stores, '21211'), NOTHING);
        await stores.deliveries.enqueue(aDelivery({ id: 'd', reason: 'Error 21211' }));
        assert.deepEqual((await foundBy(stores, '21211')).deliveries, ['d']);
      }),
    );

    it(
      'deliveries: when filters are mixed with text and time, all of them hold',
      withStores(open, async (stores) => {
        const rows = [
          { id: 'old', createdAt: EARLIER, status: 'failed', providerVerdict: 'refused' },
          { id: 'sent', status: 'sent', providerVerdict: 'accepted' },
          { id: 'failed', status: 'failed', providerVerdict: 'refused' },
          { id: 'telnyx', status: 'failed', providerVerdict: 'refused', provider: 'Telnyx', to: '+442' },
        ] as const;
        for (const row of rows) await stores.deliveries.enqueue(aDelivery(row));
        const ids = async (filter: Partial<Parameters<typeof stores.search.deliveries>[0]>) =>
          (await stores.search.deliveries({ ...PAGE, ...filter })).items.map(({ id }) => id);
        for (const text of [undefined, 'Kennwort', 'nn']) {
          const with_ = text === undefined ? {} : { text };
          assert.deepEqual(await ids({ ...with_, verdict: 'refused' }), ['telnyx', 'failed', 'old'], text);
          assert.deepEqual(
            await ids({ ...with_, verdict: 'refused', since: NOW }),
            ['telnyx', 'failed'],
            text,
          );
          assert.deepEqual(await ids({ ...with_, until: EARLIER }), ['old'], text);
          assert.deepEqual(await ids({ ...with_, since: LATER }), [], text);
          assert.deepEqual(await ids({ ...with_, status: 'failed', provider: 'Twilio', since: NOW }), [
            'failed',
          ]);
          assert.deepEqual(await ids({ ...with_, to: '00442', verdict: 'refused' }), ['telnyx'], text);
          assert.deepEqual(
            await ids({ ...with_, verdict: 'refused', limit: 1, offset: 1 }),
            ['failed'],
            text,
          );
        }
      }),
    );

    it(
      'accounts: when a state is asked for, the clock decides who is expired',
      withStores(open, async (stores) => {
        await stores.accounts.create(anAccount({ id: 'a', username: 'anna' }), []);
        await stores.accounts.create(anAccount({ id: 'b', username: 'bert', validTo: EARLIER }), []);
        const ids = async (state: 'EXPIRED' | 'AWAITING_INITIAL_LOGIN') =>
          (await stores.search.accounts({ ...PAGE, state, now: NOW })).items.map(({ id }) => id);
        assert.deepEqual(await ids('EXPIRED'), ['b']);
        assert.deepEqual(await ids('AWAITING_INITIAL_LOGIN'), ['a']);
      }),
    );

    it(
      'counting: when more than a thousand match, it ends there and says so, and every page can still be reached',
      withStores(open, async (stores) => {
        const rows = Array.from({ length: 1_005 }, (_, row) =>
          aDelivery({ id: `d${row}`, status: row === 3 ? 'failed' : 'sent' }),
        );
        await stores.accounts.create(anAccount(), rows);
        const text = 'kennwort';
        const first = await stores.search.deliveries({ ...PAGE, text });
        assert.deepEqual([first.total, first.more, first.items[0]?.id], [1_000, true, 'd1004']);
        const last = await stores.search.deliveries({ ...PAGE, text, offset: 1_000 });
        assert.deepEqual([last.total, last.more, last.items.length], [1_005, false, 5]);
        const checked = await stores.search.deliveries({ ...PAGE, text, status: 'failed' });
        assert.deepEqual([checked.total, checked.items[0]?.id, checked.further], [1, 'd3', null]);
        const before = await stores.search.deliveries({ ...PAGE, text, before: 3 });
        assert.deepEqual(
          before.items.map(({ id }) => id),
          ['d1', 'd0'],
        );
      }),
    );

    it(
      'window: when a text is too short for the index, the newest are read, and the search can go on from there',
      withStores(open, async (stores) => {
        const rows = Array.from({ length: 2_002 }, (_, row) =>
          aDelivery({ id: `d${row}`, reason: row === 0 ? '王明' : null }),
        );
        await stores.accounts.create(anAccount(), rows);
        const first = await stores.search.deliveries({ ...PAGE, text: '王明' });
        assert.deepEqual([first.total, first.further], [0, 3]);
        const next = await stores.search.deliveries({ ...PAGE, text: '王明', before: first.further ?? 0 });
        assert.deepEqual([next.total, next.items[0]?.id, next.further], [1, 'd0', null]);
      }),
    );

    it(
      'recipients: when messages arrive, each phone and mailbox is listed once, the last one first, with its newest',
      withStores(open, async (stores) => {
        const save = (id: string, to: string, channel: 'sms' | 'email' = 'sms') =>
          stores.received.saveMessage(aMessage({ id, to, channel }));
        await save('m1', '+1 555');
        await save('m2', '+442');
        await save('m3', '001555');
        await save('m4', 'A@b.c', 'email');
        const phones = await stores.received.listRecipients({ channel: 'sms', limit: 9 });
        assert.equal(phones.total, 2);
        assert.deepEqual(
          phones.items.map(({ key, amount, last }) => [key, amount, last.id]),
          [
            ['1555', 2, 'm3'],
            ['442', 1, 'm2'],
          ],
        );
        const second = await stores.received.listRecipients({ channel: 'sms', limit: 1, offset: 1 });
        assert.equal(second.items[0]?.key, '442');
        assert.equal(
          (await stores.received.listRecipients({ channel: 'email', limit: 9 })).items[0]?.key,
          'a@b.c',
        );
        await stores.clear();
        assert.deepEqual(await stores.received.listRecipients({ channel: 'sms', limit: 9 }), {
          total: 0,
          items: [],
        });
      }),
    );
  });
}
