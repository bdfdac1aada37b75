import { type AnswerTable, rowsOf } from './row.ts';

const NUMBER =
  'Enter the number with its country code and digits only: 15556661212, without +, 00 or a leading 0.';

/** The codes that Clickatell's classic HTTP API and its REST API share. */
export const clickatell: AnswerTable = {
  prefix: 'clickatell',
  vendor: 'Clickatell',
  source: "Clickatell's table of API error codes (HTTP and REST), and answers seen on the wire.",
  rows: rowsOf([
    [
      '001',
      'credentials',
      'Clickatell does not accept the credentials of this request, user "{user}".',
      'Correct user, password and api_id in the URL; for the REST API, write its key into "HTTPS Password" and leave "HTTPS Username" empty.',
    ],
    [
      '002',
      'credentials',
      'Clickatell does not know this user name with this password.',
      'Correct user and password in the URL.',
    ],
    [
      '003',
      'credentials',
      'The session_id in the URL has expired.',
      'Remove session_id from the URL and write user, password and api_id instead.',
    ],
    ['004', 'account', 'The Clickatell account is frozen.', 'Ask Clickatell to release the account.'],
    [
      '005',
      'credentials',
      'The request has neither a session_id nor user and password.',
      'Write user, password and api_id into the URL.',
    ],
    [
      '007',
      'account',
      "Clickatell does not allow the address that the request came from: the API's IP lockdown.",
      'Add the public address of the ISE Policy Service nodes to the allowed addresses of this API, or turn the lockdown off.',
    ],
    [
      '100',
      'text',
      'Clickatell cannot read the body of the request.',
      'Set Data to exactly $message$ and "HTTP POST data content type" to application/json.',
    ],
    [
      '101',
      'parameters',
      'Clickatell says that a parameter is missing or wrong: {said}.',
      'Compare the URL with {example} and keep Data exactly $message$.',
    ],
    ['102', 'parameters', 'The udh in the request is wrong.', 'Remove udh from the URL.'],
    ['103', 'parameters', 'Clickatell does not know this message id.', 'Let the URL end in sendmsg?…&text=.'],
    [
      '104',
      'parameters',
      'Clickatell does not know this client message id.',
      'Remove cliMsgId from the URL.',
    ],
    ['105', 'number', 'Clickatell does not take "{to}" as a destination.', NUMBER],
    [
      '106',
      'sender',
      'Clickatell does not allow the sender "{from}".',
      'Write a sender that is registered with your Clickatell account into from in the URL.',
    ],
    [
      '107',
      'text',
      'Clickatell found no text in the request.',
      'Let the URL end in &text= and set Data to $message$.',
    ],
    [
      '108',
      'credentials',
      'The api_id in the URL is missing or belongs to another kind of API.',
      'Write the API ID of this very API (HTTP or REST) into api_id in the URL.',
    ],
    ['109', 'parameters', 'Clickatell misses a message id.', 'Let the URL lead to sendmsg.'],
    [
      '113',
      'text',
      'The text needs more parts than Clickatell may join.',
      'Shorten the SMS text of the portal, or add &concat=3 in front of &text= in the URL.',
    ],
    [
      '114',
      'number',
      'Clickatell has no route to "{to}".',
      'Check the country code; then ask Clickatell whether your account covers this network with the sender "{from}".',
    ],
    ['115', 'provider', 'The message expired before it was delivered.', 'Send it again.'],
    [
      '116',
      'text',
      'The request says unicode=1, but its text is not UCS-2 in hexadecimal digits.',
      'Remove unicode=1 from the URL: ISE cannot write the text that way.',
    ],
    ['120', 'parameters', 'The delivery time in the request is wrong.', 'Remove deliv_time from the URL.'],
    ['121', 'number', 'The number "{to}" is blocked at Clickatell.', 'Ask Clickatell to release the number.'],
    [
      '122',
      'number',
      'The owner of "{to}" has opted out.',
      'Let the owner opt in again, or send to another number.',
    ],
    [
      '123',
      'sender',
      'The sender "{from}" is not approved.',
      'Have the sender approved in your Clickatell account, or write one that is into from in the URL.',
    ],
    ['128', 'number', 'The number "{to}" is delisted at Clickatell.', 'Ask Clickatell about this number.'],
    [
      '130',
      'provider',
      'The account has sent as many messages as it may for now: {said}.',
      'Wait until the time that the answer names, or ask Clickatell for a higher limit.',
    ],
    ['201', 'parameters', 'The batch id in the request is wrong.', 'Remove batch_id from the URL.'],
    ['202', 'parameters', 'The batch has no template.', 'Let the URL lead to sendmsg.'],
    ['301', 'account', 'The Clickatell account has no credit left.', 'Buy credit for the account.'],
    [
      '901',
      'provider',
      'Clickatell had an error of its own.',
      'Send again later; if it stays, ask Clickatell.',
    ],
  ]),
  unknown: {
    problem: 'Clickatell refused the message: {said}.',
    remedy: "Look the code up in Clickatell's list of API error codes and correct what it names.",
  },
};
