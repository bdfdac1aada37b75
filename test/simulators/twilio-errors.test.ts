import assert from 'node:assert/strict';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { form, type Lab, startLab } from './lab.ts';
import { basic, type Fields, good, MESSAGES, twilioClient } from './twilio-client.ts';

const { accountSid, messagingServiceSid, apiKeySid, apiKeySecret, test } = LAB_CREDENTIALS.twilio;

describe('Twilio: refusals', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
  });
  afterEach(() => lab.close());

  const { post, get } = twilioClient(() => lab);

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
});
