import assert from 'node:assert/strict';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { form, type Lab, startLab } from './lab.ts';

const { accountSid, authToken, messagingServiceSid, apiKeySid, apiKeySecret, test } = LAB_CREDENTIALS.twilio;
const { organizationId, apiKey } = LAB_CREDENTIALS.telnyx;
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const LIVE = basic(accountSid, authToken);
const MESSAGES = `/2010-04-01/Accounts/${accountSid}/Messages`;
const good = { To: '+14155552345', From: '+17752874976', Body: 'Hello!' };

describe('Twilio Messages', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
  });
  afterEach(() => lab.close());

  function post(
    fields: Record<string, string | string[]>,
    path = `${MESSAGES}.json`,
    authorization = LIVE,
    target = lab,
  ) {
    const { headers, body } = form(fields);
    return target.ask('POST', path, { headers: { ...headers, Authorization: authorization }, body });
  }
  const get = (path: string, method = 'GET') => lab.ask(method, path, { headers: { Authorization: LIVE } });
  const reaches = (sid: string, status: string) =>
    lab.until(async () => {
      for (;;) {
        const { json } = await get(`${MESSAGES}/${sid}.json`);
        if (json.status === status) return json;
      }
    });

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

  type Fields = Record<string, string | string[]>;
  const errors: [string, Fields, number, string][] = [
    ['no To', { ...good, To: '' }, 21604, "A 'To' phone number is required."],
    [
      'names in lower case',
      { to: '+14155552345', from: '+17752874976', body: 'x' },
      21604,
      "A 'To' phone number is required.",
    ],
    [
      'two To',
      { ...good, To: ['+14155552345', '+14155552346'] },
      21653,
      'There are more recipient addresses than allowed',
    ],
    ['no From', { ...good, From: '' }, 21603, "A 'From' phone number is required."],
    ['no Body', { ...good, Body: '' }, 21602, 'Message body is required.'],
    [
      '1601 characters',
      { ...good, Body: 'a'.repeat(1601) },
      21617,
      'The concatenated message body exceeds the 1600 character limit.',
    ],
    ['a callback that is no URL', { ...good, StatusCallback: 'nowhere' }, 21609, "Invalid 'StatusCallback'"],
    [
      'a callback host with an underscore',
      { ...good, StatusCallback: 'http://a_b.example/' },
      21609,
      "Invalid 'StatusCallback'",
    ],
    ['a media URL that is none', { ...good, MediaUrl: 'picture' }, 21620, 'Invalid media URL(s)'],
    [
      'eleven media',
      { ...good, MediaUrl: Array.from({ length: 11 }, () => 'http://a/b.png') },
      21623,
      'Number of media files exceeds allowed limit',
    ],
    ['a To that is no number', { ...good, To: 'hello' }, 21211, "Invalid 'To' Phone Number: hXXXX"],
    [
      'a foreign To without +',
      { ...good, To: '27999112345' },
      21211,
      "Invalid 'To' Phone Number: 2799911XXXX",
    ],
    [
      'an American To that is too short',
      { ...good, To: '+1415555' },
      21211,
      "Invalid 'To' Phone Number: +141XXXX",
    ],
    [
      'a From that is no sender',
      { ...good, From: '!' },
      21212,
      "The 'From' number ! is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ],
    [
      'a From of another account',
      { ...good, From: '+14155550000' },
      21659,
      "'From' +14155550000 is not a Twilio phone number or Short Code country mismatch",
    ],
    [
      'a short code of another account',
      { ...good, From: '12345' },
      21659,
      "'From' 12345 is not a Twilio phone number or Short Code country mismatch",
    ],
    [
      'a name as sender to America',
      { ...good, From: 'MyLab' },
      21612,
      "The 'To' phone number: +14155552345, is not currently reachable using the 'From' phone number: MyLab via SMS.",
    ],
    [
      'the same number twice',
      { ...good, To: '17752874976' },
      21266,
      "'To' and 'From' number cannot be the same",
    ],
    [
      'two channels',
      { ...good, To: 'whatsapp:+14155552345' },
      21910,
      'Invalid From and To pair (channel mismatch)',
    ],
    [
      'a service that is none',
      { ...good, MessagingServiceSid: 'MGx' },
      21705,
      'The Messaging Service SID is invalid',
    ],
    [
      'a service with neither text nor media',
      { To: good.To, MessagingServiceSid: messagingServiceSid },
      21619,
      'A text message body or media urls must be specified.',
    ],
  ];
  for (const [what, fields, code, message] of errors) {
    it(`${what}: 400 with ${code}, in JSON and XML`, async () => {
      const told = await post(fields);
      assert.equal(told.status, 400);
      assert.deepEqual(told.json, {
        code,
        message,
        more_info: `https://www.twilio.com/docs/errors/${code}`,
        status: 400,
      });
      const xml = await post(fields, MESSAGES);
      assert.equal(xml.status, 400);
      assert.ok(xml.text.includes(`<TwilioResponse><RestException><Code>${code}</Code><Message>`));
      assert.ok(
        xml.text.endsWith(
          `<MoreInfo>https://www.twilio.com/docs/errors/${code}</MoreInfo><Status>400</Status></RestException></TwilioResponse>`,
        ),
      );
      assert.deepEqual(await lab.messages(), []);
      assert.equal((await lab.lastRow()).refusal, `${code} ${message}`);
    });
  }

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

  const unauthorized: [string, string | undefined, string, string | undefined][] = [
    ['no credentials', undefined, 'Authentication Error - No credentials provided', undefined],
    ['a Bearer token', 'Bearer x', 'Authentication Error - No credentials provided', undefined],
    ['a user that is no SID', basic('me', 'x'), 'Authentication Error - invalid username', undefined],
    ['a wrong token', basic(accountSid, 'x'), 'Authenticate', 'Your AccountSid or AuthToken was incorrect.'],
    [
      "another account's credentials",
      basic(test.accountSid, test.authToken),
      'Authenticate',
      'Your AccountSid or AuthToken was incorrect.',
    ],
  ];
  for (const [what, authorization, message, detail] of unauthorized) {
    it(`${what}: 401 with 20003 and a challenge`, async () => {
      const { headers, body } = form(good);
      const told = await lab.ask('POST', `${MESSAGES}.json`, {
        headers: { ...headers, ...(authorization ? { Authorization: authorization } : {}) },
        body,
      });
      assert.equal(told.status, 401);
      assert.equal(told.headers['www-authenticate'], 'Basic realm="Twilio API"');
      assert.deepEqual([told.json.code, told.json.message, told.json.detail], [20003, message, detail]);
    });
  }

  it('an API key works in place of the token', async () => {
    assert.equal((await post(good, undefined, basic(apiKeySid, apiKeySecret))).status, 201);
  });

  it('404: a bad account, an unknown message, another resource; 405: another method', async () => {
    const missing = await post(good, '/2010-04-01/Accounts/me/Messages.json');
    assert.deepEqual(
      [missing.status, missing.json.code, missing.json.message],
      [404, 20404, 'The requested resource /2010-04-01/Accounts/me/Messages.json was not found'],
    );
    const path = `${MESSAGES}/SM${'0'.repeat(32)}.json`;
    assert.equal((await get(path)).json.message, `The requested resource ${path} was not found`);
    assert.equal((await get(`/2010-04-01/Accounts/${accountSid}/Calls.json`)).status, 404);
    const put = await get(`${MESSAGES}.json`, 'PUT');
    assert.deepEqual([put.status, put.json.code], [405, 20004]);
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

  it('a scheduled message can be cancelled before its time, and goes out when it has come', async () => {
    const scheduled = {
      To: good.To,
      Body: 'x',
      MessagingServiceSid: messagingServiceSid,
      ScheduleType: 'fixed',
      SendAt: '2023-08-24T06:00:00Z',
    };
    const first = (await post(scheduled)).json;
    assert.equal(first.status, 'scheduled');
    const cancelled = await post({ Status: 'canceled' }, `${MESSAGES}/${first.sid}.json`);
    assert.deepEqual([cancelled.status, cancelled.json.status], [200, 'canceled']);
    const second = (await post(scheduled)).json;
    lab.clock.advance(3_600_000);
    await reaches(second.sid, 'delivered');
    assert.equal((await get(`${MESSAGES}/${first.sid}.json`)).json.status, 'canceled');
    assert.equal((await post({ Status: 'canceled' }, `${MESSAGES}/${second.sid}.json`)).json.code, 20009);
  });

  it('redact, then delete; an unfinished message cannot be deleted', async () => {
    const { sid } = (await post(good)).json;
    await reaches(sid, 'delivered');
    const redacted = await post({ Body: '' }, `${MESSAGES}/${sid}.json`);
    assert.deepEqual([redacted.status, redacted.json.body], [200, '']);
    const removed = await get(`${MESSAGES}/${sid}.json`, 'DELETE');
    assert.deepEqual([removed.status, removed.text, removed.headers['content-length']], [204, '', undefined]);
    assert.equal((await get(`${MESSAGES}/${sid}.json`)).status, 404);
    const slow = await startLab({ choices: { twilioStepMs: 60_000 } });
    const unfinished = (await post(good, undefined, undefined, slow)).json;
    const told = await slow.ask('DELETE', `${MESSAGES}/${unfinished.sid}.json`, {
      headers: { Authorization: LIVE },
    });
    assert.equal(told.json.code, 20009);
    await slow.close();
  });

  it('feedback', async () => {
    const { sid } = (await post(good)).json;
    const told = await post({ Outcome: 'confirmed' }, `${MESSAGES}/${sid}/Feedback.json`);
    assert.deepEqual([told.status, told.json.outcome, told.json.message_sid], [200, 'confirmed', sid]);
  });

  it('list: newest first, in pages, filtered', async () => {
    for (let index = 0; index < 5; index += 1)
      await post({ ...good, To: `+1415555000${index}`, Body: String(index) });
    const first = (await get(`${MESSAGES}.json?PageSize=2&From=%2B17752874976`)).json;
    assert.deepEqual(
      first.messages.map((message: { body: string }) => message.body),
      ['4', '3'],
    );
    assert.deepEqual(
      [first.page, first.page_size, first.start, first.end, first.previous_page_uri],
      [0, 2, 0, 1, null],
    );
    assert.equal(first.first_page_uri, `${MESSAGES}.json?From=%2B17752874976&PageSize=2&Page=0`);
    const second = (await get(first.next_page_uri)).json;
    assert.deepEqual(
      second.messages.map((message: { body: string }) => message.body),
      ['2', '1'],
    );
    const last = (await get(second.next_page_uri)).json;
    assert.deepEqual([last.messages.length, last.next_page_uri, last.start, last.end], [1, null, 4, 4]);
    assert.equal((await get(`${MESSAGES}.json?To=%2B14155550003`)).json.messages[0].body, '3');
    assert.equal((await get(`${MESSAGES}.json`)).json.page_size, 50);
    assert.equal((await get(`${MESSAGES}.json?PageSize=5000`)).json.page_size, 1000);
    const xml = (await get(`${MESSAGES}?PageSize=1`)).text;
    assert.match(
      xml,
      /<TwilioResponse><Messages end="0" .*nextpageuri="\/2010[^"]*&amp;PageToken=PASM[^"]*" .*pagesize="1"/,
    );
    assert.equal(xml.match(/<Message>/g)?.length, 1);
  });

  it('list by the day of sending', async () => {
    const { sid } = (await post(good)).json;
    await reaches(sid, 'delivered');
    const count = async (query: string) => (await get(`${MESSAGES}.json?${query}`)).json.messages.length;
    assert.equal(await count('DateSent=2023-08-24'), 1);
    assert.equal(await count('DateSent=2023-08-25'), 0);
    assert.equal(await count('DateSent%3E=2023-08-24'), 1);
    assert.equal(await count('DateSent%3E=2023-08-25'), 0);
    assert.equal(await count('DateSent%3C=2023-08-23'), 0);
    assert.equal(await count('DateSent%3C=2023-08-24T00:00:00Z'), 1);
  });

  describe('test credentials', () => {
    const path = `/2010-04-01/Accounts/${test.accountSid}/Messages.json`;
    const as = basic(test.accountSid, test.authToken);
    const magic: [string, Record<string, string>, number, string][] = [
      [
        'From …1',
        { From: '+15005550001' },
        21212,
        "The 'From' number +15005550001 is not a valid phone number, shortcode, or alphanumeric sender ID.",
      ],
      [
        'From …7',
        { From: '+15005550007' },
        21606,
        'The From phone number +15005550007 is not a valid, SMS-capable inbound phone number or short code for your account.',
      ],
      [
        'From …8',
        { From: '+15005550008' },
        21611,
        "This 'From' number has exceeded the maximum number of queued messages",
      ],
      [
        'a live From',
        { From: '+17752874976' },
        21606,
        'The From phone number +17752874976 is not a valid, SMS-capable inbound phone number or short code for your account.',
      ],
      ['To …1', { To: '+15005550001' }, 21211, "Invalid 'To' Phone Number: +1500555XXXX"],
      [
        'To …2',
        { To: '+15005550002' },
        21612,
        "The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone number: +15005550006 via SMS.",
      ],
      [
        'To …3',
        { To: '+15005550003' },
        21408,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +1500555XXXX",
      ],
      ['To …4', { To: '+15005550004' }, 21610, 'Attempt to send to unsubscribed recipient'],
      ['To …9', { To: '+15005550009' }, 21614, 'To number: +15005550009, is not a mobile number'],
    ];
    for (const [what, fields, code, message] of magic) {
      it(`${what}: ${code}`, async () => {
        const told = await post({ To: '+14155552345', From: '+15005550006', Body: 'x', ...fields }, path, as);
        assert.deepEqual([told.status, told.json.code, told.json.message], [400, code, message]);
      });
    }

    it('a good pair: 201, but nothing is delivered or stored; other resources are refused', async () => {
      const told = await post({ To: '+14155552345', From: '+15005550006', Body: 'x' }, path, as);
      assert.equal(told.status, 201);
      assert.deepEqual(await lab.messages(), []);
      const list = await lab.ask('GET', path, { headers: { Authorization: as } });
      assert.deepEqual([list.status, list.json.code], [403, 20008]);
    });
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
