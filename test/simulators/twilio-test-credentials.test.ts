import assert from 'node:assert/strict';
import { LAB_CREDENTIALS } from '../../src/simulators/index.ts';
import { type Lab, startLab } from './lab.ts';
import { basic, twilioClient } from './twilio-client.ts';

const { test } = LAB_CREDENTIALS.twilio;

describe('Twilio: test credentials', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ choices: { twilioStepMs: 1 } });
  });
  afterEach(() => lab.close());

  const { post } = twilioClient(() => lab);

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
