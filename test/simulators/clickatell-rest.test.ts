import assert from 'node:assert/strict';
import { type Lab, startLab } from './lab.ts';

const HEADERS = {
  Authorization: 'Bearer lab-clickatell-rest-token',
  'X-Version': '1',
  'Content-Type': 'application/json',
  Accept: 'application/json',
};

describe('Clickatell REST API', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const post = (
    body: unknown,
    headers: Record<string, string> = HEADERS,
    path = '/rest/message',
    target = lab,
  ) => target.ask('POST', path, { headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const good = { text: 'hello, world!', to: ['27999112345'] };
  const without = (name: string) =>
    Object.fromEntries(Object.entries(HEADERS).filter(([known]) => known !== name));

  it('one number: 202 and the row, byte for byte', async () => {
    const told = await post(good);
    assert.equal(told.status, 202);
    assert.equal(told.headers.server, 'Apache');
    assert.equal(told.headers['content-type'], 'application/json');
    const [message] = await lab.messages();
    assert.equal(
      told.text,
      `{"data":{"message":[{"accepted":true,"to":"27999112345","apiMessageId":"${message?.providerMessageId}"}]}}`,
    );
    assert.deepEqual([message?.text, message?.provider], ['hello, world!', 'clickatell-rest']);
  });

  it("Cisco's request: bare key, members in the query, numbers in quotes, an unknown member", async () => {
    const told = await lab.ask('POST', '/rest/message?from=15556661212&x-version=1&mo=1&api_id=1234567', {
      headers: {
        Authorization: 'lab-clickatell-rest-token',
        'Content-Type': 'application/json; charset=UTF-8',
      },
      body: '{"text":"x","to":["+15605365635"],"from":"17752874976","mo":"1","api_id":"3591672"}',
    });
    assert.equal(told.status, 202);
    assert.equal(told.json.data.message[0].to, '+15605365635');
    const [message] = await lab.messages();
    assert.deepEqual(
      [message?.to, message?.from],
      ['15605365635', '17752874976'],
      'the body wins over the query',
    );
  });

  it('a bad number alone: 400, closing, as captured', async () => {
    const told = await post({ ...good, to: ['333'] });
    assert.equal(told.status, 400);
    assert.equal(told.headers.connection, 'close');
    assert.equal(
      told.text,
      '{"data":{"message":[{"accepted":false,"to":"333","apiMessageId":"","error":{"code":"105","description":"Invalid Destination Address","documentation":"http://www.clickatell.com/help/apidocs/error/105.htm"}}]}}',
    );
    assert.equal((await lab.lastRow()).refusal, '105 Invalid Destination Address');
  });

  it('good and bad numbers: 207', async () => {
    const told = await post({ ...good, to: ['333', '27999112345'] });
    assert.equal(told.status, 207);
    assert.deepEqual(
      told.json.data.message.map((row: { accepted: boolean }) => row.accepted),
      [false, true],
    );
  });

  it('a wrong token: 401, as captured', async () => {
    const told = await post(good, { ...HEADERS, Authorization: 'Bearer wrong' });
    assert.equal(told.status, 401);
    assert.equal(
      told.text,
      '{"error":{"code":"001","description":"Authentication failed","documentation":"http://www.clickatell.com/help/apidocs/error/001.htm"}}',
    );
  });

  const requestErrors: [
    string,
    () => Promise<{ status: number; json: { error: { code: string } } }>,
    number,
    string,
  ][] = [
    ['no token', () => post(good, without('Authorization')), 401, '001'],
    ['Basic instead of Bearer', () => post(good, { ...HEADERS, Authorization: 'Basic eDp5' }), 401, '001'],
    [
      'the token in the query',
      () => post(good, without('Authorization'), '/rest/message?Authorization=lab-clickatell-rest-token'),
      401,
      '001',
    ],
    ['no version', () => post(good, without('X-Version')), 400, '101'],
    ['another version', () => post(good, { ...HEADERS, 'X-Version': '2' }), 400, '101'],
    ['another content type', () => post(good, { ...HEADERS, 'Content-Type': 'text/plain' }), 400, '100'],
    ['broken JSON', () => post('{"text":'), 400, '100'],
    ['a list', () => post([good]), 400, '100'],
    ['an empty body', () => post(''), 400, '100'],
    ['no text', () => post({ to: ['27999112345'] }), 400, '101'],
    ['an empty text', () => post({ ...good, text: '' }), 400, '107'],
    ['no number', () => post({ text: 'x' }), 400, '101'],
    ['a number that is no list', () => post({ ...good, to: '27999112345' }), 400, '101'],
    ['an empty list', () => post({ ...good, to: [] }), 400, '101'],
    [
      '501 numbers',
      () => post({ ...good, to: Array.from({ length: 501 }, () => '27999112345') }),
      400,
      '101',
    ],
    ['mo 2', () => post({ ...good, mo: 2 }), 400, '101'],
    ['callback 8', () => post({ ...good, callback: 8 }), 400, '101'],
    ['maxMessageParts 4', () => post({ ...good, maxMessageParts: 4 }), 400, '101'],
    ['userPriorityQueue 9', () => post({ ...good, userPriorityQueue: 9 }), 400, '101'],
    ['maxCredits 0.1', () => post({ ...good, maxCredits: 0.1 }), 400, '101'],
    ['a client id with a dash', () => post({ ...good, clientMessageId: 'a-b' }), 400, '101'],
    ['a time that is none', () => post({ ...good, scheduledDeliveryTime: 'soon' }), 400, '120'],
    [
      'a time eight days ahead',
      () => post({ ...good, scheduledDeliveryTime: '2023-09-01T06:01:45+0000' }),
      400,
      '120',
    ],
  ];
  for (const [what, act, status, code] of requestErrors) {
    it(`${what}: ${status} with error ${code}`, async () => {
      const told = await act();
      assert.equal(told.status, status);
      assert.equal(told.json.error.code, code);
      assert.deepEqual(await lab.messages(), []);
      assert.match((await lab.lastRow()).refusal ?? '', new RegExp(`^${code} `));
    });
  }

  it('a bad sender and a text that is too long are errors of the row', async () => {
    const sender = await post({ ...good, from: 'a-b' });
    assert.deepEqual([sender.status, sender.json.data.message[0].error.code], [400, '106']);
    const long = await lab.ask('POST', '/rest/message?maxMessageParts=1', {
      headers: HEADERS,
      body: JSON.stringify({ ...good, text: 'a'.repeat(161) }),
    });
    assert.deepEqual([long.status, long.json.data.message[0].error.code], [400, '113']);
    assert.equal(
      (await post({ ...good, text: 'a'.repeat(161) })).status,
      202,
      "the account's setting is 3 parts",
    );
  });

  it('no credits: 402', async () => {
    const poor = await startLab({ choices: { clickatellCredits: 0 } });
    const told = await post(good, HEADERS, '/rest/message', poor);
    assert.deepEqual([told.status, told.json.data.message[0].error.code], [402, '301']);
    await poor.close();
  });

  it('status by id and by client id, and cancelling', async () => {
    const id = (await post({ ...good, clientMessageId: 'mine1' })).json.data.message[0].apiMessageId;
    const get = (path: string, method = 'GET') => lab.ask(method, path, { headers: HEADERS });
    assert.equal(
      (await get(`/rest/message/${id}`)).text,
      `{"data":{"charge":1,"messageStatus":"004","description":"Received by recipient","apiMessageId":"${id}","clientMessageId":"mine1"}}`,
    );
    assert.equal((await get('/rest/message?clientMessageId=mine1')).json.data.apiMessageId, id);
    const later = (await post({ ...good, scheduledDeliveryTime: '2023-08-25T05:01:45+0000' })).json.data
      .message[0].apiMessageId;
    assert.equal((await get(`/rest/message/${later}`)).json.data.messageStatus, '011');
    assert.equal((await get(`/rest/message/${later}`, 'DELETE')).json.data.messageStatus, '006');
    const unknown = await get('/rest/message/ffff');
    assert.deepEqual([unknown.status, unknown.json.error.code], [404, '103']);
    const nameless = await get('/rest/message');
    assert.deepEqual([nameless.status, nameless.json.error.code], [404, '109']);
  });

  it('balance is a string; coverage', async () => {
    const get = (path: string) => lab.ask('GET', path, { headers: HEADERS });
    assert.equal((await get('/rest/account/balance')).text, '{"data":{"balance":"100.300"}}');
    assert.equal(
      (await get('/rest/coverage/27999112345')).text,
      '{"data":{"routable":true,"destination":"27999112345","minimumCharge":1}}',
    );
    assert.equal((await get('/rest/coverage/%zz')).json.data.routable, false);
  });

  it('another method: 405 with Allow', async () => {
    const told = await lab.ask('PUT', '/rest/message', { headers: HEADERS });
    assert.deepEqual([told.status, told.headers.allow], [405, 'GET, POST']);
  });

  it('the bare key can be refused by choice', async () => {
    const other = await startLab({ choices: { clickatellRestBareToken: false } });
    const told = await post(
      good,
      { ...HEADERS, Authorization: 'lab-clickatell-rest-token' },
      '/rest/message',
      other,
    );
    assert.equal(told.status, 401);
    await other.close();
  });

  it('loose: no version, any type, one number without a list', async () => {
    const loose = await startLab({ loose: true });
    const told = await post(
      { text: 'x', to: '00 27-999112345' },
      { Authorization: 'anything' },
      '/rest/message',
      loose,
    );
    assert.equal(told.status, 202);
    await loose.close();
  });
});
