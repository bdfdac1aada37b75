import { template } from '../../src/diagnosis/template.ts';
import { describeFamily, type RuleRow } from '../support/describe-family.ts';
import type { Answered } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

const GET = (url: string, data = '$message$') => httpProvider({ url, data });
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const POST = (data: string, httpPostContentType: string, url = 'https://gateway.example/send') =>
  httpProvider({ url, data, httpPostContentType, useHttpPost: true });
const TWILIO_URL =
  'https://api.twilio.com/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json';
const CLASSIC = 'https://api.clickatell.com/http/sendmsg?user=lab&password=lab-password';
const twilioAnswer = (code: number, message = 'no'): Answered => ({
  status: '400 Bad Request',
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 },
});

const SIMULATORS: Answered = {
  status: '404 Not Found',
  body: 'No provider has the path /sms/json. There are:\n  /messages\n',
};

const ROWS: RuleRow[] = [
  {
    rule: 'no-simulator-plays-it',
    finds: [vonageRow(), { answer: SIMULATORS, led: true }],
    says: /No simulator plays rest\.nexmo\.com/,
    remedy: /--live/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { answer: SIMULATORS, led: true }],
  },
  {
    rule: 'misspelt-vendor-host',
    finds: [shippedRow('Twilio', { url: TWILIO_URL.replace('twilio', 'twillio') })],
    says: /"api\.twillio\.com" in "URL".*api\.twilio\.com/,
    remedy: /Write api\.twilio\.com/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio')],
  },
  {
    rule: 'vendor-wants-https',
    finds: [shippedRow('Twilio', { url: `${TWILIO_URL.replace('https', 'http')}?From=%2B17752874976` })],
    says: /begins with http:\/\/, and Twilio/,
    remedy: /https:\/\/api\.twilio\.com/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Global Default')],
  },
  {
    rule: 'misspelt-variable',
    finds: [GET('https://gateway.example/send?to=$mobilnumber$&text=')],
    says: /"\$mobilnumber\$" in "URL"/,
    remedy: /Write \$mobilenumber\$/,
    certainty: 'cause',
    first: true,
    misses: [GET('https://gateway.example/send?to=$MobileNumber$&text=')],
  },
  {
    rule: 'variable-in-other-syntax',
    finds: [GET('https://gateway.example/send?to=%mobilenumber%&text=')],
    says: /"%mobilenumber%" in "URL"/,
    remedy: /Write \$mobilenumber\$/,
    certainty: 'cause',
    misses: [GET('https://gateway.example/send?note=%20message%20x&to=$mobilenumber$&text=')],
  },
  {
    rule: 'no-message-variable',
    finds: [GET('https://gateway.example/send?to=$mobilenumber$&text=', 'Hello')],
    says: /no \$message\$ in "URL" and "Data" of "A provider"/,
    certainty: 'cause',
    first: true,
    misses: [GET('https://gateway.example/send?to=$mobilenumber$&text=$message$', '')],
  },
  {
    rule: 'no-number-variable',
    finds: [GET('https://gateway.example/send?text=')],
    says: /no \$mobilenumber\$ in "URL" and "Data" of "A provider"/,
    certainty: 'cause',
    first: true,
    misses: [POST('$message$', JSON_TYPE)],
  },
  {
    rule: 'message-in-url-of-built-post',
    finds: [POST('$message$', FORM_TYPE, 'https://gateway.example/send?text=$message$')],
    says: /"URL" of "A provider" has \$message\$/,
    certainty: 'suspect',
    misses: [POST('to=$mobilenumber$&x=$message$', FORM_TYPE, 'https://gateway.example/send?text=$message$')],
  },
  {
    rule: 'unreplaced-variable-in-text',
    finds: [
      shippedRow('Twilio'),
      { template: 'Password: $ui_pasword$', text: 'Password: $ui_pasword$', sample: false },
    ],
    says: /"\$ui_pasword\$", which nothing replaced/,
    remedy: /\$ui_password\$/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { template: 'Hello $ui_first_name$', text: 'Hello $ui_pasword$' }],
  },
  {
    rule: 'invalid-url',
    finds: [GET('gateway.example/send?to=$mobilenumber$&text=')],
    says: /"gateway\.example\/send" is no address/,
    certainty: 'cause',
    first: true,
    misses: [GET('HTTPS://gateway.example:8443/send?to=$mobilenumber$&text=')],
  },
  {
    rule: 'fragment-in-url',
    finds: [GET('https://gateway.example/send?key=a#b&to=$mobilenumber$&text=')],
    says: /up to ".*text="/,
    remedy: /%23/,
    certainty: 'cause',
    misses: [GET('https://gateway.example/send?key=a%23b&to=$mobilenumber$&text=')],
  },
  {
    rule: 'unescaped-in-url',
    finds: [GET('https://gateway.example/send?from=+17752874976&to=$mobilenumber$&text=')],
    says: /The \+ in "from=\+17752874976" of "URL"/,
    remedy: /%2B/,
    certainty: 'suspect',
    misses: [shippedRow('Twilio', { url: `${TWILIO_URL}?From=+17752874976` })],
  },
  {
    rule: 'unescaped-in-url',
    finds: [GET('https://gateway.example/send?owner=50%off&to=$mobilenumber$&text=')],
    says: /The % in "owner=50%off"/,
    remedy: /%25/,
    certainty: 'suspect',
    misses: [GET('https://gateway.example/send?owner=50%25off&to=$mobilenumber$&text=')],
  },
  {
    rule: 'unescaped-in-url',
    finds: [GET('https://gateway.example/send?owner=Tea&Cake&to=$mobilenumber$&text=')],
    says: /An & in "URL".*"Cake"/,
    remedy: /%26/,
    certainty: 'suspect',
    misses: [GET('https://gateway.example/send?owner=Tea%26Cake&to=$mobilenumber$&text=')],
  },
  {
    rule: 'unescaped-in-url',
    finds: [GET('https://gateway.example/send?from=My Hotel&to=$mobilenumber$&text=')],
    says: /The blank in "from=My Hotel"/,
    remedy: /%20/,
    certainty: 'suspect',
    misses: [GET('https://gateway.example/send?from=My+Hotel&to=$mobilenumber$&text=')],
  },
  {
    rule: 'parameters-in-get-data',
    finds: [GET('https://gateway.example/send?to=$mobilenumber$', '&text=$message$')],
    says: /never sees "text" in "&text="/,
    remedy: /Move "&text=" to the end of "URL"/,
    certainty: 'cause',
    first: true,
    misses: [GET('https://gateway.example/send?to=$mobilenumber$&text=', 'Code: $message$')],
  },
  {
    rule: 'text-glued-to-url',
    finds: [GET('https://gateway.example/send?to=$mobilenumber$')],
    says: /follows ".*\$mobilenumber\$" without anything between/,
    certainty: 'cause',
    misses: [GET('https://gateway.example/send?to=$mobilenumber$&text=Code:')],
  },
  {
    rule: 'message-exposed',
    finds: [shippedRow('Global Default')],
    says: /api\.clickatell\.com over plain HTTP \(text, password\)/,
    certainty: 'risk',
    misses: [shippedRow('Clickatell HTTPS')],
  },
  {
    rule: 'content-type-contradicts-body',
    finds: [POST('{"to":"$mobilenumber$","text":"$message$"}', 'text/xml')],
    says: /Data is JSON, and .* says text\/xml/,
    remedy: /application\/json/,
    certainty: 'suspect',
    misses: [POST('{"to":"$mobilenumber$","text":"$message$"}', 'application/json; charset=UTF-8')],
  },
  {
    rule: 'content-type-contradicts-body',
    finds: [
      POST('to=$mobilenumber$&text=$message$', JSON_TYPE),
      { answer: { status: '415 Unsupported Media Type' } },
    ],
    says: /Data is a form, and .* says application\/json/,
    certainty: 'cause',
    first: true,
    misses: [POST('to=$mobilenumber$&text=$message$', FORM_TYPE)],
  },
  {
    rule: 'data-is-not-json',
    finds: [POST('{"to":"$mobilenumber$","text":$message$}', JSON_TYPE)],
    says: /":\$message\$" has no quotation marks/,
    certainty: 'cause',
    first: true,
    misses: [POST('{"to":$mobilenumber$,"text":"$message$"}', JSON_TYPE)],
  },
  {
    rule: 'data-is-not-json',
    finds: [POST('{"to":"$mobilenumber$","text":"$message$",}', JSON_TYPE)],
    says: /whatever the message: .*position/,
    certainty: 'cause',
    misses: [POST('{"to":"$mobilenumber$","text":"$message$"}', JSON_TYPE)],
  },
  {
    rule: 'vendor-wants-post',
    finds: [shippedRow('Twilio', { useHttpPost: false })],
    says: /Twilio takes messages by POST only/,
    certainty: 'cause',
    misses: [shippedRow('Clickatell HTTPS')],
  },
  {
    rule: 'body-not-for-vendor',
    finds: [shippedRow('Twilio', { httpPostContentType: JSON_TYPE }), { answer: twilioAnswer(21604) }],
    says: /Twilio .*content type" is application\/json/,
    remedy: /x-www-form-urlencoded/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio', { httpPostContentType: '' })],
  },
  {
    rule: 'body-not-for-vendor',
    finds: [shippedRow('Clickatell HTTPS', { useHttpPost: true, url: `${CLASSIC}&api_id=1&from=1` })],
    says: /Clickatell's HTTP API reads to and text from the URL, and not the body/,
    certainty: 'cause',
    misses: [
      shippedRow('Clickatell HTTPS', {
        useHttpPost: true,
        httpPostContentType: FORM_TYPE,
        data: 'to=$mobilenumber$&text=$message$',
      }),
    ],
  },
  {
    rule: 'extra-data-beside-message',
    finds: [
      shippedRow('Twilio', { data: 'From=%2B17752874976&Body=$message$' }),
      { answer: twilioAnswer(21604, "A 'To' phone number is required.") },
    ],
    says: /Data has "From=%2B17752874976&Body=…" beside \$message\$.*To is missing/,
    remedy: /only \$message\$ in Data/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio')],
  },
  {
    rule: 'missing-sender',
    finds: [shippedRow('Twilio', { url: TWILIO_URL }), { answer: twilioAnswer(21603) }],
    says: /Twilio is not told a sender: .* From or MessagingServiceSid/,
    remedy: /\?From=%2B/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio', { url: `${TWILIO_URL}?MessagingServiceSid=MG1` })],
  },
  {
    rule: 'missing-sender',
    finds: [vonageRow({ url: vonageRow().url.replace('&from=Lab', '') })],
    says: /Vonage is not told a sender: .*has from/,
    certainty: 'cause',
    misses: [vonageRow()],
  },
  {
    rule: 'wrong-case-parameter',
    finds: [
      shippedRow('Twilio', { url: `${TWILIO_URL}?from=%2B17752874976` }),
      { answer: twilioAnswer(21603) },
    ],
    says: /does not read "from": its name is From/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Clickatell REST')],
  },
  {
    rule: 'missing-x-version',
    finds: [
      shippedRow('Clickatell REST', {
        url: 'https://api.clickatell.com/rest/message?from=17752874976&mo=1&api_id=3591672',
      }),
    ],
    says: /no x-version/,
    remedy: /&x-version=1/,
    certainty: 'cause',
    first: true,
    misses: [
      shippedRow('Clickatell REST', {
        url: 'https://api.clickatell.com/rest/message?from=17752874976&X-Version=1&mo=1&api_id=3591672',
      }),
    ],
  },
  {
    rule: 'missing-mo',
    finds: [
      shippedRow('Clickatell REST', {
        url: 'https://api.clickatell.com/rest/message?from=17752874976&x-version=1&api_id=3591672',
      }),
    ],
    says: /"URL" has no mo/,
    certainty: 'suspect',
    misses: [shippedRow('Global Default')],
  },
  {
    rule: 'missing-api-id',
    finds: [shippedRow('Clickatell HTTPS', { url: `${CLASSIC}&to=$mobilenumber$&from=1&mo=1&text=` })],
    says: /"URL" has no api_id/,
    certainty: 'cause',
    first: true,
    misses: [
      shippedRow('Clickatell HTTPS', {
        url: 'https://api.clickatell.com/http/sendmsg?session_id=1&to=$mobilenumber$&from=1&mo=1&text=',
      }),
    ],
  },
  {
    rule: 'missing-parameter',
    finds: [
      shippedRow('Clickatell HTTPS', { url: `${CLASSIC}&api_id=1&to=$mobilenumber$&from=1&mo=1&message=` }),
    ],
    says: /reads to and text, and "URL" has no text/,
    certainty: 'cause',
    first: true,
    misses: [telnyxRow()],
  },
  {
    rule: 'message-sent-twice',
    finds: [GET('https://gateway.example/send?to=$mobilenumber$&text=$message$')],
    says: /the text goes twice/,
    remedy: /Empty "Data"/,
    certainty: 'suspect',
    misses: [GET('https://gateway.example/send?to=$mobilenumber$&text=$message$', '')],
  },
  {
    rule: 'parameters-of-another-api',
    finds: [
      shippedRow('Clickatell HTTPS', {
        url: 'https://platform.clickatell.com/messages/http/send?user=lab&api_id=1&to=$mobilenumber$&content=',
      }),
    ],
    says: /Platform API, and its parameter api_id belongs to the older HTTP API/,
    remedy: /http\/sendmsg\?user=/,
    certainty: 'cause',
    misses: [shippedRow('Clickatell HTTPS')],
  },
];

describe('diagnosis: template', () => describeFamily(template, ROWS));
