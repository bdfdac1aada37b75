import assert from 'node:assert/strict';
import request from 'supertest';
import { anAccount } from '../../storage/builders.ts';
import { type Lab, startLab } from './lab.ts';

const EARLIER = '2026-11-20T09:30:15.500Z';

describe('inspector search', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab();
    const fields = { ui_first_name: 'Jane', ui_last_name: 'Doe' };
    await lab.stores.accounts.create(anAccount({ id: 'a', username: 'jdoe', fields }), []);
    await lab.deliver(
      { accountId: 'a' },
      { status: 'failed', providerVerdict: 'refused', reason: '21211 <b>' },
    );
    await lab.deliver({ to: '+447700900000', createdAt: EARLIER });
    await lab.receive({ text: 'Hello 100% "quoted"' });
    await lab.receive({ channel: 'email', to: 'jane@b.example', subject: 'Welcome', provider: 'smtp' });
  });

  afterEach(() => lab.close());

  const page = async (path: string) =>
    (await request(lab.app).get(path).set('Accept', 'text/html').expect(200)).text;
  const ids = async (path: string) =>
    (await request(lab.app).get(`/lab/api${path}`).expect(200)).body.items.map(
      ({ id }: { id: string }) => id,
    );

  it('one search looks through deliveries, messages and accounts, and leads to the whole list of each', async () => {
    const html = await page('/lab/search?q=JDOE');
    for (const part of [
      'href="/lab/deliveries/delivery-1"',
      'href="/lab/messages/message-4"',
      'href="/lab/accounts/a"',
      'href="/lab/deliveries?q=JDOE"',
      'value="JDOE"',
    ]) {
      assert.ok(html.includes(part), part);
    }
    assert.match(await page('/lab/search?q=%22%3E%3Cscript%3E'), /value="&#34;&gt;&lt;script&gt;"/);
    assert.match(await page('/lab/search?q=nobody'), /None found/);
    assert.doesNotMatch(await page('/lab/search'), /delivery-1|None found/);
    for (const path of ['/lab', '/lab/sessions', '/lab/phones', '/lab/deliveries/delivery-1']) {
      assert.match(await page(path), /action="\/lab\/search" role="search"/);
    }
  });

  it('each list is searched by text, and by every filter of its form', async () => {
    assert.deepEqual(await ids('/deliveries?q=21211'), ['delivery-1']);
    assert.deepEqual(await ids('/deliveries?q=jane%20doe'), ['delivery-1']);
    assert.deepEqual(await ids('/deliveries?verdict=refused'), ['delivery-1']);
    assert.deepEqual(await ids('/deliveries?q=Twilio&status=queued'), ['delivery-2']);
    assert.deepEqual(await ids('/messages?q=100%25+%22quo'), ['message-3']);
    assert.deepEqual(await ids('/messages?provider=smtp'), ['message-4']);
    assert.deepEqual(await ids('/messages?q=welcome&channel=sms'), []);
    assert.deepEqual(await ids('/messages?q=e&after=message-3'), ['message-4']);
    assert.deepEqual(await ids('/accounts?q=Jane+D'), ['a']);
    assert.deepEqual(await ids('/accounts?state=EXPIRED'), []);
  });

  it('times are UTC unless they say otherwise, and what is left open counts as a whole', async () => {
    for (const [query, found] of [
      ['until=2026-11-20', ['delivery-2']],
      ['until=2026-11-20T09:30', ['delivery-2']],
      ['until=2026-11-20T09:30:14', []],
      ['until=2026-11-20T11:30%2B02:00', ['delivery-2']],
      ['until=2026-11-20T11:30+02:00', ['delivery-2']],
      ['since=2026-11-21', ['delivery-1']],
      ['since=2026-11-20T09:30&q=Twilio', ['delivery-2', 'delivery-1']],
    ] as const) {
      assert.deepEqual(await ids(`/deliveries?${query}`), found, query);
    }
    const refused = await request(lab.app).get('/lab/api/deliveries?since=yesterday').expect(400);
    assert.equal(refused.body.error.field, 'since');
    await request(lab.app).get('/lab/api/deliveries?since=2026-13-45').expect(400);
  });

  it('what was asked for stays in the form and in the links to further pages', async () => {
    const html = await page('/lab/deliveries?q=Twilio&since=2026-11-20T09:30&limit=1');
    assert.match(html, /name="q" value="Twilio"/);
    assert.match(html, /name="since" value="2026-11-20T09:30"/);
    const older = /href="([^"]+)" rel="next"/
      .exec(html)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#38;', '&');
    assert.match(await page(older ?? ''), /href="\/lab\/deliveries\/delivery-1"/);
  });
});
