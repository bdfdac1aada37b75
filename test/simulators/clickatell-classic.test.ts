import assert from 'node:assert/strict';
import { form, type Lab, startLab } from './lab.ts';

const AUTH = { user: 'lab', password: 'lab-password', api_id: '3591672' };

describe('Clickatell classic HTTP API', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const call = (command: string, fields: Record<string, string> = {}, target = lab) =>
    target.ask('GET', `/http/${command}?${new URLSearchParams({ ...AUTH, ...fields })}`);
  const send = (fields: Record<string, string>, target = lab) =>
    call('sendmsg', { to: '27999112345', text: 'Your code', ...fields }, target);

  it('sendmsg: HTTP 200, the id, and the message as it came', async () => {
    const told = await send({ text: 'a&b +c% "ß"\n😀', from: '15556661212', mo: '1' });
    assert.equal(told.status, 200);
    assert.match(told.text, /^ID: [0-9a-f]{32}$/);
    const [message] = await lab.messages();
    assert.deepEqual(
      [
        message?.channel,
        message?.provider,
        message?.to,
        message?.from,
        message?.text,
        message?.providerMessageId,
      ],
      ['sms', 'clickatell-http', '27999112345', '15556661212', 'a&b +c% "ß"\n😀', told.text.slice(4)],
    );
  });

  for (const path of ['/http/sendmsg', '/http/sendmsg.php', '/sendmsg']) {
    it(`sendmsg as a posted form to ${path}; the names of parameters are compared without regard to case`, async () => {
      const told = await lab.ask(
        'POST',
        path,
        form({
          USER: 'lab',
          Password: 'lab-password',
          API_ID: '3591672',
          To: '27999112345',
          TEXT: 'x',
          MO: '0',
        }),
      );
      assert.match(told.text, /^ID: /);
    });
  }

  it('several numbers: a line for each in their order, good and bad', async () => {
    const told = await send({ to: '333,27999112345' });
    assert.match(
      told.text,
      /^ERR: 105, Invalid Destination Address To: 333\nID: [0-9a-f]{32} To: 27999112345$/,
    );
    assert.equal((await lab.messages()).length, 1);
    assert.equal((await lab.lastRow()).refusal, 'ERR: 105, Invalid Destination Address To: 333');
  });

  it('one leading + is overlooked, in the record too', async () => {
    assert.match((await send({ to: '+27999112345' })).text, /^ID: /);
    assert.equal((await lab.messages())[0]?.to, '27999112345');
  });

  const refused: [string, Record<string, string>, string][] = [
    ['a wrong password', { password: 'wrong' }, 'ERR: 001, Authentication failed'],
    ['an unknown user', { user: 'nobody' }, 'ERR: 001, Authentication failed'],
    ['no user', { user: '' }, 'ERR: 001, Authentication failed'],
    ['a wrong API id', { api_id: '1' }, 'ERR: 108, Invalid or missing API ID'],
    ['an unknown session', { session_id: 'f'.repeat(32) }, 'ERR: 003, Session ID expired'],
    ['a number with blanks', { to: ' 27999112345' }, 'ERR: 105, Invalid Destination Address'],
    ['a number with 00', { to: '0027999112345' }, 'ERR: 105, Invalid Destination Address'],
    ['a number that is too short', { to: '333' }, 'ERR: 105, Invalid Destination Address'],
    ['no number', { to: '' }, 'ERR: 101, Invalid or missing parameters'],
    ['an empty text', { text: '' }, 'ERR: 107, Empty message'],
    ['a sender with punctuation', { from: 'a-b' }, 'ERR: 106, Invalid source address'],
    ['a sender of twelve letters', { from: 'abcdefghijkl' }, 'ERR: 106, Invalid source address'],
    ['161 characters without concat', { text: 'a'.repeat(161) }, 'ERR: 113, Maximum message parts exceeded'],
    [
      '71 Cyrillic letters without concat',
      { text: 'ш'.repeat(71) },
      'ERR: 113, Maximum message parts exceeded',
    ],
    [
      '307 characters in two parts',
      { text: 'a'.repeat(307), concat: '2' },
      'ERR: 113, Maximum message parts exceeded',
    ],
    ['concat 4', { concat: '4' }, 'ERR: 101, Invalid or missing parameters'],
    ['mo 2', { mo: '2' }, 'ERR: 101, Invalid or missing parameters'],
    ['callback 8', { callback: '8' }, 'ERR: 101, Invalid or missing parameters'],
    ['queue 0', { queue: '0' }, 'ERR: 101, Invalid or missing parameters'],
    ['a client id with a dash', { cliMsgId: 'a-b' }, 'ERR: 101, Invalid or missing parameters'],
    ['unicode that is not hex', { unicode: '1', text: 'hello' }, 'ERR: 116, Invalid Unicode data'],
    ['a header that is not hex', { udh: 'xyz', data: '00' }, 'ERR: 102, Invalid user data header'],
    ['a delay of eight days', { deliv_time: '11521' }, 'ERR: 120, Invalid delivery time'],
    ['a time that is past', { scheduled_time: '1000000000' }, 'ERR: 120, Invalid delivery time'],
    ['an unknown charset', { charset: 'klingon' }, 'ERR: 101, Invalid or missing parameters'],
  ];
  for (const [what, fields, line] of refused) {
    it(`${what}: "${line}" with HTTP 200, and no message`, async () => {
      const told = await send(fields);
      assert.equal(told.status, 200);
      assert.equal(told.text, line);
      assert.deepEqual(await lab.messages(), []);
      const row = await lab.lastRow();
      assert.deepEqual([row.status, row.refusal, row.simulator], [200, line, 'clickatell-http']);
    });
  }

  it('301 numbers by GET are too many, by POST they are not', async () => {
    const to = Array.from({ length: 301 }, (_, index) => `2799900${1000 + index}`).join(',');
    assert.equal((await send({ to })).text, 'ERR: 101, Invalid or missing parameters');
    const posted = await lab.ask('POST', '/http/sendmsg', form({ ...AUTH, to, text: 'x' }));
    assert.equal(posted.text.split('\n').length, 301);
  });

  it('161 characters with concat=2 pass', async () => {
    assert.match((await send({ text: 'a'.repeat(161), concat: '2' })).text, /^ID: /);
  });

  it('unicode=1 takes UCS-2 in hex', async () => {
    await send({ unicode: '1', text: '04280020D83DDE00' });
    assert.equal((await lab.messages())[0]?.text, 'Ш 😀');
  });

  it('bytes that are not UTF-8 are ISO 8859-1, unless charset says what they are', async () => {
    const query = `${new URLSearchParams({ ...AUTH, to: '27999112345' })}`;
    await lab.ask('GET', `/http/sendmsg?${query}&text=caf%E9`);
    await lab.ask('GET', `/http/sendmsg?${query}&charset=iso-8859-5&text=%C8`);
    assert.deepEqual(
      (await lab.messages()).map((message) => message.text),
      ['café', 'Ш'],
    );
  });

  it("kannel's request is accepted", async () => {
    const told = await lab.ask(
      'GET',
      '/sendmsg?to=27999112345&from=15556661212&api_id=3591672&user=lab&password=lab-password&cliMsgId=42&text=04280448&charset=UTF-8&unicode=1&callback=3&deliv_ack=1',
    );
    assert.match(told.text, /^ID: /);
    assert.equal((await lab.messages())[0]?.text, 'Шш');
  });

  it('a session: auth, ping, and gone after 15 idle minutes, each use renewing it', async () => {
    const { text } = await call('auth');
    const session = /^OK: ([0-9a-f]{32})$/.exec(text)?.[1] ?? '';
    const ping = () => lab.ask('GET', `/http/ping.php?session_id=${session}`);
    assert.equal((await ping()).text, 'OK: ');
    lab.clock.advance(15 * 60_000);
    assert.equal(
      (await lab.ask('GET', `/http/sendmsg?session_id=${session}&to=27999112345&text=x`)).text.slice(0, 4),
      'ID: ',
    );
    lab.clock.advance(15 * 60_000 + 1);
    assert.equal((await ping()).text, 'ERR: 003, Session ID expired');
    assert.equal((await call('ping')).text, 'ERR: 005, Missing session ID');
  });

  it('what became of a message: querymsg, getmsgcharge, delmsg, by either id', async () => {
    const id = (await send({ cliMsgId: 'mine1' })).text.slice(4);
    assert.equal((await call('querymsg', { apimsgid: id })).text, `ID: ${id} Status: 004`);
    assert.equal((await call('querymsg', { cliMsgId: 'mine1' })).text, `ID: ${id} Status: 004`);
    assert.equal(
      (await call('getmsgcharge', { apimsgid: id })).text,
      `apiMsgId: ${id} charge: 1 status: 004`,
    );
    assert.equal((await call('delmsg', { apimsgid: id })).text, `ID: ${id} Status: 004`);
    const later = (await send({ deliv_time: '10' })).text.slice(4);
    assert.equal((await call('querymsg', { apimsgid: later })).text, `ID: ${later} Status: 011`);
    assert.equal((await call('delmsg', { apimsgid: later })).text, `ID: ${later} Status: 006`);
    assert.equal((await call('querymsg', { apimsgid: 'f' })).text, 'ERR: 103, Unknown API message ID');
    assert.equal((await call('querymsg', { climsgid: 'f' })).text, 'ERR: 104, Unknown client message ID');
    assert.equal((await call('querymsg')).text, 'ERR: 109, Missing message ID');
  });

  it('credits: unlimited by default; a limit is used up part by part, and vouchers help', async () => {
    assert.equal((await call('getbalance')).text, 'Credit: 100.300');
    const poor = await startLab({ choices: { clickatellCredits: 2 } });
    assert.match((await send({ text: 'a'.repeat(161), concat: '2' }, poor)).text, /^ID: /);
    assert.equal((await send({}, poor)).text, 'ERR: 301, No Credit Left');
    assert.equal((await call('getbalance', {}, poor)).text, 'Credit: 0.000');
    assert.equal((await call('token_pay', { token: '12345678' }, poor)).text, 'OK: 605');
    assert.match((await send({}, poor)).text, /^ID: /);
    assert.equal(
      (await call('token_pay', { token: 'x' }, poor)).text,
      'ERR: 101, Invalid or missing parameters',
    );
    await poor.close();
  });

  it('routeCoverage', async () => {
    const cover = (msisdn: string) =>
      lab.ask('GET', `/utils/routeCoverage.php?${new URLSearchParams({ ...AUTH, msisdn })}`);
    assert.equal(
      (await cover('27999112345')).text,
      'OK: This prefix is currently supported. Messages sent to this prefix will be routed. Charge: 1',
    );
    assert.match((await cover('1')).text, /^ERR: This prefix is not currently supported\./);
  });

  it('another method: 405; an unknown command: 404', async () => {
    const told = await lab.ask('PUT', '/http/sendmsg');
    assert.deepEqual([told.status, told.headers.allow], [405, 'GET, POST']);
    assert.equal((await lab.ask('GET', '/http/constructor')).status, 404);
    assert.equal((await lab.ask('GET', '/getbalance')).status, 404);
  });

  it('a JSON body is no form: its parameters are not there', async () => {
    const told = await lab.ask('POST', '/http/sendmsg', {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...AUTH, to: '27999112345', text: 'x' }),
    });
    assert.equal(told.text, 'ERR: 001, Authentication failed');
  });

  it('loose: any credentials, punctuation in numbers, and any length', async () => {
    const loose = await startLab({ loose: true });
    const told = await send({ password: 'whatever', to: '00 (279) 991-12345', text: 'a'.repeat(500) }, loose);
    assert.match(told.text, /^ID: /);
    assert.equal((await loose.messages())[0]?.to, '27999112345');
    assert.equal((await send({ password: '' }, loose)).text, 'ERR: 001, Authentication failed');
    await loose.close();
  });

  it('choices: another Content-Type, another code for a wrong password', async () => {
    const other = await startLab({
      choices: { clickatellClassicContentType: 'text/html', clickatellWrongPassword: '002' },
    });
    const told = await send({ password: 'wrong' }, other);
    assert.equal(told.headers['content-type'], 'text/html');
    assert.equal(told.text, 'ERR: 002, Unknown username or password');
    await other.close();
  });
});
