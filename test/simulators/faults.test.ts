import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Fault } from '../../src/simulators/index.ts';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { ask, form, type Lab, startLab, text } from './lab.ts';

const { twilio, clickatell } = LAB_CREDENTIALS;
const SEND = `/http/sendmsg?user=${clickatell.user}&password=${clickatell.password}&api_id=${clickatell.apiId}`;

describe('scripted faults', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const classic = (to = '27999112345') => lab.ask('GET', `${SEND}&to=${to}&text=x`);
  const rest = (to: string[]) =>
    lab.ask('POST', '/rest/message', {
      headers: {
        Authorization: `Bearer ${clickatell.token}`,
        'X-Version': '1',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ text: 'x', to }),
    });
  const platform = (to: string) =>
    lab.ask('GET', `/messages/http/send?apiKey=${encodeURIComponent(clickatell.key)}&to=${to}&content=x`);
  const oneApi = (to: string) =>
    lab.ask('POST', '/v1/message', {
      headers: { Authorization: clickatell.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ messages: [{ channel: 'sms', to, content: 'x' }] }),
    });
  const sms = (to = '+14155552345', authToken = twilio.authToken) => {
    const { headers, body } = form({ To: to, From: twilio.from, Body: 'x' });
    const Authorization = `Basic ${Buffer.from(`${twilio.accountSid}:${authToken}`).toString('base64')}`;
    return lab.ask('POST', `/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
      headers: { ...headers, Authorization },
      body,
    });
  };

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

  it('clickatell: every code of its table', async () => {
    const codes =
      '001 002 003 004 005 007 100 101 102 103 104 105 106 107 108 109 113 114 115 116 120 121 122 123 128 130 201 202 301 901';
    for (const code of codes.split(' ')) {
      lab.sim.clickatell.failNext({ code });
      const told = await classic();
      assert.equal(told.status, 200);
      assert.match(told.text, new RegExp(`^ERR: ${code}, [^:,]+$`));
    }
    lab.sim.clickatell.failNext({ code: 130 });
    assert.equal((await classic()).text, 'ERR: 130, Maximum MT limit exceeded until 1692939705');
  });

  it('clickatell REST: codes with their statuses, of the request or of the row', async () => {
    const table: [string, number, boolean][] = [
      ['001', 401, true],
      ['007', 401, true],
      ['100', 400, true],
      ['901', 503, true],
      ['105', 400, false],
      ['114', 410, false],
      ['121', 410, false],
      ['122', 410, false],
      ['128', 410, false],
      ['130', 429, false],
      ['301', 402, false],
    ];
    for (const [code, status, whole] of table) {
      lab.sim.clickatellRest.failNext({ code });
      const told = await rest(['27999112345']);
      const error = whole ? told.json.error : told.json.data.message[0].error;
      assert.deepEqual([told.status, error.code], [status, code]);
    }
    lab.sim.clickatellRest.failNext({ code: 122, to: '27999112346' });
    assert.equal((await rest(['27999112345', '27999112346'])).status, 207);
  });

  it('clickatell Platform and One API', async () => {
    lab.sim.clickatellPlatform.failNext({ code: 301 });
    const told = await platform('27999112345');
    assert.deepEqual(
      [told.status, told.json.messages[0].errorCode, told.json.messages[0].error],
      [202, 301, 'No credit left.'],
    );
    lab.sim.clickatellPlatform.failNext({ code: 108 });
    assert.equal((await platform('27999112345')).json.errorCode, 108);
    lab.sim.clickatellPlatform.failNext({ code: 26 });
    const row = await oneApi('27999112345');
    assert.deepEqual([row.status, row.json.messages[0].error.code], [400, 26]);
    lab.sim.clickatellPlatform.failNext({ code: 19 });
    const whole = await oneApi('27999112345');
    assert.deepEqual([whole.status, whole.json.error.code], [503, 19]);
  });

  it('twilio: every code of its table', async () => {
    const table: Record<number, number[]> = {
      400: [
        21211, 21212, 21266, 21408, 21602, 21603, 21604, 21606, 21608, 21609, 21610, 21611, 21612, 21614,
        21617, 21619, 21620, 21623, 21653, 21659, 21660, 21661, 21703, 21704, 21705, 21910,
      ],
      401: [20003],
      403: [20008],
      404: [20404, 21701],
      405: [20004],
      429: [20429],
      500: [20500],
      503: [20503],
    };
    for (const [status, codes] of Object.entries(table)) {
      for (const code of codes) {
        lab.sim.twilio.failNext({ code });
        const told = await sms();
        assert.deepEqual(
          [told.status, told.json.status, told.json.code],
          [Number(status), Number(status), code],
        );
        assert.equal(told.json.more_info, `https://www.twilio.com/docs/errors/${code}`);
        assert.doesNotMatch(told.json.message, /undefined/);
      }
    }
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
    ['no kind', {}, /exactly one of code, status, hang, reset, slow, truncate/],
    ['two kinds', { code: 21211, hang: true }, /exactly one of/],
    ['an unknown code', { code: 1 }, /^code: 1 is not allowed: one of Twilio's codes 14107, .*21211/],
    ['a status that is none', { status: 99 }, /^status: 99 is not allowed: a status from 200 to 599$/],
    ['no times', { code: 21211, times: 0 }, /^times: 0 is not allowed: a whole number from 1$/],
    ['an SMTP phase', { code: 21211, phase: 'rcpt' }, /the fields are times, to, code/],
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
