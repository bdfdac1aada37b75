import { type AnswerTable, rowsOf } from './row.ts';

const AGAIN = 'Wait and send again; if it stays, look at status.twilio.com.';
const FORM =
  'Set Data to exactly $message$ and "HTTP POST data content type" to application/x-www-form-urlencoded.';
const OWN_NUMBER =
  'Write a number that your Twilio account owns and that can send SMS into the URL as ?From=%2B…; the console lists them under Phone Numbers.';
const SERVICE =
  'Open the Messaging Service in the Twilio console and correct it, or use ?From=%2B… in the URL instead.';

/** Twilio's error codes for Messages, those of the request and those of the delivery. */
export const twilio: AnswerTable = {
  prefix: 'twilio',
  vendor: 'Twilio',
  source: "Twilio's error dictionary, twilio.com/docs/api/errors, and answers seen on the wire.",
  rows: rowsOf([
    [
      '20003',
      'credentials',
      'Twilio does not know the user name "{user}" with this password.',
      'Write the Account SID (AC…) into "HTTPS Username" and the Auth Token of the same account into "HTTPS Password".',
    ],
    [
      '20004',
      'parameters',
      'Twilio does not allow this HTTP method at {url}.',
      'Turn "Use HTTP POST method for data portion" on and let the URL end in /Messages.json.',
    ],
    [
      '20008',
      'account',
      'The test credentials "{user}" may not use this part of Twilio.',
      'Use the live Account SID and Auth Token, or send to /Messages.json only.',
    ],
    [
      '20009',
      'provider',
      'Twilio does not change a message that is still on its way.',
      'Wait until the message is delivered or failed.',
    ],
    [
      '20404',
      'parameters',
      'Twilio has nothing at {url}.',
      'Correct the URL: https://api.twilio.com/2010-04-01/Accounts/<Account SID>/Messages.json with the Account SID of "HTTPS Username".',
    ],
    [
      '20429',
      'provider',
      'Twilio got too many requests at the same time and did not process this one.',
      'Send again a little later, with fewer messages at once.',
    ],
    ['20500', 'provider', 'Twilio had an error of its own: {said}.', AGAIN],
    ['20503', 'provider', 'Twilio is not available at the moment: {said}.', AGAIN],
    [
      '21211',
      'number',
      'Twilio does not take "{to}" as a phone number.',
      'Enter the number with + and country code, without a leading 0: +15556661212.',
    ],
    [
      '21212',
      'sender',
      'Twilio does not take the sender "{from}" as a number, short code or name.',
      'Correct From in the URL: ?From=%2B and the country code and number that your Twilio account owns.',
    ],
    [
      '21266',
      'sender',
      'The sender "{from}" and the recipient "{to}" are the same number.',
      'Send to another number than the one in From.',
    ],
    [
      '21408',
      'account',
      'Your Twilio account may not send to the country of "{to}".',
      'Allow the country in the Twilio console under Messaging > Settings > Geo permissions.',
    ],
    ['21602', 'text', 'Twilio found no text in the request.', FORM],
    [
      '21603',
      'sender',
      'Twilio found no sender: the request has no From that it reads.',
      'Add ?From=%2B and your Twilio number to the URL, with a capital F.',
    ],
    ['21604', 'parameters', 'Twilio found no recipient: the request has no To that it reads.', FORM],
    ['21606', 'sender', 'Your Twilio account may not send SMS from "{from}".', OWN_NUMBER],
    [
      '21608',
      'account',
      'A Twilio trial account may not send to "{to}", which is not verified.',
      'Verify the number in the Twilio console under Verified Caller IDs, or upgrade the account.',
    ],
    [
      '21609',
      'parameters',
      'The StatusCallback in the URL is no address that Twilio can call.',
      'Remove StatusCallback from the URL or write a public http or https address.',
    ],
    [
      '21610',
      'number',
      '"{to}" has unsubscribed from "{from}" by answering STOP.',
      'Let the owner of the phone send START to the sender, or use another sender.',
    ],
    [
      '21611',
      'provider',
      'The sender "{from}" has too many messages waiting at Twilio.',
      'Wait until they are sent, or use a Messaging Service with more numbers.',
    ],
    [
      '21612',
      'number',
      'Twilio cannot reach "{to}" from the sender "{from}".',
      'Use a sender of the same country as the recipient, or one that may send abroad.',
    ],
    [
      '21614',
      'number',
      '"{to}" is not a mobile number.',
      'Enter the number of a mobile phone, with + and country code.',
    ],
    [
      '21617',
      'text',
      'The text is longer than the 1600 characters that Twilio takes.',
      'Shorten the SMS text of the portal, or turn "Break up long message into multiple parts" on.',
    ],
    ['21619', 'text', 'Twilio found neither a text nor a picture in the request.', FORM],
    [
      '21620',
      'parameters',
      'The MediaUrl in the request is no address that Twilio can load.',
      'Remove MediaUrl from the URL.',
    ],
    ['21623', 'parameters', 'The request has more than ten MediaUrl.', 'Remove MediaUrl from the URL.'],
    [
      '21653',
      'parameters',
      'The request names more than one recipient: "{to}".',
      'Leave one number in To; ISE adds it by itself when Data is exactly $message$.',
    ],
    ['21659', 'sender', 'The sender "{from}" is not a Twilio number of this account.', OWN_NUMBER],
    ['21660', 'sender', 'The sender "{from}" belongs to another Twilio account than "{user}".', OWN_NUMBER],
    ['21661', 'sender', 'The sender "{from}" cannot send SMS.', OWN_NUMBER],
    ['21701', 'sender', 'The Messaging Service in the URL does not exist in this account.', SERVICE],
    ['21703', 'sender', 'The Messaging Service in the URL has no sender available.', SERVICE],
    ['21704', 'sender', 'The Messaging Service in the URL contains no phone number.', SERVICE],
    ['21705', 'sender', 'The Messaging Service in the URL is invalid.', SERVICE],
    [
      '21910',
      'sender',
      'The sender "{from}" and the recipient "{to}" are not of the same kind (SMS, WhatsApp).',
      'Write both as plain numbers with +.',
    ],
    [
      '14107',
      'provider',
      'The sender has answered too often in 30 seconds, so Twilio stopped this message.',
      'Send fewer messages to the same number, and wait half a minute.',
    ],
    [
      '30001',
      'provider',
      'The message waited too long in the queue of "{from}" at Twilio.',
      'Send fewer messages at once, or use a Messaging Service with more numbers.',
    ],
    [
      '30002',
      'account',
      'The Twilio account "{user}" is suspended.',
      'Look for the reason in the Twilio console and settle it there.',
    ],
    [
      '30003',
      'number',
      'The phone "{to}" cannot be reached: it is off, out of range or not connected.',
      'Switch the phone on and send again.',
    ],
    [
      '30004',
      'number',
      'The message to "{to}" is blocked, by its owner or by the carrier.',
      'Ask the owner to allow messages from "{from}", or use another sender.',
    ],
    [
      '30005',
      'number',
      'The number "{to}" is unknown or no longer in use.',
      'Check the number with the guest.',
    ],
    [
      '30006',
      'number',
      '"{to}" is a landline, or its carrier cannot be reached.',
      'Enter the number of a mobile phone.',
    ],
    [
      '30007',
      'text',
      'The carrier filtered the message to "{to}" as unwanted.',
      'Word the SMS text differently, without links, and register the sender "{from}" for this use.',
    ],
    [
      '30008',
      'provider',
      'The carrier did not say why the message to "{to}" failed.',
      'Send again, and try another phone or carrier to narrow it down.',
    ],
    [
      '30034',
      'sender',
      'The sender "{from}" is not registered for SMS in the USA (A2P 10DLC).',
      'Register the sender in the Twilio console under Regulatory Compliance, or use a toll-free number that is verified.',
    ],
  ]),
  unknown: {
    problem: 'Twilio refused the message: {said}.',
    remedy: 'Look the code up at twilio.com/docs/api/errors and correct what it names.',
  },
};
