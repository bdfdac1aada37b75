import assert from 'node:assert/strict';
import request from 'supertest';
import type { ComparedRow } from '../../src/domain/comparison/row.ts';
import { recipientClass } from '../../src/domain/recording.ts';
import { httpAnswer, startBareServer } from '../support/bare-server.ts';
import { cleanUp, emptyFolder } from '../support/command.ts';
import { closeEmulators, shippedProviders, smsDelivery, startEmulator } from '../support/emulators.ts';
import { Page } from '../support/page.ts';
import { httpProvider } from '../support/providers.ts';
import { smsMessage } from '../support/send-to.ts';

const TOKEN = 'a-very-secret-token';
const TEXT = 'Your account details: Username: jdoe Password: 4711';

/** A provider that echoes what it got, as Twilio does, with members that our simulator does not have. */
async function realProvider() {
  return startBareServer({
    answer: (text, socket) => {
      const form = new URLSearchParams(text.slice(text.indexOf('\r\n\r\n') + 4));
      const to = form.get('To') ?? '';
      const body = to.startsWith('+1555')
        ? { sid: 'SM7', to, body: `Trial - ${form.get('Body')}`, status: 'queued', extra: [1] }
        : { code: 21211, message: `The 'To' number ${to} is not a valid phone number.`, status: 400 };
      socket.write(
        httpAnswer('sid' in body ? '201 Created' : '400 Bad Request', JSON.stringify(body), [
          'Content-Type: application/json',
          'X-Real: yes',
        ]),
      );
    },
  });
}

describe('record and replay', () => {
  afterEach(async () => {
    await closeEmulators();
    cleanUp();
  });

  it('live answers are kept without secrets, replayed to others, and compared with our simulator', async () => {
    const server = await realProvider();
    const row = {
      name: 'Real',
      type: 'http',
      url: `http://127.0.0.1:${server.port}/2010-04-01/Accounts/AC1/Messages.json?From=%2B17752874976`,
      data: '$message$',
      useHttpPost: true,
      httpPostContentType: 'application/x-www-form-urlencoded',
      httpsUsername: 'AC1',
      httpsPassword: TOKEN,
      httpsHost: '127.0.0.1',
      httpsPort: server.port,
    };
    const data = emptyFolder();
    const live = await startEmulator({ data, live: true, providers: shippedProviders({ providers: [row] }) });
    const provider = httpProvider({ ...row, type: 'http' });
    for (const to of ['+15556661212', '+4930']) {
      await live.trial.send({ provider, message: smsMessage(TEXT, to), template: TEXT, sample: false });
    }
    await closeEmulators();
    await server.close();

    const connectTo = { [`127.0.0.1:${server.port}`]: 'simulator' };
    const providers = (replay?: string) =>
      shippedProviders({ providers: [{ ...row, emulator: replay ? { replay } : {} }], connectTo });
    const one = await startEmulator({ data, providers: providers('accepted') });
    await one.reset();
    const { items } = (await request(one.app).get('/lab/api/recordings')).body;
    assert.deepEqual(
      items.map(({ status, outcome, recipientClass, host }: Record<string, unknown>) => [
        status,
        outcome,
        recipientClass,
        host,
      ]),
      [
        [400, 'refused', '49 invalid', '127.0.0.1'],
        [201, 'accepted', recipientClass('+15556661212'), '127.0.0.1'],
      ],
    );
    assert.equal(
      items[1].body,
      '{"sid":"SM7","to":"+$mobilenumber$","body":"Trial - $message$","status":"queued","extra":[1]}',
    );
    assert.doesNotMatch(JSON.stringify(items), /4711|5556661212|secret/);

    const message = smsMessage('Hello "you"', '+15550001111');
    await one.trial.send({
      provider: httpProvider({ ...row, type: 'http' }),
      message,
      template: '',
      sample: false,
    });
    const { delivery, exchange } = await smsDelivery(one);
    assert.equal(delivery.status, 'sent', delivery.reason ?? '');
    const answer = Buffer.from(exchange?.response ?? '', 'base64').toString();
    assert.match(
      answer,
      /^HTTP\/1\.1 201 Created[\s\S]*X-Real: yes[\s\S]*"to":"\+15550001111","body":"Trial - Hello \\"you\\""/,
    );
    const arrived = await one.inbox.waitFor({ to: '+15550001111' });
    assert.equal(arrived.text, 'Hello "you"');

    const compared = (await request(one.app).get(`/lab/api/recordings/${items[1].id}`)).body;
    const rows: ComparedRow[] = compared.rows;
    const verdict = (name: string) => rows.find((one) => one.name === name)?.verdict;
    // The simulator knows no account AC1 and says so, which is a difference.
    assert.equal(verdict('status'), 'different');
    assert.equal(verdict('extra[0]'), 'only-theirs');
    assert.equal(verdict('X-Real'), 'ignored');
    const page = await request(one.app).get(`/lab/recordings/${items[1].id}`).set('Accept', 'text/html');
    assert.match(new Page(page.text).text, /JSON member: extra\[0\] only received/);
    const list = await request(one.app).get('/lab/recordings').set('Accept', 'text/html');
    assert.match(new Page(list.text).text, /Real: HTTP 400, refused/);
    await closeEmulators();

    const refusing = await startEmulator({ data, providers: providers('refused') });
    await refusing.trial.send({
      provider: httpProvider({ ...row, type: 'http' }),
      message,
      template: '',
      sample: false,
    });
    assert.match((await smsDelivery(refusing)).delivery.reason ?? '', /21211/);
    await closeEmulators();

    const off = await startEmulator({ data, providers: providers() });
    await off.trial.send({
      provider: httpProvider({ ...row, type: 'http' }),
      message,
      template: '',
      sample: false,
    });
    const { items: received } = await off.received.listRequests({ limit: 1 });
    assert.equal(received[0]?.simulator, 'twilio');
  });

  it('without --live nothing is recorded', async () => {
    const emulator = await startEmulator();
    await emulator.trial.send({
      provider: null,
      message: { ...smsMessage(), kind: 'email', to: 'a@b.c' },
      template: '',
      sample: false,
    });
    assert.deepEqual((await request(emulator.app).get('/lab/api/recordings')).body, { items: [] });
  });
});
