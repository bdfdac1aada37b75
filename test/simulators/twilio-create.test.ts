import assert from 'node:assert/strict';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { type Lab, startLab } from './lab.ts';
import { basic, good, LIVE, MESSAGES, twilioClient } from './twilio-client.ts';

const { accountSid, messagingServiceSid } = LAB_CREDENTIALS.twilio;
const { organizationId, apiKey } = LAB_CREDENTIALS.telnyx;

describe('Twilio: creating messages', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
  });
  afterEach(() => lab.close());

  const { post, get, reaches } = twilioClient(() => lab);

  it('create: 201 and the twenty members, byte for byte', async () => {
    const told = await post(good);
    const [message] = await lab.messages();
    const sid = message?.providerMessageId ?? '';
    assert.match(sid, /^SM[0-9a-f]{32}$/);
    assert.equal(told.status, 201);
    assert.equal(told.headers['content-type'], 'application/json');
    assert.equal(
      told.text,
      `{"sid":"${sid}","date_created":"Thu, 24 Aug 2023 05:01:45 +0000","date_updated":"Thu, 24 Aug 2023 05:01:45 +0000","date_sent":null,` +
        `"account_sid":"${accountSid}","to":"+14155552345","from":"+17752874976","messaging_service_sid":null,"body":"Hello!","status":"queued",` +
        `"num_segments":"1","num_media":"0","direction":"outbound-api","api_version":"2010-04-01","price":null,"price_unit":"USD",` +
        `"error_code":null,"error_message":null,"uri":"${MESSAGES}/${sid}.json",` +
        `"subresource_uris":{"media":"${MESSAGES}/${sid}/Media.json"}}`,
    );
    assert.deepEqual(
      [message?.to, message?.from, message?.text, message?.provider],
      ['+14155552345', '+17752874976', 'Hello!', 'twilio'],
    );
  });

  it('create without a suffix: XML, without .json in its URIs', async () => {
    const told = await post({ ...good, Body: 'a & <b> "c"' }, MESSAGES);
    const sid = (await lab.messages())[0]?.providerMessageId;
    assert.equal(told.headers['content-type'], 'application/xml');
    assert.match(told.text, /^<\?xml version='1\.0' encoding='UTF-8'\?>\n<TwilioResponse><Message><Sid>SM/);
    assert.match(
      told.text,
      /<DateSent\/>.*<Body>a &amp; &lt;b&gt; &quot;c&quot;<\/Body><Status>queued<\/Status><NumSegments>1</,
    );
    assert.ok(
      told.text.endsWith(
        `<Uri>${MESSAGES}/${sid}</Uri><SubresourceUris><Media>${MESSAGES}/${sid}/Media</Media></SubresourceUris></Message></TwilioResponse>`,
      ),
    );
    assert.match((await post(good, `${MESSAGES}.xml`)).text, /^<\?xml/);
  });

  it('awkward text arrives intact', async () => {
    const body = 'a&b +c% "ß"\nשלום 😀';
    await post({ ...good, Body: body });
    assert.equal((await lab.messages())[0]?.text, body);
  });

  it('segments are counted', async () => {
    assert.equal((await post({ ...good, Body: 'a'.repeat(1600) })).json.num_segments, '11');
    assert.equal((await post({ ...good, Body: 'ш'.repeat(71) })).json.num_segments, '2');
  });

  it('American numbers in any spelling, a + that became a blank included', async () => {
    for (const To of ['4155552345', '14155552345', '(415) 555-2345', ' 14155552345', '+1 415.555.2345']) {
      assert.equal((await post({ ...good, To })).json.to, '+14155552345', To);
    }
    assert.equal((await post({ ...good, From: '15556661212' })).json.from, '+15556661212');
  });
  it('an unknown Messaging Service: 404 with 21701', async () => {
    const told = await post({ To: good.To, Body: 'x', MessagingServiceSid: `MG${'0'.repeat(32)}` });
    assert.deepEqual([told.status, told.json.code], [404, 21701]);
  });

  const bodies: [string, string, string, number][] = [
    ['JSON', 'application/json', JSON.stringify(good), 21604],
    ['JSON under a form type', 'application/x-www-form-urlencoded', JSON.stringify(good), 21604],
    ['bare text', 'application/x-www-form-urlencoded', 'Your password is 1234', 21604],
    [
      'text behind To and From',
      'application/x-www-form-urlencoded',
      'To=%2B14155552345&From=%2B17752874976&Your password',
      21602,
    ],
    [
      'everything encoded at once',
      'application/x-www-form-urlencoded',
      'To%3D%2B14155552345%26Body%3Dx',
      21604,
    ],
  ];
  for (const [what, type, body, code] of bodies) {
    it(`a body of ${what}: ${code}`, async () => {
      const told = await lab.ask('POST', `${MESSAGES}.json`, {
        headers: { Authorization: LIVE, 'Content-Type': type },
        body,
      });
      assert.deepEqual([told.status, told.json.code], [400, code]);
    });
  }

  it('parameters in the query are not read, unless chosen', async () => {
    const path = `${MESSAGES}.json?From=%2B17752874976`;
    const fields = { To: good.To, Body: 'x' };
    assert.equal((await post(fields, path)).json.code, 21603);
    const other = await startLab({ choices: { twilioQueryParameters: true } });
    assert.equal((await post(fields, path, LIVE, other)).status, 201);
    await other.close();
  });

  it('loose: JSON, any case, any sender, any credentials', async () => {
    const loose = await startLab({ loose: true });
    const told = await loose.ask(
      'POST',
      `/2010-04-01/Accounts/AC${'f'.repeat(32)}/Messages.json?from=27999000000`,
      {
        headers: { Authorization: basic('me', 'you'), 'Content-Type': 'application/json' },
        body: JSON.stringify({ to: '27999112345', body: 'x' }),
      },
    );
    assert.deepEqual([told.status, told.json.to, told.json.from], [201, '+27999112345', '+27999000000']);
    await loose.close();
  });

  it('a message moves from queued to delivered', async () => {
    const { sid } = (await post(good)).json;
    const done = await reaches(sid, 'delivered');
    assert.equal(done.date_sent, 'Thu, 24 Aug 2023 05:01:45 +0000');
    assert.match((await get(`${MESSAGES}/${sid}`)).text, /<Status>delivered<\/Status>/);
  });

  it('a Messaging Service: accepted without a sender, which is picked later', async () => {
    const told = await post({ To: good.To, Body: 'x', MessagingServiceSid: messagingServiceSid });
    assert.deepEqual(
      [
        told.status,
        told.json.status,
        told.json.from,
        told.json.num_segments,
        told.json.messaging_service_sid,
      ],
      [201, 'accepted', null, '0', messagingServiceSid],
    );
    const done = await reaches(told.json.sid, 'delivered');
    assert.deepEqual([done.from, done.num_segments], ['+17752874976', '1']);
  });

  it('media make an MM', async () => {
    const told = await post({ To: good.To, From: good.From, MediaUrl: ['http://a/1.png', 'http://a/2.png'] });
    assert.match(told.json.sid, /^MM/);
    assert.equal(told.json.num_media, '2');
  });

  it('Telnyx: a UUID for an account, on the same endpoint', async () => {
    const path = `/2010-04-01/Accounts/${organizationId}/Messages.json`;
    const told = await post(good, path, basic(organizationId, apiKey));
    assert.deepEqual([told.status, told.json.account_sid], [201, organizationId]);
    assert.equal((await post(good, path, basic(organizationId, 'x'))).json.code, 20003);
    assert.equal(
      (await get(`${MESSAGES}/${told.json.sid}.json`)).status,
      404,
      'accounts do not see each other',
    );
  });

  it('the other code for a foreign From, by choice', async () => {
    const other = await startLab({ choices: { twilioForeignFrom: 21606 } });
    assert.equal(
      (await post({ ...good, From: '+14155550000' }, undefined, undefined, other)).json.code,
      21606,
    );
    await other.close();
  });
});
