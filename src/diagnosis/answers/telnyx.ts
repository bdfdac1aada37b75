import { type AnswerTable, rowsOf } from './row.ts';

const E164 = 'Enter the number with + and country code, without a leading 0: +15556661212.';
const KEY =
  'Use the Twilio-compatible URL of Telnyx, with the organization_id in "HTTPS Username" and the API key in "HTTPS Password".';

/** Telnyx v2, `{"errors":[{code, title, detail}]}`. */
export const telnyx: AnswerTable = {
  prefix: 'telnyx',
  vendor: 'Telnyx',
  source: "Telnyx's documentation of the v2 messaging errors.",
  rows: rowsOf([
    ['10002', 'number', 'Telnyx does not take "{to}" as a phone number.', E164],
    ['10004', 'parameters', 'Telnyx misses a parameter: {said}.', 'Add what the answer names to Data.'],
    ['10005', 'parameters', 'Telnyx has nothing at {url}.', 'Correct the URL.'],
    ['10009', 'credentials', 'Telnyx does not accept the credentials: {said}.', KEY],
    [
      '10010',
      'account',
      'This Telnyx key may not send messages: {said}.',
      'Give the key the right in the Telnyx portal.',
    ],
    [
      '10011',
      'provider',
      'Telnyx got too many requests.',
      'Send again a little later, with fewer messages at once.',
    ],
    ['10015', 'parameters', 'Telnyx cannot read the request: {said}.', 'Correct Data as the answer says.'],
    ['10016', 'number', 'Telnyx wants "{to}" with + in front.', E164],
    ['40001', 'number', 'Telnyx has no route to "{to}".', 'Check the number; it must be a mobile phone.'],
    ['40002', 'text', 'The message was blocked as spam for this moment.', 'Word the SMS text differently.'],
    [
      '40003',
      'text',
      'The message was blocked as spam.',
      'Word the SMS text differently and register the sender.',
    ],
    ['40005', 'provider', 'The message expired before it was sent.', 'Send it again.'],
    [
      '40008',
      'number',
      'The message to "{to}" could not be delivered.',
      'Check that the phone is on, and send again.',
    ],
  ]),
  unknown: {
    problem: 'Telnyx refused the message: {said}.',
    remedy: 'Look the code up at developers.telnyx.com and correct what it names.',
  },
};
