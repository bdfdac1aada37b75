import assert from 'node:assert/strict';
import { number } from '../../src/diagnosis/number.ts';
import { describeFamily, type RuleRow } from '../support/describe-family.ts';
import { diagnosed, rulesOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

const INVALID_TO = {
  status: '400 Bad Request',
  body: {
    code: 21211,
    message: "Invalid 'To' Phone Number: 44770090XXXX",
    more_info: 'https://x',
    status: 400,
  },
};
const ERR_105 = { status: '200 OK', body: 'ERR: 105, Invalid Destination Address' };
const TWILIO_URL =
  'https://api.twilio.com/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json';
const from = (sender: string) => shippedRow('Twilio', { url: `${TWILIO_URL}?From=${sender}` });
const FORM = httpProvider({
  url: 'https://gateway.example/send',
  useHttpPost: true,
  httpPostContentType: 'application/x-www-form-urlencoded',
  data: 'to=$mobilenumber$&text=$message$',
});

const ROWS: RuleRow[] = [
  {
    rule: 'plus-read-as-blank',
    finds: [FORM, { to: '+447700900000' }],
    says: /"\+447700900000" in to is not escaped/,
    certainty: 'suspect',
    first: true,
    misses: [FORM, { to: '447700900000' }],
  },
  {
    rule: 'number-without-plus',
    finds: [shippedRow('Twilio'), { to: '447700900000', answer: INVALID_TO }],
    says: /Twilio wants numbers with \+ and country code, and got "447700900000"/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { to: '+447700900000', answer: INVALID_TO }],
  },
  {
    rule: 'number-without-plus',
    finds: [shippedRow('Twilio', { emulator: { plus: 'strip' } }), { sample: true }],
    says: /got "15556661212"/,
    remedy: /emulator\.plus/,
    certainty: 'suspect',
    misses: [shippedRow('Twilio'), { sample: true, to: '5551234567' }],
  },
  {
    rule: 'number-without-plus',
    finds: [telnyxRow(), { to: '447700900000' }],
    says: /Telnyx's own API \(v2\) wants numbers with \+/,
    certainty: 'cause',
    misses: [shippedRow('Clickatell REST'), { to: '447700900000' }],
  },
  {
    rule: 'number-with-plus',
    finds: [shippedRow('Clickatell REST', { emulator: { plus: 'keep' } }), { to: '+447700900000' }],
    says: /digits only, and got "\+447700900000"/,
    certainty: 'suspect',
    misses: [shippedRow('Clickatell REST'), { to: '+447700900000' }],
  },
  {
    rule: 'number-with-dialling-prefix',
    finds: [shippedRow('Clickatell HTTPS'), { to: '00447700900000', answer: ERR_105 }],
    says: /"00447700900000" begins with 00/,
    remedy: /Enter \+447700900000/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Clickatell HTTPS'), { to: '447700900000', answer: ERR_105 }],
  },
  {
    rule: 'number-without-country',
    finds: [shippedRow('Clickatell HTTPS'), { to: '07700 900000', answer: ERR_105 }],
    says: /"07700900000" has no country code/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Clickatell HTTPS'), { to: '+447700900000', answer: ERR_105 }],
  },
  {
    rule: 'number-without-country',
    finds: [shippedRow('Clickatell HTTPS'), { to: '(555) 123-4567' }],
    says: /"5551234567" has no country code/,
    certainty: 'suspect',
    misses: [shippedRow('Clickatell HTTPS'), { to: '1 (555) 123-4567' }],
  },
  {
    rule: 'trunk-zero-in-number',
    finds: [shippedRow('Twilio'), { to: '+44 (0)7700 900000', answer: INVALID_TO }],
    says: /The \(0\) in "\+44 \(0\)7700 900000"/,
    remedy: /Enter \+44 7700 900000/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { to: '+44 7700 900000', answer: INVALID_TO }],
  },
  {
    rule: 'number-of-impossible-length',
    finds: [vonageRow(), { to: '+44123' }],
    says: /"44123" has 5 digits/,
    certainty: 'cause',
    first: true,
    misses: [vonageRow(), { to: '+4412345' }],
  },
  {
    rule: 'letters-in-number',
    finds: [vonageRow(), { to: '+1 800 FLOWERS 12' }],
    says: /"FLOWERS" in the number/,
    certainty: 'cause',
    misses: [vonageRow(), { to: '+1 800 356 9377' }],
  },
  {
    rule: 'sender-is-recipient',
    finds: [shippedRow('Twilio'), { to: '+17752874976' }],
    says: /the same number, \+17752874976/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { to: '+17752874977' }],
  },
  {
    rule: 'sender-without-plus',
    finds: [from('17752874976')],
    says: /"17752874976" has no \+, which Twilio wants/,
    certainty: 'suspect',
    misses: [from('12345')],
  },
  {
    rule: 'sender-name-not-allowed',
    finds: [from('Our+Guest+Network')],
    says: /"Our\+Guest\+Network" has 17 characters|"Our Guest Network" has 17 characters/,
    certainty: 'suspect',
    misses: [from('GuestNet')],
  },
];

describe('diagnosis: number', () => {
  describeFamily(number, ROWS);

  it('number-without-plus: when Twilio says 21211, the number comes before the answer', () => {
    const rules = rulesOf(diagnosed(shippedRow('Twilio'), { to: '447700900000', answer: INVALID_TO }));
    assert.deepEqual(rules.slice(0, 2), ['number-without-plus', 'twilio-21211']);
  });

  it('number-without-plus: when the failure is about the sender, the number is only suspected', () => {
    const answer = { ...INVALID_TO, body: { ...INVALID_TO.body, code: 21606 } };
    const diagnosis = diagnosed(shippedRow('Twilio'), { to: '447700900000', answer });
    assert.equal(diagnosis[0]?.rule, 'twilio-21606');
    assert.equal(diagnosis.find(({ rule }) => rule === 'number-without-plus')?.certainty, 'suspect');
  });
});
