import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Fault } from '../../src/simulators/index.ts';
import { ask, type Lab, startLab, text } from './lab.ts';
import { SEND, vendorCalls } from './vendor-calls.ts';

describe('scripted faults', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const { classic, rest, sms } = vendorCalls(() => lab);

  it('a code strikes once, leaves no message, and names the request it hit', async () => {
    const scripted = lab.sim.twilio.failNext({ code: 21211 });
    const told = await sms();
    assert.deepEqual(
      [told.status, told.json.code, told.json.message],
      [400, 21211, "Invalid 'To' Phone Number: +1415555XXXX"],
    );
    const row = await lab.lastRow();
    assert.equal(row.fault, 'scripted: code 21211');
    assert.equal(row.refusal, "21211 Invalid 'To' Phone Number: +1415555XXXX");
    assert.deepEqual(scripted.hits, [
      { requestId: row.id, at: '2023-08-24T05:01:45.000Z', to: '+14155552345' },
    ]);
    assert.deepEqual(lab.sim.twilio.accountable, [scripted]);
    assert.deepEqual(await lab.messages(), []);
    assert.equal((await sms()).status, 201);
  });

  it('several times', async () => {
    lab.sim.clickatell.failNext({ code: '301', times: 2 });
    const starts: string[] = [];
    for (let index = 0; index < 3; index += 1) starts.push((await classic()).text.slice(0, 3));
    assert.deepEqual(starts, ['ERR', 'ERR', 'ID:']);
  });

  it('for one recipient, in any spelling: others pass', async () => {
    lab.sim.clickatell.failNext({ code: 114, to: '+27 (99) 911-2345' });
    assert.match((await classic('27999112346')).text, /^ID: /);
    assert.equal((await classic('27999112345')).text, 'ERR: 114, Cannot route message');
    lab.sim.clickatell.failNext({ code: 114, to: '27999112345' });
    assert.match(
      (await classic('27999112346,27999112345')).text,
      /^ID: .*\nERR: 114, Cannot route message To: 27999112345$/,
    );
  });

  it('in the order they were scripted', async () => {
    lab.sim.clickatell.failNext({ code: 114 });
    lab.sim.clickatell.failNext({ status: 503, body: 'busy' });
    assert.match((await classic()).text, /^ERR: 114/);
    const told = await classic();
    assert.deepEqual([told.status, told.text], [503, 'busy']);
  });

  it('a request that fails to authenticate uses up nothing', async () => {
    lab.sim.twilio.failNext({ code: 21610 });
    assert.equal((await sms(undefined, 'wrong')).json.code, 20003);
    assert.equal((await sms()).json.code, 21610);
  });

  it("the vendor's words can be replaced", async () => {
    lab.sim.twilio.failNext({ code: 21610, text: 'No more, please' });
    assert.equal((await sms()).json.message, 'No more, please');
  });

  it('hang: no answer, and a row that says so, until the client goes', async () => {
    lab.sim.clickatell.failNext({ hang: true });
    const socket = connect(lab.sim.http.port, '127.0.0.1', () =>
      socket.write(`GET ${SEND}&to=27999112345&text=x HTTP/1.1\r\nHost: a\r\n\r\n`),
    );
    socket.on('data', () => assert.fail('it was answered'));
    const row = await lab.until(async () => (await lab.rows()).find(({ fault }) => fault !== null));
    assert.deepEqual([row.status, row.response.length, row.fault], [null, 0, 'scripted: never answers']);
    assert.deepEqual(await lab.messages(), []);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    lab.sim.reset();
    await closed;
  });

  it('hang with accept: the message is there, the answer is lost', async () => {
    lab.sim.clickatell.failNext({ hang: true, accept: true });
    const lost = classic().catch(() => null);
    const row = await lab.until(async () => (await lab.rows()).find(({ fault }) => fault !== null));
    assert.equal(row.fault, 'scripted: never answers, although the message was accepted');
    assert.equal((await lab.messages()).length, 1);
    await lab.sim.close();
    await lost;
  });

  it('reset: the connection breaks', async () => {
    lab.sim.twilio.failNext({ reset: true });
    await assert.rejects(sms(), { code: 'ECONNRESET' });
    const row = await lab.lastRow();
    assert.deepEqual([row.status, row.fault], [null, 'scripted: connection reset']);
    assert.deepEqual(await lab.messages(), []);
  });

  it('slow: the whole answer, piece by piece', async () => {
    lab.sim.clickatell.failNext({ slow: 1 });
    const pieces: string[] = [];
    const socket = connect(lab.sim.http.port, '127.0.0.1', () =>
      socket.write(`GET ${SEND}&to=27999112345&text=x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (chunk: Buffer) => pieces.push(chunk.toString('latin1')));
    await new Promise((resolve) => socket.once('close', resolve));
    assert.ok(pieces.length > 1);
    const row = await lab.lastRow();
    assert.equal(text(row.response), pieces.join(''));
    assert.match(pieces.join(''), /\r\n\r\nID: [0-9a-f]{32}$/);
    assert.equal((await lab.messages()).length, 1);
  });

  it('slow, and the client goes: the record stops where the answer did', async () => {
    lab.sim.clickatell.failNext({ slow: 60_000 });
    const socket = connect(lab.sim.http.port, '127.0.0.1', () =>
      socket.write(`GET ${SEND}&to=27999112345&text=x HTTP/1.1\r\nHost: a\r\n\r\n`),
    );
    const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.destroy();
    const row = await lab.until(async () => (await lab.rows()).find(({ response }) => response.length > 0));
    assert.equal(text(row.response), first.toString('latin1'));
  });

  it('truncate: the body ends in the middle', async () => {
    lab.sim.clickatellRest.failNext({ truncate: true });
    await assert.rejects(rest(['27999112345']), { code: 'ECONNRESET' });
    const row = await lab.lastRow();
    assert.equal(row.status, 202);
    const [head = '', body = ''] = text(row.response).split('\r\n\r\n');
    assert.ok(body.length > 0 && body.length < Number(/Content-Length: (\d+)/.exec(head)?.[1]));
    assert.equal((await lab.messages()).length, 1);
  });

  it('clear() forgets; questions about status are not hit', async () => {
    lab.sim.clickatell.failNext({ code: 901 });
    assert.match((await lab.ask('GET', `${SEND.replace('sendmsg', 'getbalance')}`)).text, /^Credit: /);
    lab.sim.clickatell.clear();
    assert.deepEqual(lab.sim.clickatell.accountable, []);
    assert.match((await classic()).text, /^ID: /);
  });

  const wrong: [string, Fault, RegExp][] = [
    ['no kind', {}, /exactly one of code, status, hang, reset, slow, delay, truncate, garbage, chain/],
    ['two kinds', { code: 21211, hang: true }, /exactly one of/],
    ['an unknown code', { code: 1 }, /^code: 1 is not allowed: one of Twilio's codes 14107, .*21211/],
    ['a status that is none', { status: 99 }, /^status: 99 is not allowed: a status from 200 to 599$/],
    ['no times', { code: 21211, times: 0 }, /^times: 0 is not allowed: a whole number from 1, or "all"$/],
    ['an SMTP phase', { code: 21211, phase: 'rcpt' }, /the fields are times, to, tag, hang/],
  ];
  for (const [what, fault, why] of wrong) {
    it(`${what}: a TypeError that says what is allowed`, () => {
      assert.throws(
        () => lab.sim.twilio.failNext(fault),
        (error: Error) => error instanceof TypeError && why.test(error.message),
      );
    });
  }

  it('two labs do not share a script', async () => {
    const other = await startLab();
    other.sim.clickatell.failNext({ code: 901 });
    assert.match((await classic()).text, /^ID: /);
    assert.match((await ask(other.sim.http.port, 'GET', `${SEND}&to=27999112345&text=x`)).text, /^ERR: 901/);
    await other.close();
  });
});
