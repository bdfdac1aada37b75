import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { LAB_CREDENTIALS, twilioSignature } from '../../src/simulators/index.ts';
import { isLoopback } from '../../src/simulators/twilio/callbacks.ts';
import { form, type Lab, startLab } from './lab.ts';

const { accountSid, authToken } = LAB_CREDENTIALS.twilio;

describe('Twilio status callbacks', () => {
  let lab: Lab;
  let receiver: Server;
  let url: string;
  let arrived: { body: Record<string, string>; signature: string }[];
  let heard: () => void = () => {};

  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
    arrived = [];
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const signature = String(request.headers['x-twilio-signature'] ?? '');
        arrived.push({ body: Object.fromEntries(new URLSearchParams(body)), signature });
        response.writeHead(204).end();
        heard();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/status?one=1&two=a%20b`;
  });
  afterEach(async () => {
    await lab.close();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const create = (to = '+14155552345') => {
    const { headers, body } = form({ To: to, From: '+17752874976', Body: 'x', StatusCallback: url });
    return lab.ask('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      headers: {
        ...headers,
        Authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      },
      body,
    });
  };
  const count = (wanted: number) =>
    new Promise<void>((resolve) => {
      heard = () => {
        if (arrived.length >= wanted) resolve();
      };
      heard();
    });

  it('every change but the first is posted in order, signed so that the SDK believes it', async () => {
    const { sid } = (await create()).json;
    await count(3);
    assert.deepEqual(
      arrived.map(({ body }) => body.MessageStatus),
      ['sending', 'sent', 'delivered'],
    );
    for (const { body, signature } of arrived)
      assert.ok(twilio.validateRequest(authToken, signature, url, body));
    assert.deepEqual(arrived[2]?.body, {
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      From: '+17752874976',
      MessageSid: sid,
      MessageStatus: 'delivered',
      RawDlrDoneDate: '2308240501',
      SmsSid: sid,
      SmsStatus: 'delivered',
      To: '+14155552345',
    });
  });

  it('a scripted delivery error: accepted, then undelivered with its code, and no phone shows it', async () => {
    lab.sim.twilio.failNext({ code: 30003 });
    const told = await create();
    assert.deepEqual([told.status, told.json.status], [201, 'queued']);
    await count(3);
    assert.deepEqual(
      arrived.map(({ body }) => [body.MessageStatus, body.ErrorCode]),
      [
        ['sending', undefined],
        ['sent', undefined],
        ['undelivered', '30003'],
      ],
    );
    assert.deepEqual(await lab.messages(), []);
    assert.match((await lab.lastRow()).fault ?? '', /code 30003/);
  });

  it('30001 fails before sending', async () => {
    lab.sim.twilio.failNext({ code: 30001 });
    await create();
    await count(1);
    assert.deepEqual([arrived[0]?.body.MessageStatus, arrived[0]?.body.ErrorCode], ['failed', '30001']);
  });

  it('the signature: the vector of the documentation', () => {
    const parameters = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    assert.equal(
      twilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', parameters),
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });

  it('only loopback addresses are called', () => {
    for (const here of ['http://localhost/', 'http://127.8.9.1:80/x', 'https://[::1]/'])
      assert.ok(isLoopback(here), here);
    for (const there of [
      'http://example.com/',
      'http://10.0.0.1/',
      'http://127.0.0.1.example.com/',
      'http://localhost.example/',
    ]) {
      assert.ok(!isLoopback(there), there);
    }
  });
});
