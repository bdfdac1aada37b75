import assert from 'node:assert/strict';
import { message } from '../../src/diagnosis/message.ts';
import { describeFamily, type RuleRow } from '../support/describe-family.ts';
import { diagnosed, found } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { shippedRow } from '../support/vendor-rows.ts';

const post = (data: string, httpPostContentType: string) =>
  httpProvider({ url: 'https://gateway.example/send', data, httpPostContentType, useHttpPost: true });
const JSON_POST = post('{"to":"$mobilenumber$","text":"$message$"}', 'application/json');
const FORM_POST = post('to=$mobilenumber$&text=$message$', 'application/x-www-form-urlencoded');
const XML_POST = post('<sms><to>$mobilenumber$</to><text>$message$</text></sms>', 'application/xml');
const CDATA_POST = post('<sms><to>$mobilenumber$</to><text><![CDATA[$message$]]></text></sms>', 'text/xml');
const REFUSED = { status: '400 Bad Request', body: 'malformed' };

const ROWS: RuleRow[] = [
  {
    rule: 'empty-text',
    finds: [shippedRow('Twilio'), { text: ' ' }],
    says: /text of the message is empty/,
    certainty: 'cause',
    misses: [shippedRow('Twilio'), { text: '.' }],
  },
  {
    rule: 'text-too-long',
    finds: [shippedRow('Twilio'), { text: 'a'.repeat(1601) }],
    says: /1601 characters, and Twilio takes 1600/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Twilio'), { text: 'a'.repeat(1600) }],
  },
  {
    rule: 'text-too-long',
    finds: [
      shippedRow('Clickatell HTTPS'),
      {
        text: 'a'.repeat(161),
        answer: { status: '200 OK', body: 'ERR: 113, Maximum message parts exceeded' },
      },
    ],
    says: /161 characters and needs 2 SMS, and Clickatell may join 1/,
    remedy: /concat=3/,
    certainty: 'cause',
    first: true,
    misses: [
      shippedRow('Clickatell HTTPS', {
        url: shippedRow('Clickatell HTTPS').url.replace('&text=', '&concat=2&text='),
      }),
      { text: 'a'.repeat(161) },
    ],
  },
  {
    rule: 'ucs2-character',
    finds: [shippedRow('Twilio'), { text: `It’s ${'a'.repeat(100)}` }],
    says: /"’" \(U\+2019\).* UCS-2 in 2 SMS instead of 1/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { text: `It's ü€{} ${'a'.repeat(100)}` }],
  },
  {
    rule: 'ucs2-character',
    finds: [shippedRow('Twilio'), { text: 'It’s 😀' }],
    says: /"’" \(U\+2019\).* UCS-2, and a longer one would need more SMS than without it\.$/,
    remedy: /Replace "’", "😀"/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { text: 'It is :-)' }],
  },
  {
    rule: 'ucs2-character',
    finds: [shippedRow('Twilio'), { text: `😀 ${'a'.repeat(100)}` }],
    says: /UCS-2 in 2 SMS instead of 1/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { text: 'a' }],
  },
  {
    rule: 'unicode-not-announced',
    finds: [shippedRow('Clickatell HTTPS'), { text: 'Пароль' }],
    says: /cannot be given "П"/,
    certainty: 'suspect',
    misses: [shippedRow('Clickatell REST'), { text: 'Пароль' }],
  },
  {
    rule: 'several-segments',
    finds: [shippedRow('Twilio'), { text: 'a'.repeat(307) }],
    says: /307 characters and travels as 3 SMS \(GSM-7\)/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { text: 'a'.repeat(160) }],
  },
  {
    rule: 'broken-into-parts',
    finds: [shippedRow('Twilio', { breakUpLongMessage: true }), { text: 'a'.repeat(141) }],
    says: /as 2 messages of at most 140 bytes/,
    certainty: 'risk',
    misses: [shippedRow('Twilio', { breakUpLongMessage: true }), { text: 'a'.repeat(140) }],
  },
  {
    rule: 'markup-in-text',
    finds: [shippedRow('Twilio'), { text: '<b>jdoe</b>' }],
    says: /HTML tag "<b>"/,
    certainty: 'risk',
    misses: [shippedRow('Twilio'), { template: 'Password: $ui_password$', text: 'Password: a<b>3' }],
  },
  {
    rule: 'message-breaks-json',
    finds: [JSON_POST, { text: 'Say "hello"', answer: REFUSED }],
    says: /no longer JSON: a quotation mark \("\)/,
    remedy: /Data exactly \$message\$/,
    certainty: 'cause',
    first: true,
    misses: [shippedRow('Clickatell REST'), { text: 'Say "hello"', answer: REFUSED }],
  },
  {
    rule: 'message-breaks-json',
    finds: [JSON_POST, { text: 'one\ntwo' }],
    says: /no longer JSON: a line break/,
    certainty: 'cause',
    misses: [JSON_POST, { text: 'one two', answer: REFUSED }],
  },
  {
    rule: 'message-breaks-json',
    finds: [JSON_POST, { text: 'C:\\new' }],
    says: /changed on its way: "\\"/,
    certainty: 'suspect',
    misses: [FORM_POST, { text: 'C:\\new' }],
  },
  {
    rule: 'message-breaks-json',
    finds: [JSON_POST, { sample: true }],
    says: /A text with a quotation mark \("\) in it will break/,
    certainty: 'risk',
    misses: [shippedRow('Clickatell REST'), { sample: true }],
  },
  {
    rule: 'message-breaks-xml',
    finds: [XML_POST, { text: 'Tea & cake', answer: REFUSED }],
    says: /no longer XML: "&"/,
    remedy: /CDATA/,
    certainty: 'cause',
    first: true,
    misses: [CDATA_POST, { text: 'Tea & cake' }],
  },
  {
    rule: 'message-breaks-form',
    finds: [FORM_POST, { text: 'Tea & 1+1 50%', answer: REFUSED }],
    says: /"&", "\+", "%" is not escaped for a form, so the provider reads "Tea "/,
    certainty: 'suspect',
    misses: [FORM_POST, { text: 'Tea, cake; a=b', answer: REFUSED }],
  },
  {
    rule: 'message-breaks-form',
    finds: [FORM_POST, { text: 'one\r\ntwo' }],
    says: /a line break is not escaped/,
    certainty: 'suspect',
    misses: [shippedRow('Twilio'), { text: 'Tea & cake' }],
  },
];

describe('diagnosis: message', () => {
  describeFamily(message, ROWS);

  it('message-breaks-json: the evidence shows the place where JSON ends', () => {
    const { evidence } = found(diagnosed(JSON_POST, { text: 'Say "hello"' }), 'message-breaks-json');
    assert.match(evidence.join('\n'), /Becomes: .*"text":"Say "hello"/);
    assert.match(evidence.join('\n'), /JSON: .*position/);
  });
});
