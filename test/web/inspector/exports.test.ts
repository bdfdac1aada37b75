import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import request from 'supertest';
import type { Emulator } from '../../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../../support/emulators.ts';

describe('exporting one delivery or message', () => {
  let emulator: Emulator;
  let sms = '';
  let mail = '';
  before(async () => {
    emulator = await startEmulator();
    await register(emulator, { provider: 'Twilio', email: 'jane@example.com' });
    await emulator.settled();
    const { items } = await emulator.deliveries.list({ limit: 9 });
    sms = items.find(({ kind }) => kind === 'sms')?.id ?? '';
    mail = items.find(({ kind }) => kind === 'email')?.id ?? '';
  });
  after(closeEmulators);

  const get = async (path: string) => {
    const answer = await request(emulator.app)
      .get(path)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return { status: answer.status, name: answer.headers['content-disposition'], text: String(answer.body) };
  };

  it('HAR: the exchange as browsers import it, secrets masked', async () => {
    const { status, name, text } = await get(`/lab/api/deliveries/${sms}/export.har`);
    assert.equal(status, 200);
    assert.equal(name, `attachment; filename="delivery-${sms}.har"`);
    const { log } = JSON.parse(text);
    assert.equal(log.version, '1.2');
    const [entry] = log.entries;
    assert.equal(log.entries.length, 1);
    assert.match(entry.request.url, /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC1ab/);
    assert.equal(entry.request.postData.mimeType, 'application/x-www-form-urlencoded');
    assert.match(entry.request.postData.text, /^To=%2B15556661212&From=/);
    assert.equal(entry.response.status, 201);
    assert.equal(JSON.parse(entry.response.content.text).to, '+15556661212');
    const { blocked: _, ssl: __, ...timings } = entry.timings;
    const sum = Object.values<number>(timings).reduce((rest, time) => rest + Math.max(0, time), 0);
    assert.ok(Math.abs(sum - entry.time) < 0.01, `${sum} of ${entry.time}`);
    assert.equal(
      entry.request.headersSize + entry.request.bodySize,
      (await get(`/lab/api/deliveries/${sms}/export.raw`)).text.length,
    );
    assert.doesNotMatch(text, /1ab0000000000000000000000000ab1e/);
  });

  it('curl: a script that the shell can read, its secrets to be filled in', async () => {
    const { text } = await get(`/lab/deliveries/${sms}/export.curl`);
    assert.match(text, /^# the HTTPS password.*\nHTTPS_PASSWORD=""\n/m);
    execFileSync('sh', ['-n'], { input: text });
  });

  it('mail: the delivery and the message it became are the same .eml', async () => {
    const { items } = await emulator.received.listMessages({ channel: 'email', limit: 1 });
    const received = await get(`/lab/api/messages/${items[0]?.id}/export.eml`);
    const sent = await get(`/lab/api/deliveries/${mail}/export.eml`);
    assert.equal(sent.status, 200, sent.text);
    assert.match(sent.text, /^From: .*\r\n/m);
    assert.equal(sent.text, received.text);
    assert.match((await get(`/lab/messages/${items[0]?.id}/export.raw`)).text, /^EHLO /);
  });

  it('what there is not is refused in a sentence', async () => {
    for (const path of [
      `deliveries/${sms}/export.eml`,
      `deliveries/${mail}/export.har`,
      `deliveries/${sms}/export.pdf`,
    ]) {
      const { status, text } = await get(`/lab/api/${path}`);
      assert.equal(status, 404);
      assert.match(text, /nothing here to export as/);
    }
  });

  it('the page of a delivery links to what it can be exported as', async () => {
    const { text } = await get(`/lab/deliveries/${sms}`);
    for (const format of ['curl', 'har', 'raw'])
      assert.match(text, new RegExp(`/lab/deliveries/${sms}/export.${format}"`));
  });
});
