import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as connect, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { INFO, type Lab, startLab } from './lab.ts';

describe('inspector API', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab();
  });

  afterEach(() => lab.close());

  const get = (path: string) => request(lab.app).get(`/lab/api/${path}`);

  it('info gives exactly what scripts rely on', async () => {
    assert.deepEqual((await get('info').expect(200)).body, INFO);
  });

  it('deliveries are listed newest first and found by any spelling, provider and status', async () => {
    await lab.deliver({}, {});
    await lab.deliver({ to: 'JDoe@Example.org', kind: 'email', provider: 'SMTP server' });
    const all = (await get('deliveries').expect(200)).body;
    assert.equal(all.total, 2);
    assert.deepEqual(
      all.items.map((item: { id: string }) => item.id),
      ['delivery-2', 'delivery-1'],
    );
    const [, first] = all.items;
    assert.equal(first.iseVerdict, 'sent');
    assert.equal(first.providerVerdict, 'accepted');
    for (const to of ['+15556661212', '%2B15556661212', '%2B1%20(555)%20666-1212', '0015556661212']) {
      assert.equal((await get(`deliveries?to=${to}`).expect(200)).body.items[0]?.id, 'delivery-1', to);
    }
    assert.equal((await get('deliveries?to=jdoe@example.org')).body.total, 1);
    assert.equal((await get('deliveries?status=queued')).body.items[0].id, 'delivery-2');
    assert.equal((await get('deliveries?provider=Twilio')).body.total, 1);
    assert.equal((await get('deliveries?limit=1')).body.items.length, 1);
  });

  it('an address with a plus is found although the query turned it into a blank', async () => {
    await lab.receive({ channel: 'email', to: 'a+b@example.org' });
    assert.equal((await get('messages?to=a+b@example.org')).body.total, 1);
  });

  it('a delivery has attempts and transcripts, bytes as base64 and as text', async () => {
    await lab.deliver({}, {});
    const { body } = await get('deliveries/delivery-1').expect(200);
    const [exchange] = body.attempts[0].transcripts[0].exchanges;
    assert.equal(Buffer.from(exchange.request.raw, 'base64').toString(), exchange.request.text);
    assert.match(exchange.request.text, /^POST \/2010-04-01/);
    assert.deepEqual(exchange.request.http.body.form, [
      { name: 'To', value: '+15556661212' },
      { name: 'Body', value: 'Hello\nyou' },
    ]);
    assert.equal((await get('deliveries/latest')).body.id, 'delivery-1');
  });

  it('an unusable parameter is refused with its name, its value and what is allowed', async () => {
    const cases: [string, string, unknown, RegExp][] = [
      ['deliveries?status=lost', 'status', 'lost', /queued, sending, sent, failed/],
      ['deliveries?limit=0', 'limit', '0', /from 1 to 1000/],
      ['deliveries?limit=ten', 'limit', 'ten', /whole number/],
      ['deliveries?stauts=sent', 'stauts', 'sent', /status/],
      ['messages?channel=fax', 'channel', 'fax', /sms, email/],
      ['messages?to=nobody', 'to', 'nobody', /any spelling/],
      ['messages?to=1&to=2', 'to', ['1', '2'], /any spelling/],
      ['messages/wait?timeoutMs=120001', 'timeoutMs', '120001', /120000/],
    ];
    for (const [path, field, value, allowed] of cases) {
      const { body } = await get(path).expect(400);
      assert.equal(body.error.field, field);
      assert.deepEqual(body.error.value, value);
      assert.match(body.error.allowed, allowed);
      assert.match(body.error.message, new RegExp(field));
    }
  });

  it('what is not there is a 404 in JSON, whatever the client accepts', async () => {
    for (const path of [
      'deliveries/x',
      'deliveries/latest',
      'messages/x',
      'messages/latest',
      'requests/x',
      'nonsense',
    ]) {
      const answer = await get(path).set('Accept', 'text/html').expect(404);
      assert.equal(answer.body.error.status, 404, path);
      assert.equal(typeof answer.body.error.message, 'string');
    }
  });

  it('wait: a message that is there already is answered at once', async () => {
    await lab.receive();
    const { body } = await get('messages/wait?to=+1+(555)+666-1212&channel=sms').expect(200);
    assert.equal(body.channel, 'sms');
    assert.deepEqual(body.credentials, { username: 'jdoe', password: 's3cret' });
    assert.equal(body.rawRequest, undefined);
  });

  it('wait: a message that comes later is answered when it comes', async () => {
    const waiting = get('messages/wait?to=%2B15556661212').then((answer) => answer);
    const subscribed = lab.inbox.waitFor({ to: '+447700900000' });
    await lab.receive({ to: '+447700900000' });
    await subscribed;
    const { id } = await lab.receive();
    const answer = await waiting;
    assert.equal(answer.status, 200);
    assert.equal(answer.body.id, id);
  });

  it('wait: when the time is over, 408 says what came instead', async () => {
    await lab.receive({ to: '+447700900000' });
    const { body } = await get('messages/wait?to=%2B15556661212&timeoutMs=10').expect(408);
    assert.match(body.error.message, /No message to \+15556661212 arrived within 10 ms\..*\+447700900000/);
  });

  it('wait: a client that goes away frees its waiter', async () => {
    const seen: AbortSignal[] = [];
    const watched = await startLab({
      inbox: {
        ...lab.inbox,
        waitFor(options) {
          if (options?.signal) seen.push(options.signal);
          waiting();
          return lab.inbox.waitFor(options);
        },
      },
    });
    let waiting: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const server = await listen(watched);
    try {
      const client = connect({
        port: (server.address() as AddressInfo).port,
        path: '/lab/api/messages/wait',
      });
      client.on('error', () => undefined);
      client.end();
      await reached;
      const [signal] = seen;
      assert.ok(signal);
      const aborted = once(signal, 'abort');
      client.destroy();
      await aborted;
    } finally {
      server.close();
      await watched.close();
    }
  });

  it('wait: an emulator that closes meanwhile is no bug', async () => {
    const closing = await startLab({
      inbox: {
        ...lab.inbox,
        waitFor(options) {
          const waiting = lab.inbox.waitFor(options);
          lab.inbox.close();
          return waiting;
        },
      },
    });
    const { body } = await request(closing.app).get('/lab/api/messages/wait').expect(409);
    assert.equal(body.error.message, 'The emulator was closed during the wait.');
    await closing.close();
  });

  it('messages after one another are found by the id of the one before', async () => {
    const first = await lab.receive();
    const second = await lab.receive();
    const { body } = await get(`messages?after=${first.id}`).expect(200);
    assert.deepEqual(
      body.items.map((item: { id: string }) => item.id),
      [second.id],
    );
  });

  it('send-again answers 202, and 409 while the delivery is under way', async () => {
    await lab.deliver({}, {});
    const path = '/lab/api/deliveries/delivery-1/send-again';
    const { body } = await request(lab.app).post(path).expect(202);
    assert.deepEqual(body, { id: 'delivery-1', status: 'queued' });
    await request(lab.app).post(path).expect(409);
    await request(lab.app).post('/lab/api/deliveries/nope/send-again').expect(404);
  });

  it('reset from a script empties the lab, and from a form leads back to it', async () => {
    await lab.receive();
    await request(lab.app).post('/lab/api/reset').expect(200, { reset: true });
    assert.equal((await get('messages')).body.total, 0);
    await request(lab.app).post('/lab/reset').type('form').expect(303).expect('Location', '/lab');
  });
});

async function listen(lab: Lab): Promise<Server> {
  const server = createServer(lab.app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
