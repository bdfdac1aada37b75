import assert from 'node:assert/strict';
import request from 'supertest';
import { Page } from '../../support/page.ts';
import { type Lab, startLab } from './lab.ts';

describe('inspector: faults', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const post = (address: string, fields: object) =>
    request(lab.app).post(address).set('Accept', 'text/html').type('form').send(fields);
  const show = async () => (await request(lab.app).get('/lab/faults').set('Accept', 'text/html')).text;

  it('the form scripts a fault, as the simulators are told it in code', async () => {
    const form = {
      whom: 'twilio',
      kind: 'code',
      value: '21211',
      to: '+15556661212',
      times: '2',
      tag: 'mine',
    };
    const answer = await post('/lab/faults', form);
    assert.deepEqual([answer.status, answer.headers.location], [303, '/lab/faults']);
    const [scripted] = lab.faults.list();
    assert.deepEqual(scripted?.fault, { times: 2, to: '+15556661212', tag: 'mine', code: '21211' });
    assert.match(await show(), /code 21211 for \+15556661212/);
  });

  const forms: [object, object][] = [
    [
      { whom: 'sms', kind: 'hang', accept: 'yes', times: 'all' },
      { times: 'all', hang: true, accept: true },
    ],
    [
      { whom: 'clickatell', kind: 'status', value: '503', text: 'busy' },
      { status: 503, body: 'busy' },
    ],
    [{ whom: 'twilio', kind: 'delay', value: '1500' }, { delay: 1500 }],
    [{ whom: 'twilio', kind: 'chain', chain: 'expired' }, { chain: 'expired' }],
    [
      { whom: 'smtpServer', kind: 'code', value: '550', phase: 'data', text: 'No' },
      { code: '550', text: 'No', phase: 'data' },
    ],
    [{ whom: 'email', kind: 'reset' }, { reset: true }],
  ];
  for (const [form, fault] of forms) {
    it(`${JSON.stringify(form)} becomes ${JSON.stringify(fault)}`, async () => {
      await post('/lab/faults', form).expect(303);
      assert.deepEqual(lab.faults.list()[0]?.fault, fault);
    });
  }

  it('a wrong one is refused at the form, which keeps what was typed', async () => {
    const answer = await post('/lab/faults', { whom: 'twilio', kind: 'status', value: '<99>', to: '"x"' });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /role="alert"[^>]*>.*status: &#34;&lt;99&gt;&#34; is not allowed/);
    assert.match(answer.text, /name="value" value="&lt;99&gt;"/);
    assert.match(answer.text, /<option value="status" selected>/);
    assert.deepEqual(lab.faults.list(), []);
  });

  it('one is removed by its button, all of them by another; the time line tells it', async () => {
    lab.faults.script({ simulator: 'twilio', hang: true });
    lab.faults.script({ channel: 'email', code: 550 });
    const page = new Page(await show());
    assert.match(page.text, /Any email/);
    await post('/lab/faults/1/remove', {}).expect(303);
    assert.deepEqual(
      lab.faults.list().map(({ id }) => id),
      [2],
    );
    await post('/lab/faults/1/remove', {}).expect(404);
    await post('/lab/faults/clear', {}).expect(303);
    assert.deepEqual(lab.faults.list(), []);
    assert.deepEqual(
      lab.faults.timeline().map(({ what, faultId }) => `${what} ${faultId}`),
      ['scripted 1', 'scripted 2', 'removed 1', 'removed 2'],
    );
    assert.match(await show(), /removed[\s\S]*scripted/);
  });

  it('a page of another site can neither script nor remove', async () => {
    lab.faults.script({ simulator: 'twilio', hang: true });
    for (const address of ['/lab/faults', '/lab/faults/1/remove', '/lab/faults/clear', '/lab/api/faults']) {
      const answer = await post(address, { whom: 'sms', kind: 'hang' }).set('Origin', 'https://evil.example');
      assert.equal(answer.status, 403, address);
    }
    assert.equal(lab.faults.list().length, 1);
  });

  it('API: a wrong one is 400 with one sentence; what is no JSON, too', async () => {
    const api = (body: string) =>
      request(lab.app).post('/lab/api/faults').set('Content-Type', 'application/json').send(body);
    const wrong = await api('{"simulator":"twillio"}').expect(400);
    assert.match(wrong.body.error.message, /^simulator: "twillio" is not allowed: one of/);
    await api('{').expect(400);
    const made = await api('{"simulator":"twilio","code":21211}').expect(201);
    assert.deepEqual([made.body.id, made.body.sentence], [1, 'code 21211']);
  });
});

describe('inspector: messages of one test', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());
  const get = (address: string) => request(lab.app).get(`/lab/api/messages${address}`);

  it('list and wait take the tag, wait a text; the answer has user name and password by themselves', async () => {
    await lab.receive({ tag: 'a', text: 'Username: one Password: pw1' });
    await lab.receive({ tag: 'b', text: 'Username: two Password: pw2' });
    const listed = await get('?tag=a').expect(200);
    assert.deepEqual([listed.body.total, listed.body.items[0].username], [1, 'one']);
    const waited = await get('/wait?tag=b').expect(200);
    assert.deepEqual([waited.body.username, waited.body.password, waited.body.tag], ['two', 'pw2', 'b']);
    assert.equal((await get('/wait?text=pw1').expect(200)).body.username, 'one');
    const none = await get('/wait?tag=a&text=pw2&timeoutMs=1').expect(408);
    assert.match(
      none.body.error.message,
      /No message with the tag "a" with the text "pw2" arrived within 1 ms/,
    );
  });

  it('none: 200 when nothing came, 409 with what came', async () => {
    await get('/none?tag=a&forMs=1').expect(200, { none: true });
    const coming = get('/none?tag=a&forMs=60000').then((answer) => answer);
    const received = lab.receive({ tag: 'a' });
    const answer = await coming;
    assert.equal(answer.status, 409);
    assert.equal(answer.body.received.id, (await received).id);
    assert.match(
      answer.body.error.message,
      /^No message with the tag "a" was expected, and one came: sms to /,
    );
    assert.equal(answer.body.received.links.self, `/lab/messages/${(await received).id}`);
  });
});
