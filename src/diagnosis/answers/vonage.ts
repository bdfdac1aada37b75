import { type AnswerTable, rowsOf } from './row.ts';

const KEYS = 'Correct api_key and api_secret in the URL; the Vonage dashboard shows both.';
const SENDER = 'Write a sender that your Vonage account may use into from in the URL.';

/** Vonage's status of a message; always with HTTP 200. */
export const vonage: AnswerTable = {
  prefix: 'vonage',
  vendor: 'Vonage',
  source: "Vonage's documentation of the SMS API, status codes.",
  rows: rowsOf([
    [
      '1',
      'provider',
      'Vonage got too many messages a second.',
      'Send again a little later, with fewer at once.',
    ],
    [
      '2',
      'parameters',
      'Vonage misses a parameter: {said}.',
      'Let the URL have api_key, api_secret, from, to=$mobilenumber$ and end in &text=, with Data $message$.',
    ],
    [
      '3',
      'parameters',
      'Vonage finds a parameter wrong: {said}.',
      'Correct the parameter that the answer names.',
    ],
    ['4', 'credentials', 'Vonage does not accept api_key with api_secret.', KEYS],
    ['5', 'provider', 'Vonage had an error of its own.', 'Send again later.'],
    [
      '6',
      'number',
      'Vonage cannot process the message to "{to}".',
      'Enter the number with country code, digits only.',
    ],
    ['7', 'number', 'The number "{to}" is barred.', 'Ask Vonage about this number.'],
    ['8', 'account', 'The Vonage account is barred.', 'Settle it with Vonage.'],
    ['9', 'account', 'The Vonage account has no credit left.', 'Buy credit for the account.'],
    ['10', 'provider', 'Vonage has too many connections of this account.', 'Send again a little later.'],
    ['11', 'account', 'The Vonage account may not use this API.', 'Have Vonage enable the SMS API.'],
    ['12', 'text', 'The text is too long for Vonage.', 'Shorten the SMS text of the portal.'],
    [
      '14',
      'credentials',
      'The signature in the request is wrong.',
      'Remove sig from the URL and write api_secret.',
    ],
    ['15', 'sender', 'Vonage does not allow the sender "{from}".', SENDER],
    ['22', 'parameters', 'The network code is wrong.', 'Remove network-code from the URL.'],
    ['23', 'parameters', 'The callback address is wrong.', 'Remove callback from the URL.'],
    [
      '29',
      'account',
      '"{to}" is not on the test list of this trial account.',
      'Add the number, or pay into the account.',
    ],
    ['32', 'credentials', 'The request has both a signature and a secret.', 'Remove sig from the URL.'],
    ['33', 'number', 'The number "{to}" is no longer active.', 'Check the number with the guest.'],
  ]),
  unknown: {
    problem: 'Vonage refused the message: {said}.',
    remedy: "Look the status up in Vonage's SMS API reference and correct what it names.",
  },
};
