import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { FaultRequest } from '../../src/simulators/index.ts';
import { form, type Lab, startLab, text } from './lab.ts';
import { mail, transport } from './mail-client.ts';
import { SEND, vendorCalls } from './vendor-calls.ts';

describe('all scripted faults in one place', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const { classic, rest, platform, sms } = vendorCalls(() => lab);
  const sendMail = (to: string, headers = {}) => transport(lab).sendMail({ ...mail, to, headers });

  it('script, find, list, remove and clear go by numbers that all simulators share', async () => {
    const { faults } = lab.sim;
    const one = faults.script({ simulator: 'twilio', code: 21211 });
    const two = lab.sim.smtpServer.failNext({ code: 550 });
    assert.deepEqual([one.id, two.id], [1, 2]);
    assert.deepEqual(faults.list(), [one, two]);
    assert.equal(faults.find(2), two);
    assert.equal(faults.remove(1), true);
    assert.equal(faults.remove(1), false);
    assert.equal((await sms()).status, 201);
    faults.clear('smtpServer');
    assert.deepEqual(faults.list(), []);
  });

  it('times "all": strikes until it is removed', async () => {
    const { id } = lab.sim.faults.script({ simulator: 'clickatell', code: '301', times: 'all' });
    for (let turn = 0; turn < 3; turn += 1) assert.match((await classic()).text, /^ERR: 301/);
    assert.equal(lab.sim.faults.find(id)?.remaining, 'all');
    lab.sim.faults.remove(id);
    assert.match((await classic()).text, /^ID: /);
  });

  it('channel sms: strikes whichever simulator comes next, the gateway too, and mail not at all', async () => {
    lab.sim.faults.script({ channel: 'sms', reset: true, times: 3 });
    await sendMail('guest@example.com');
    await assert.rejects(sms(), { code: 'ECONNRESET' });
    await assert.rejects(platform('27999112345'), { code: 'ECONNRESET' });
    await assert.rejects(sendMail('4915551234@sms.example.com'));
    await rest(['27999112345']);
    assert.deepEqual(
      (await lab.messages()).map(({ channel }) => channel),
      ['email', 'sms'],
    );
  });

  it('channel email: strikes mail, and neither SMS nor mail that is an SMS', async () => {
    lab.sim.faults.script({ channel: 'email', code: 550, text: 'No such user' });
    await sms();
    await sendMail('4915551234@sms.example.com');
    await assert.rejects(sendMail('guest@example.com'), { responseCode: 550 });
  });

  it('to a number: strikes the mail of the gateway that stands for it', async () => {
    lab.sim.faults.script({ simulator: 'smtpServer', code: 552, to: '+49 1555 1234' });
    await sendMail('4915550000@sms.example.com');
    await assert.rejects(sendMail('4915551234@sms.example.com'), { responseCode: 552 });
  });

  it('tag: strikes only what says it, by a header of the request or of the mail', async () => {
    lab.sim.faults.script({ simulator: 'clickatell', code: '301', tag: 'mine' });
    lab.sim.faults.script({ simulator: 'smtpServer', code: 554, phase: 'data', tag: 'mine' });
    const tagged = (tag: string) =>
      lab.ask('GET', `${SEND}&to=27999112345&text=x`, { headers: { 'X-Lab-Tag': tag } });
    assert.match((await tagged('theirs')).text, /^ID: /);
    assert.match((await classic()).text, /^ID: /);
    assert.match((await tagged('mine')).text, /^ERR: 301/);
    await sendMail('guest@example.com', { 'X-Lab-Tag': 'theirs' });
    await assert.rejects(sendMail('guest@example.com', { 'X-Lab-Tag': 'mine' }), { responseCode: 554 });
    assert.deepEqual(
      (await lab.messages()).map(({ tag }) => tag),
      ['theirs', null, 'theirs'],
    );
  });

  it('delay: the normal answer, late', async () => {
    lab.sim.faults.script({ simulator: 'clickatell', delay: 60 });
    const before = performance.now();
    assert.match((await classic()).text, /^ID: /);
    assert.ok(performance.now() - before >= 55);
    assert.equal((await lab.lastRow()).fault, 'scripted: answers 60 ms late');
  });

  it('delay, and the client goes: recorded without an answer', async () => {
    lab.sim.faults.script({ simulator: 'clickatell', delay: 600_000 });
    const socket = connect(lab.sim.http.port, '127.0.0.1', () =>
      socket.write(`GET ${SEND}&to=27999112345&text=x HTTP/1.1\r\nHost: a\r\n\r\n`),
    );
    await lab.until(async () => lab.sim.faults.list()[0]?.hits[0]);
    socket.destroy();
    const row = await lab.until(async () => (await lab.rows()).find(({ refusal }) => refusal !== null));
    assert.deepEqual([row.refusal, row.response.length], ['The client had gone before the answer', 0]);
  });

  it('garbage: bytes that are no answer, and no message unless it is accepted', async () => {
    lab.sim.faults.script({ simulator: 'clickatell', garbage: true });
    await assert.rejects(classic(), { code: 'HPE_INVALID_CONSTANT' });
    const row = await lab.lastRow();
    assert.match(text(row.response), /garbage/);
    assert.equal(row.fault, 'scripted: answers garbage');
    assert.deepEqual(await lab.messages(), []);
    lab.sim.faults.script({ simulator: 'clickatell', garbage: true, accept: true });
    await assert.rejects(classic());
    assert.equal((await lab.messages()).length, 1);
    lab.sim.faults.script({ channel: 'email', garbage: true });
    await assert.rejects(sendMail('guest@example.com'));
    assert.equal((await lab.messages()).length, 1);
  });

  it('auth: a login is refused in spite of its password', async () => {
    lab.sim.faults.script({ simulator: 'smtpServer', phase: 'auth', code: 454, text: 'Not now' });
    const auth = { user: 'anybody', pass: 'anything' };
    await assert.rejects(transport(lab, { auth }).sendMail(mail), { responseCode: 454 });
    await transport(lab, { auth }).sendMail(mail);
  });

  /** What a client is shown: its leaf's issuer, or why it refused. */
  function shown(servername: string): Promise<string> {
    return new Promise((resolve) => {
      const options = { port: lab.sim.https.port, host: '127.0.0.1', servername, ca: lab.sim.rootPem };
      const socket = connectTls(options, () => {
        resolve(String(socket.getPeerCertificate().issuer.CN));
        socket.destroy();
      });
      socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    });
  }

  it('chain: for one connection to that vendor, and its hit names the row of the handshake', async () => {
    const scripted = lab.sim.faults.script({ simulator: 'twilio', chain: 'self-signed' });
    lab.sim.faults.script({ simulator: 'clickatell', chain: 'g3' });
    assert.equal(await shown('api.twilio.com'), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    assert.match(await shown('api.twilio.com'), /G2$/);
    assert.match(await shown('platform.clickatell.com'), /G3$/);
    assert.match(await shown('platform.clickatell.com'), /G2$/);
    const id = await lab.until(async () => {
      // The row is told of before its number is known to the hit.
      await new Promise(setImmediate);
      return scripted.hits[0]?.requestId;
    });
    const row = (await lab.rows()).find((one) => one.id === id);
    assert.equal(row?.fault, 'scripted: certificate chain self-signed');
    assert.match(row?.refusal ?? '', /TLS handshake was broken off/);
    assert.equal(lab.sim.certificates.current, 'g2');
  });

  it('chain: when the client takes it, the hit names the request that came', async () => {
    lab.sim.faults.script({ simulator: 'clickatell', chain: 'g3' });
    const socket = connectTls({ port: lab.sim.https.port, host: '127.0.0.1', ca: lab.sim.rootPem }, () =>
      socket.write(`GET ${SEND}&to=27999112345&text=x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    );
    await new Promise((resolve) => socket.resume().once('close', resolve));
    assert.equal(lab.sim.faults.timeline().at(-1)?.requestId, (await lab.lastRow()).id);
  });

  it('time line: what was scripted, what it hit and with which request, what was removed', async () => {
    const { id } = lab.sim.faults.script({ simulator: 'twilio', code: 21610, to: '+14155552345', times: 2 });
    await sms();
    lab.sim.faults.remove(id);
    const at = '2023-08-24T05:01:45.000Z';
    const line = { faultId: id, simulator: 'twilio', channel: null, sentence: 'code 21610 for +14155552345' };
    const about = { ...line, at, to: '+14155552345', tag: null };
    assert.deepEqual(lab.sim.faults.timeline(), [
      { ...about, what: 'scripted', requestId: null },
      { ...about, what: 'hit', requestId: (await lab.lastRow()).id },
      { ...about, what: 'removed', requestId: null },
    ]);
    assert.deepEqual((await lab.ask('GET', '/_sim/timeline')).json.timeline, lab.sim.faults.timeline());
    lab.sim.reset();
    assert.deepEqual(lab.sim.faults.timeline(), []);
  });

  it('time line: never longer than a thousand lines', () => {
    for (let turn = 0; turn < 1100; turn += 1) {
      const { id } = lab.sim.faults.script({ simulator: 'twilio', hang: true });
      lab.sim.faults.remove(id);
    }
    const lines = lab.sim.faults.timeline();
    assert.equal(lines.length, 1000);
    assert.equal(lines.at(-1)?.faultId, 1100);
  });

  it('over HTTP: by channel, one removed by its number, an unknown number 404', async () => {
    const post = (body: object) => lab.ask('POST', '/_sim/faults', { body: JSON.stringify(body) });
    const told = await post({ channel: 'sms', hang: true, times: 'all' });
    assert.deepEqual([told.status, told.json.channel, told.json.remaining], [201, 'sms', 'all']);
    assert.equal((await lab.ask('DELETE', '/_sim/faults?id=77')).status, 404);
    const left = await lab.ask('DELETE', `/_sim/faults?id=${told.json.id}`);
    assert.deepEqual([left.status, left.json.faults], [200, []]);
  });

  const wrong: [object | null, RegExp][] = [
    [
      { simulator: 'twillio', code: 1 },
      /^simulator: "twillio" is not allowed: one of clickatell, .*twilio, smtpServer$/,
    ],
    [{ code: 1 }, /^simulator: undefined is not allowed: one of/],
    [null, /^fault: null is not allowed/],
    [{ channel: 'fax', hang: true }, /^channel: "fax" is not allowed: one of sms, email$/],
    [{ channel: 'sms', simulator: 'twilio', hang: true }, /give simulator or channel, not both/],
    [{ channel: 'sms', code: 21211 }, /the fields are times, to, tag, hang/],
    [
      { channel: 'email', code: 550, phase: 'connect' },
      /^phase: "connect" is not allowed: recipients are known/,
    ],
    [{ simulator: 'twilio', chain: 'g4' }, /^chain: "g4" is not allowed: one of g2, /],
    [{ simulator: 'twilio', chain: 'g3', to: '+1' }, /^to: "\+1" is not allowed: no recipient is known/],
    [
      { simulator: 'twilio', hang: true, times: 1.5 },
      /^times: 1.5 is not allowed: a whole number from 1, or "all"$/,
    ],
    [{ simulator: 'smtpServer', code: 550, tag: 'a', phase: 'mail' }, /^tag: "a" is not allowed/],
  ];
  for (const [request, why] of wrong) {
    it(`${JSON.stringify(request)}: one TypeError that says what is allowed`, () => {
      assert.throws(
        () => lab.sim.faults.script(request as FaultRequest),
        (error: Error) => error instanceof TypeError && why.test(error.message),
      );
    });
  }

  it('a form of Twilio is struck by tag as well', async () => {
    lab.sim.faults.script({ simulator: 'twilio', code: 20429, tag: 'mine' });
    const { headers, body } = form({ To: '+14155552345', From: lab.sim.credentials.twilio.from, Body: 'x' });
    const { accountSid, authToken } = lab.sim.credentials.twilio;
    const Authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const told = await lab.ask('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      headers: { ...headers, Authorization, 'x-lab-tag': 'mine' },
      body,
    });
    assert.equal(told.json.code, 20429);
  });
});
