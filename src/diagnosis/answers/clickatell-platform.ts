import { type AnswerTable, rowsOf } from './row.ts';

const KEY =
  'Correct apiKey in the URL: the key stands in the Clickatell portal at the integration that you use.';
const NUMBER = 'Enter the number with its country code and digits only, e.g. 15556661212.';
const RELATED = 'Remove from out of the URL, or write a number that is linked to this integration.';
const TEXT = 'Shorten the SMS text of the portal.';
const LATER = 'Send again later; if it stays, ask Clickatell.';

/** The Platform API answers an integer and a text, with 202 also when it refuses. */
export const clickatellPlatform: AnswerTable = {
  prefix: 'clickatell-platform',
  vendor: 'Clickatell',
  source: "Clickatell's Platform documentation, a test of a public client, and two captures of code 108.",
  rows: rowsOf([
    [
      '100',
      'text',
      'Clickatell cannot read the request.',
      'Let the URL end in &content= and set Data to $message$.',
    ],
    [
      '101',
      'parameters',
      'Clickatell says that a parameter is missing or wrong: {said}.',
      'Compare the URL with https://platform.clickatell.com/messages/http/send?apiKey=…&to=$mobilenumber$&content=.',
    ],
    ['105', 'number', 'Clickatell does not take "{to}" as a destination.', NUMBER],
    ['106', 'sender', 'Clickatell does not allow the sender "{from}".', RELATED],
    ['107', 'text', 'Clickatell found no text.', 'Let the URL end in &content= and set Data to $message$.'],
    ['108', 'credentials', 'The API key of the request is wrong or missing.', KEY],
    ['113', 'text', 'The text needs more parts than Clickatell may join.', TEXT],
    [
      '114',
      'number',
      'Clickatell has no route to "{to}".',
      'Check the country code, then ask Clickatell for coverage.',
    ],
    ['120', 'parameters', 'The delivery time is wrong.', 'Remove the delivery time from the URL.'],
    ['121', 'number', 'The number "{to}" is blocked.', 'Ask Clickatell to release the number.'],
    ['122', 'number', 'The owner of "{to}" has opted out.', 'Let the owner opt in again.'],
    ['128', 'number', 'The number "{to}" is delisted.', 'Ask Clickatell about this number.'],
    ['130', 'provider', 'The account has sent as many messages as it may for now.', LATER],
    ['301', 'account', 'The Clickatell account has no credit left.', 'Buy credit for the account.'],
    ['901', 'provider', 'Clickatell had an error of its own.', LATER],
    ['two-way', 'sender', 'The sender "{from}" is not related to this two-way integration.', RELATED],
  ]),
  unknown: {
    problem: 'Clickatell refused the message: {said}.',
    remedy: "Look the text up in Clickatell's Platform documentation and correct what it names.",
  },
};

/** The One API nests its error, with numbers of its own. */
export const clickatellOneApi: AnswerTable = {
  prefix: 'clickatell-one-api',
  vendor: 'Clickatell',
  source: "Clickatell's documentation of the One API, its table of error codes.",
  rows: rowsOf([
    ['1', 'credentials', 'The API key of the request is wrong or missing.', KEY],
    ['2', 'account', 'The Clickatell account is inactive.', 'Activate the account in the Clickatell portal.'],
    ['3', 'account', 'The integration is inactive.', 'Activate the integration in the Clickatell portal.'],
    [
      '7',
      'account',
      'Clickatell does not allow the address of the request.',
      'Add it to the allowed addresses.',
    ],
    ['18', 'provider', 'Clickatell had an error of its own.', LATER],
    ['19', 'provider', 'Clickatell is not available at the moment.', LATER],
    ['20', 'account', 'The Clickatell account has no credit left.', 'Buy credit for the account.'],
    ['21', 'text', 'Clickatell cannot read the body.', 'Correct the JSON in Data.'],
    ['22', 'parameters', 'The request holds too many messages.', 'Leave one message in Data.'],
    ['23', 'parameters', 'A parameter is wrong or missing: {said}.', 'Correct the parameter in Data.'],
    ['24', 'text', 'The text is too long.', TEXT],
    ['25', 'number', 'Clickatell does not take "{to}" as a recipient.', NUMBER],
    ['26', 'number', 'The owner of "{to}" has opted out.', 'Let the owner opt in again.'],
    ['27', 'number', '"{to}" is not reachable on this channel.', 'Set "channel" in Data to "sms".'],
    [
      '28',
      'account',
      '"{to}" is not registered in the sandbox.',
      'Register the number, or leave the sandbox.',
    ],
    ['38', 'parameters', 'The channel is not available.', 'Set "channel" in Data to "sms".'],
    ['39', 'parameters', 'The channel is not supported.', 'Set "channel" in Data to "sms".'],
    ['40', 'parameters', 'The charset is wrong.', 'Remove "charset" from Data.'],
    ['41', 'parameters', 'Clickatell has nothing at {url}.', 'Correct the URL.'],
    ['42', 'parameters', 'Clickatell does not allow this method here.', 'Turn "Use HTTP POST" on.'],
    ['43', 'provider', 'Clickatell got too many requests.', LATER],
    ['44', 'sender', 'The sender "{from}" is suspended.', 'Write another sender.'],
    ['45', 'sender', 'The sender "{from}" is not related to this integration.', RELATED],
    ['46', 'account', 'The demo account has expired.', 'Upgrade the account.'],
    ['100', 'text', 'The text needs more parts than Clickatell may join.', TEXT],
    ['101', 'account', 'The integration has no two-way messaging.', RELATED],
    ['110', 'account', 'This account may not send to the USA.', 'Ask Clickatell to enable the USA.'],
    ['111', 'sender', 'Sending to the USA needs a sender.', 'Write a from number that Clickatell gave you.'],
  ]),
  unknown: {
    problem: 'Clickatell refused the message: {said}.',
    remedy: "Look the code up in Clickatell's One API documentation and correct what it names.",
  },
};
