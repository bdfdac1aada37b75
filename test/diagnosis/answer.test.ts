import assert from 'node:assert/strict';
import { answer as family } from '../../src/diagnosis/answer.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { type Answered, diagnosed, found, rulesOf } from '../support/diagnosed.ts';
import { platformRow, shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

const TO = '+15556661212';
const FROM = '+17752874976';
const HIDDEN = 'refusal-behind-success';

const twilio =
  (status: string) =>
  (code: string): Answered => ({
    status,
    body: {
      code: Number(code),
      message: 'as it says',
      more_info: `https://x/${code}`,
      status: Number(status.slice(0, 3)),
    },
  });
const undelivered = (code: string): Answered => ({
  status: '201 Created',
  body: {
    sid: 'SM1',
    account_sid: 'AC1',
    status: 'undelivered',
    error_code: Number(code),
    error_message: null,
    to: TO,
  },
});
const classic = (code: string): Answered => ({ status: '200 OK', body: `ERR: ${code}, as it says\n` });
const platform = (code: string): Answered => ({
  status: '202 Accepted',
  body: { messages: [], errorCode: Number(code), error: 'as it says', errorDescription: null },
});
const oneApi = (code: string): Answered => ({
  status: '202 Accepted',
  body: {
    messages: [
      {
        apiMessageId: null,
        accepted: false,
        to: '15556661212',
        error: { code: Number(code), description: 'as it says' },
      },
    ],
    error: null,
  },
});
const telnyx = (code: string): Answered => ({
  status: '422 Unprocessable Entity',
  body: { errors: [{ code, title: 'as it says', detail: 'in detail' }] },
});
const vonage = (code: string): Answered => ({
  status: '200 OK',
  body: { 'message-count': '1', messages: [{ to: '15556661212', status: code, 'error-text': 'as it says' }] },
});

/** Rule, and what its two sentences must say; the code is the end of the name. */
type Expected = [rule: string, says: RegExp];

interface Table {
  title: string;
  row: HttpProvider;
  answer: (code: string) => Answered;
  prefix: string;
  expected: Expected[];
  hidden: boolean;
}

const TABLES: Table[] = [
  {
    title: 'Twilio, the request',
    row: shippedRow('Twilio'),
    answer: twilio('400 Bad Request'),
    prefix: 'twilio-',
    hidden: false,
    expected: [
      ['twilio-20003', /AC1ab000000000000000000000000001ab.*Auth Token/],
      ['twilio-20004', /api\.twilio\.com.*Use HTTP POST/],
      ['twilio-20008', /test credentials.*live Account SID/],
      ['twilio-20009', /still on its way.*Wait/],
      ['twilio-20404', /nothing at https:\/\/api\.twilio\.com.*Correct the URL/],
      ['twilio-20429', /too many requests.*a little later/],
      ['twilio-20500', /error of its own.*send again/],
      ['twilio-20503', /not available.*send again/],
      ['twilio-21211', /"\+15556661212".*form of the number is right/],
      ['twilio-21212', /"\+17752874976".*Correct From/],
      ['twilio-21266', /same number.*another number/],
      ['twilio-21408', /country of "\+15556661212".*Geo permissions/],
      ['twilio-21602', /no text.*Data to exactly \$message\$/],
      ['twilio-21603', /no sender.*\?From=%2B/],
      ['twilio-21604', /no recipient.*Data to exactly \$message\$/],
      ['twilio-21606', /"\+17752874976".*owns/],
      ['twilio-21608', /trial account.*"\+15556661212".*Verify/],
      ['twilio-21609', /StatusCallback.*Remove/],
      ['twilio-21610', /STOP.*START/],
      ['twilio-21611', /"\+17752874976" has too many.*Wait/],
      ['twilio-21612', /cannot reach "\+15556661212".*same country/],
      ['twilio-21614', /not a mobile number.*mobile phone/],
      ['twilio-21617', /1600.*Shorten/],
      ['twilio-21619', /neither a text.*\$message\$/],
      ['twilio-21620', /MediaUrl.*Remove/],
      ['twilio-21623', /MediaUrl.*Remove/],
      ['twilio-21653', /more than one recipient.*one number/],
      ['twilio-21659', /"\+17752874976" is not a Twilio number.*owns/],
      ['twilio-21660', /another Twilio account.*owns/],
      ['twilio-21661', /cannot send SMS.*owns/],
      ['twilio-21701', /does not exist.*Messaging Service/],
      ['twilio-21703', /no sender available.*Messaging Service/],
      ['twilio-21704', /no phone number.*Messaging Service/],
      ['twilio-21705', /invalid.*Messaging Service/],
      ['twilio-21910', /same kind.*plain numbers/],
      ['twilio-error', /Twilio refused.*twilio\.com\/docs\/api\/errors/],
    ],
  },
  {
    title: 'Twilio, the delivery',
    row: shippedRow('Twilio'),
    answer: undelivered,
    prefix: 'twilio-',
    hidden: true,
    expected: [
      ['twilio-14107', /30 seconds.*fewer messages/],
      ['twilio-30001', /queue of "\+17752874976".*fewer/],
      ['twilio-30002', /suspended.*console/],
      ['twilio-30003', /"\+15556661212" cannot be reached.*Switch/],
      ['twilio-30004', /blocked.*allow/],
      ['twilio-30005', /unknown.*Check the number/],
      ['twilio-30006', /landline.*mobile phone/],
      ['twilio-30007', /filtered.*differently/],
      ['twilio-30008', /did not say why.*again/],
      ['twilio-30034', /A2P 10DLC.*Register/],
    ],
  },
  {
    title: 'Clickatell classic, behind HTTP 200',
    row: shippedRow('Clickatell HTTPS'),
    answer: classic,
    prefix: 'clickatell-',
    hidden: true,
    expected: [
      ['clickatell-001', /credentials.*user, password and api_id/],
      ['clickatell-002', /user name.*Correct user and password/],
      ['clickatell-003', /session_id.*Remove session_id/],
      ['clickatell-004', /frozen/],
      ['clickatell-005', /neither a session_id.*Write user/],
      ['clickatell-007', /IP lockdown.*Policy Service nodes/],
      ['clickatell-100', /cannot read the body.*application\/json/],
      ['clickatell-101', /101 as it says.*Compare the URL/],
      ['clickatell-102', /udh.*Remove udh/],
      ['clickatell-103', /message id.*sendmsg/],
      ['clickatell-104', /client message id.*Remove cliMsgId/],
      ['clickatell-105', /"15556661212".*form of the number is right/],
      ['clickatell-106', /sender "17752874976".*registered/],
      ['clickatell-107', /no text.*&text=/],
      ['clickatell-108', /api_id.*API ID/],
      ['clickatell-109', /message id.*sendmsg/],
      ['clickatell-113', /more parts.*concat=3/],
      ['clickatell-114', /no route to "15556661212".*country code/],
      ['clickatell-115', /expired.*again/],
      ['clickatell-116', /unicode=1.*Remove unicode=1/],
      ['clickatell-120', /delivery time.*deliv_time/],
      ['clickatell-121', /blocked.*release/],
      ['clickatell-122', /opted out/],
      ['clickatell-123', /"17752874976" is not approved/],
      ['clickatell-128', /delisted/],
      ['clickatell-130', /130 as it says.*Wait/],
      ['clickatell-201', /batch id.*Remove/],
      ['clickatell-202', /template.*sendmsg/],
      ['clickatell-301', /no credit left.*Buy/],
      ['clickatell-901', /error of its own.*again later/],
      ['clickatell-error', /Clickatell refused.*list of API error codes/],
    ],
  },
  {
    title: 'Clickatell Platform, behind HTTP 202',
    row: platformRow(),
    answer: platform,
    prefix: 'clickatell-platform-',
    hidden: true,
    expected: [
      ['clickatell-platform-100', /cannot read.*&content=/],
      ['clickatell-platform-101', /101 as it says.*Compare/],
      ['clickatell-platform-105', /"15556661212".*form of the number is right/],
      ['clickatell-platform-106', /sender.*linked to this integration/],
      ['clickatell-platform-107', /no text.*&content=/],
      ['clickatell-platform-108', /API key.*apiKey in the URL/],
      ['clickatell-platform-113', /more parts.*Shorten/],
      ['clickatell-platform-114', /no route.*country code/],
      ['clickatell-platform-120', /delivery time/],
      ['clickatell-platform-121', /blocked/],
      ['clickatell-platform-122', /opted out/],
      ['clickatell-platform-128', /delisted/],
      ['clickatell-platform-130', /as many messages.*later/],
      ['clickatell-platform-301', /no credit left.*Buy/],
      ['clickatell-platform-901', /error of its own.*later/],
      ['clickatell-platform-error', /refused.*Platform documentation/],
    ],
  },
  {
    title: 'Clickatell One API, one row of the answer',
    row: platformRow(),
    answer: oneApi,
    prefix: 'clickatell-one-api-',
    hidden: true,
    expected: [
      ['clickatell-one-api-1', /API key.*Correct/],
      ['clickatell-one-api-2', /account is inactive/],
      ['clickatell-one-api-3', /integration is inactive/],
      ['clickatell-one-api-7', /address of the request/],
      ['clickatell-one-api-18', /error of its own/],
      ['clickatell-one-api-19', /not available/],
      ['clickatell-one-api-20', /no credit left/],
      ['clickatell-one-api-21', /cannot read.*JSON in Data/],
      ['clickatell-one-api-22', /too many messages/],
      ['clickatell-one-api-23', /23 as it says/],
      ['clickatell-one-api-24', /too long.*Shorten/],
      ['clickatell-one-api-25', /"15556661212".*form of the number is right/],
      ['clickatell-one-api-26', /opted out/],
      ['clickatell-one-api-27', /channel.*"sms"/],
      ['clickatell-one-api-28', /sandbox/],
      ['clickatell-one-api-38', /channel is not available/],
      ['clickatell-one-api-39', /channel is not supported/],
      ['clickatell-one-api-40', /charset/],
      ['clickatell-one-api-41', /nothing at https:\/\/platform/],
      ['clickatell-one-api-42', /method.*POST/],
      ['clickatell-one-api-43', /too many requests/],
      ['clickatell-one-api-44', /suspended/],
      ['clickatell-one-api-45', /not related to this integration/],
      ['clickatell-one-api-46', /demo.*expired/],
      ['clickatell-one-api-100', /more parts/],
      ['clickatell-one-api-101', /two-way/],
      ['clickatell-one-api-110', /USA/],
      ['clickatell-one-api-111', /USA needs a sender/],
      ['clickatell-one-api-error', /refused/],
    ],
  },
  {
    title: 'Telnyx',
    row: telnyxRow({ emulator: { authorization: 'bearer' } }),
    answer: telnyx,
    prefix: 'telnyx-',
    hidden: false,
    expected: [
      ['telnyx-10002', /"\+15556661212".*form of the number is right/],
      ['telnyx-10004', /misses a parameter: 10004 as it says/],
      ['telnyx-10005', /nothing at https:\/\/api\.telnyx\.com/],
      ['telnyx-10009', /credentials.*organization_id/],
      ['telnyx-10010', /may not send/],
      ['telnyx-10011', /too many requests/],
      ['telnyx-10015', /cannot read the request/],
      ['telnyx-10016', /wants "\+15556661212" with \+/],
      ['telnyx-40001', /no route/],
      ['telnyx-40002', /spam for this moment/],
      ['telnyx-40003', /blocked as spam/],
      ['telnyx-40005', /expired/],
      ['telnyx-40008', /could not be delivered/],
      ['telnyx-error', /Telnyx refused/],
    ],
  },
  {
    title: 'Vonage, behind HTTP 200',
    row: vonageRow(),
    answer: vonage,
    prefix: 'vonage-',
    hidden: true,
    expected: [
      ['vonage-1', /too many messages/],
      ['vonage-2', /misses a parameter: 2 as it says.*api_key/],
      ['vonage-3', /parameter wrong: 3 as it says/],
      ['vonage-4', /api_key with api_secret.*dashboard/],
      ['vonage-5', /error of its own/],
      ['vonage-6', /"15556661212".*form of the number is right/],
      ['vonage-7', /"15556661212" is barred/],
      ['vonage-8', /account is barred/],
      ['vonage-9', /no credit left/],
      ['vonage-10', /too many connections/],
      ['vonage-11', /may not use this API/],
      ['vonage-12', /too long.*Shorten/],
      ['vonage-14', /signature.*Remove sig/],
      ['vonage-15', /sender "Lab".*may use/],
      ['vonage-22', /network code/],
      ['vonage-23', /callback/],
      ['vonage-29', /test list/],
      ['vonage-32', /both a signature/],
      ['vonage-33', /no longer active/],
      ['vonage-error', /Vonage refused/],
    ],
  },
];

describe('diagnosis: answer', () => {
  for (const { title, row, answer, prefix, expected, hidden } of TABLES) {
    describe(title, () => {
      for (const [rule, says] of expected) {
        it(`${rule}: its own row alone, with the value in it`, () => {
          const code = rule === `${prefix}error` ? '999' : rule.slice(prefix.length);
          const diagnosis = diagnosed(row, { to: TO, answer: answer(code) });
          const one = found(diagnosis, rule);
          assert.match(`${one.problem} ${one.remedy}`, says);
          assert.doesNotMatch(`${one.problem} ${one.remedy}`, /\{\w+\}/);
          assert.equal(one.certainty, 'cause');
          assert.match(one.evidence.join('\n'), /as it says|error_code/);
          const causes = diagnosis.filter(({ certainty }) => certainty === 'cause');
          assert.deepEqual(rulesOf(causes), [rule]);
          assert.equal(rulesOf(diagnosis).includes(HIDDEN), hidden);
        });
      }
    });
  }

  it('every code of every table has its row here', () => {
    const tested = TABLES.flatMap(({ expected }) => expected.map(([rule]) => rule));
    const coded = family.rules
      .map(({ name }) => name)
      .filter((name) => TABLES.some(({ prefix }) => name.startsWith(prefix)));
    assert.deepEqual(
      coded.filter((name) => !tested.includes(name) && name !== 'clickatell-platform-two-way'),
      [],
    );
  });

  it('clickatell-platform-two-way: when only words say that the sender is not related, it is known', () => {
    const body = {
      messages: [],
      error: 'Two-Way integration error - From number is not related to integration',
    };
    const diagnosis = diagnosed(platformRow(), { answer: { status: '202 Accepted', body } });
    assert.match(found(diagnosis, 'clickatell-platform-two-way').problem, /not related to this two-way/);
  });

  it('REST 207: each refused row is told with its own number, the accepted one is not', () => {
    const row = (to: string, code?: string) => ({
      accepted: code === undefined,
      to,
      apiMessageId: code === undefined ? 'a' : '',
      ...(code === undefined ? {} : { error: { code, description: 'no' } }),
    });
    const body = { data: { message: [row('111111111'), row('333', '105'), row('444', '114')] } };
    const diagnosis = diagnosed(shippedRow('Clickatell REST'), {
      answer: { status: '207 Multi-Status', body },
    });
    assert.match(found(diagnosis, 'clickatell-105').problem, /"333"/);
    assert.match(found(diagnosis, 'clickatell-114').problem, /"444"/);
    assert.match(found(diagnosis, HIDDEN).problem, /HTTP 207/);
    assert.doesNotMatch(JSON.stringify(diagnosis.map(({ problem }) => problem)), /111111111/);
  });

  it('REST, the whole request refused: clickatell-001', () => {
    const body = { error: { code: '001', description: 'Authentication failed', documentation: 'http://x' } };
    const diagnosis = diagnosed(shippedRow('Clickatell REST'), {
      answer: { status: '401 Unauthorized', body },
    });
    assert.deepEqual(rulesOf(diagnosis), ['clickatell-001']);
  });

  it('classic, several numbers: the refused one is named', () => {
    const body =
      'ID: 205e85d0578314037a96175249fc6a2b To: 27999112345\nERR: 105, Invalid Destination Address To: 333\n';
    const diagnosis = diagnosed(shippedRow('Clickatell HTTPS'), { answer: { status: '200 OK', body } });
    assert.match(found(diagnosis, 'clickatell-105').problem, /"333"/);
  });

  it('Twilio in XML: twilio-21603', () => {
    const body =
      "<?xml version='1.0'?><TwilioResponse><RestException><Code>21603</Code><Message>A 'From' phone number is required.</Message></RestException></TwilioResponse>";
    const diagnosis = diagnosed(shippedRow('Twilio'), { answer: { status: '400 Bad Request', body } });
    assert.deepEqual(rulesOf(diagnosis), ['twilio-21603']);
  });

  it('nothing is said about an answer that took the message', () => {
    const body = { sid: 'SM1', account_sid: 'AC1', status: 'queued', error_code: null, error_message: null };
    assert.deepEqual(
      rulesOf(diagnosed(shippedRow('Twilio'), { answer: { status: '201 Created', body } })),
      [],
    );
    const id = { status: '200 OK', body: `ID: 205e85d0578314037a96175249fc6a2b\n` };
    assert.deepEqual(rulesOf(diagnosed(shippedRow('Clickatell HTTPS'), { answer: id })), []);
  });

  it(`the sender in a sentence is the one that was sent, ${FROM}`, () => {
    const diagnosis = diagnosed(shippedRow('Twilio'), { answer: twilio('400 Bad Request')('21606') });
    assert.ok(found(diagnosis, 'twilio-21606').problem.includes(FROM));
  });
});
