import assert from 'node:assert/strict';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { createUnderWay, type UnderWay } from '../../src/services/under-way.ts';
import { openStores } from '../../src/storage/index.ts';
import { aDelivery, anOutcome, NOW } from '../storage/builders.ts';

const TEXT = 'Username: jdoe Password: 12&ß+%';

describe('deliveries under way', () => {
  let stores: Stores;
  let underWay: UnderWay;
  let finished: string[];

  beforeEach(async () => {
    stores = await openStores({ file: ':memory:' });
    finished = [];
    underWay = createUnderWay({
      onFinish: async (name, tag) => {
        finished.push(`${name} ${tag}`);
      },
    });
  });
  afterEach(() => stores.close());

  async function send(id: string, changes: Partial<Delivery>, text = TEXT): Promise<void> {
    const made = aDelivery({ id, ...changes });
    await underWay.watch(stores.deliveries).open({ ...made, message: { ...made.message, text } });
  }

  const wires: [string, string][] = [
    ['form', `To=1&Body=${new URLSearchParams({ b: TEXT }).toString().slice(2)}`],
    ['query', `/http/sendmsg?to=1&text=${encodeURIComponent(TEXT)}`],
    ['JSON', JSON.stringify({ text: TEXT })],
    ['JSON of escapes', `{"text":"${TEXT.replace('ß', '\\u00df').replace('&', '\\u0026')}"}`],
    [
      'quoted-printable',
      'Content-Transfer-Encoding: quoted-printable\r\n\r\nUsername: jd=\r\noe Password: 12&=C3=9F+%',
    ],
  ];
  for (const [what, raw] of wires) {
    it(`are told apart by their text, in a ${what}, although both go to the same number`, async () => {
      await send('1', { tag: 'one' });
      await send('2', { tag: 'two' }, TEXT.replace('jdoe', 'other'));
      assert.equal(underWay.tagOf({ to: ['+15556661212'], raw }), 'one');
      assert.equal(underWay.tagOf({ to: ['0049 another spelling'], raw }), 'one');
    });
  }

  it('are told by the Message-ID of a mail', async () => {
    await send('1', { tag: 'one' });
    await send('2', { tag: 'two' });
    assert.equal(underWay.tagOf({ to: [], raw: 'Message-ID: <message-2@ise>\r\n' }), 'two');
  });

  it('are told by the recipient when the text is unreadable, unless two tests share it', async () => {
    await send('1', { tag: 'one' });
    assert.equal(underWay.tagOf({ to: ['15556661212'], raw: '00480069' }), 'one');
    assert.equal(underWay.tagOf({ to: ['15550000000'], raw: '00480069' }), null);
    await send('2', { tag: 'two' }, 'another text');
    assert.equal(underWay.tagOf({ to: ['15556661212'], raw: '00480069' }), null);
  });

  it('are forgotten when finished, and the provider’s name for the message is told', async () => {
    await send('1', { tag: 'one' });
    await underWay.watch(stores.deliveries).finish('1', 1, anOutcome({ endedAt: NOW }));
    assert.deepEqual(finished, ['SM1 one']);
    assert.equal(underWay.tagOf({ to: ['15556661212'], raw: TEXT }), null);
  });
});
