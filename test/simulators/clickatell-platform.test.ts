import assert from 'node:assert/strict';
import { type Lab, startLab } from './lab.ts';

const KEY = 'lab-clickatell-platform-key==';
const HEADERS = { Authorization: KEY, 'Content-Type': 'application/json' };

describe('Clickatell Platform API', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const post = (body: unknown, headers: Record<string, string> = HEADERS, target = lab) =>
    target.ask('POST', '/messages', {
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const get = (fields: Record<string, string>) =>
    lab.ask('GET', `/messages/http/send?${new URLSearchParams({ apiKey: KEY, ...fields })}`);
  const good = { content: 'x', to: ['+27999112345'] };

  it('POST: 202 and the row, byte for byte', async () => {
    const told = await post(good);
    const [message] = await lab.messages();
    assert.equal(told.status, 202);
    assert.equal(
      told.text,
      `{"messages":[{"apiMessageId":"${message?.providerMessageId}","accepted":true,"to":"+27999112345","errorCode":null,"error":null,"errorDescription":null}],"errorCode":null,"error":null,"errorDescription":null}`,
    );
    assert.deepEqual([message?.to, message?.provider], ['27999112345', 'clickatell-platform']);
  });

  it('GET, as PacketFence does it', async () => {
    const told = await get({ to: '27999112345', content: 'Your code: ä&b' });
    assert.equal(told.status, 202);
    assert.equal((await lab.messages())[0]?.text, 'Your code: ä&b');
  });

  it('a bad number hides behind 202', async () => {
    const told = await post({ ...good, to: ['27999112345', '27'] });
    assert.equal(told.status, 202);
    assert.deepEqual(
      [
        told.json.messages[1].accepted,
        told.json.messages[1].apiMessageId,
        told.json.messages[1].error,
        told.json.error,
      ],
      [false, null, 'Invalid destination address.', null],
    );
    assert.equal((await lab.lastRow()).refusal, '105 Invalid destination address.');
    assert.equal((await lab.messages()).length, 1);
  });

  const badKey =
    '{"messages":[],"errorCode":108,"error":"Invalid or missing integration API Key.","errorDescription":"The integration API key is either incorrect or has not been included in the API call."}';
  for (const [what, authorization] of [
    ['a wrong key', 'wrong'],
    ['no key', ''],
    ['Bearer before the key', `Bearer ${KEY}`],
  ] as const) {
    it(`${what}: 108 behind 202, as captured; 401 by choice`, async () => {
      const headers = { ...HEADERS, Authorization: authorization };
      const told = await post(good, headers);
      assert.deepEqual([told.status, told.text], [202, badKey]);
      const other = await startLab({ choices: { clickatellPlatformBadKeyStatus: 401 } });
      assert.equal((await post(good, headers, other)).status, 401);
      await other.close();
    });
  }

  it('a sender the integration does not own: refused in its words, unless it is one-way', async () => {
    const told = await post({ ...good, from: '491700000000' });
    assert.equal(told.status, 202);
    assert.equal(
      told.text,
      '{"messages":[],"error":"Two-Way integration error - From number is not related to integration"}',
    );
    assert.equal((await post({ ...good, from: '+15556661212' })).json.messages[0].accepted, true);
    const other = await startLab({ choices: { clickatellPlatformTwoWay: false } });
    assert.equal(
      (await post({ ...good, from: '491700000000' }, HEADERS, other)).json.messages[0].accepted,
      true,
    );
    await other.close();
  });

  const refused: [string, unknown, number][] = [
    ['broken JSON', '{', 100],
    ['no content', { to: ['27999112345'] }, 101],
    ['no number', { content: 'x', to: [] }, 101],
    ['a number twice', { content: 'x', to: ['27999112345', '27999112345'] }, 101],
    [
      '201 numbers',
      { content: 'x', to: Array.from({ length: 201 }, (_, index) => `2799900${1000 + index}`) },
      101,
    ],
    ['an empty content', { content: '', to: ['27999112345'] }, 107],
    ['a bad time', { ...good, scheduledDeliveryTime: 'soon' }, 120],
  ];
  for (const [what, body, code] of refused) {
    it(`${what}: error ${code}`, async () => {
      const told = await post(body);
      assert.deepEqual([told.status, told.json.errorCode, told.json.messages], [400, code, []]);
      assert.deepEqual(await lab.messages(), []);
    });
  }

  it('another method: 405', async () => {
    assert.equal((await lab.ask('GET', '/messages')).status, 405);
    assert.equal((await lab.ask('POST', '/messages/http/send')).headers.allow, 'GET');
  });

  it('loose: Bearer passes, and any type', async () => {
    const loose = await startLab({ loose: true });
    const told = await post({ ...good, from: '491700000000' }, { Authorization: 'Bearer some' }, loose);
    assert.equal(told.json.messages[0].accepted, true);
    await loose.close();
  });
});

describe('Clickatell One API', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const post = (body: unknown, headers: Record<string, string> = HEADERS) =>
    lab.ask('POST', '/v1/message', { headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const one = (fields: object = {}) => ({ channel: 'sms', to: '27999112345', content: 'x', ...fields });

  it('accepted: 202', async () => {
    const told = await post({ messages: [one()] });
    const [message] = await lab.messages();
    assert.equal(told.status, 202);
    assert.equal(
      told.text,
      `{"messages":[{"apiMessageId":"${message?.providerMessageId}","accepted":true,"to":"27999112345","error":null}],"error":null}`,
    );
  });

  it('mixed: 207 with a nested error', async () => {
    const told = await post({ messages: [one(), one({ to: '12' })] });
    assert.equal(told.status, 207);
    assert.deepEqual(told.json.messages[1].error, { code: 25, description: 'Invalid recipient address: 12' });
  });

  const rows: [string, object, number][] = [
    ['no channel', { channel: undefined }, 23],
    ['another channel', { channel: 'pigeon' }, 39],
    ['no recipient', { to: undefined }, 23],
    ['no content', { content: undefined }, 23],
    ['a foreign sender', { from: '491700000000' }, 45],
    ['too many parts', { content: 'a'.repeat(1531) }, 100],
  ];
  for (const [what, fields, code] of rows) {
    it(`${what}: 400 with error ${code}`, async () => {
      const told = await post({ messages: [one(fields)] });
      assert.deepEqual([told.status, told.json.messages[0].error.code], [400, code]);
    });
  }

  it('errors of the request: key, method, JSON, list', async () => {
    const code = async (told: Promise<{ status: number; json: { error: { code: number } } }>) => [
      (await told).status,
      (await told).json.error.code,
    ];
    assert.deepEqual(await code(post({ messages: [one()] }, { ...HEADERS, Authorization: 'x' })), [401, 1]);
    assert.deepEqual(await code(lab.ask('GET', '/v1/message', { headers: HEADERS })), [400, 42]);
    assert.deepEqual(await code(post('{')), [400, 21]);
    assert.deepEqual(await code(post({})), [400, 23]);
    assert.deepEqual(await code(post({ messages: [] })), [400, 23]);
    assert.deepEqual(await code(post({ messages: Array.from({ length: 101 }, () => one()) })), [400, 22]);
  });

  it('no credits: 402', async () => {
    const poor = await startLab({ choices: { clickatellCredits: 0 } });
    const told = await poor.ask('POST', '/v1/message', {
      headers: HEADERS,
      body: JSON.stringify({ messages: [one()] }),
    });
    assert.deepEqual([told.status, told.json.messages[0].error.code], [402, 20]);
    await poor.close();
  });
});
