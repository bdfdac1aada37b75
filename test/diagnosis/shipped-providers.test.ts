import assert from 'node:assert/strict';
import { diagnosed, rulesOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { platformRow, shippedRow, vonageRow } from '../support/vendor-rows.ts';

const EXPOSED = ['message-exposed'];

/** What is said of a set-up that works, before anything is sent. */
const ROWS: [name: string, row: ReturnType<typeof shippedRow>, rules: string[]][] = [
  ['Global Default, which is plain HTTP', shippedRow('Global Default'), EXPOSED],
  ['Clickatell HTTPS', shippedRow('Clickatell HTTPS'), []],
  ['Clickatell REST', shippedRow('Clickatell REST'), []],
  ['Twilio', shippedRow('Twilio'), []],
  ['Telnyx', shippedRow('Telnyx'), []],
  ['Vonage by GET', vonageRow(), []],
  ['Clickatell Platform by GET', platformRow(), []],
  [
    'Kannel',
    httpProvider({
      url: 'https://kannel.example:13013/cgi-bin/sendsms?username=U&password=P&to=$mobilenumber$&text=',
    }),
    [],
  ],
  [
    'Inmobile',
    httpProvider({
      url: 'https://mm.inmobile.dk/Api/V2/Get/SendMessages?apiKey=K&sendername=Lab&recipients=$mobilenumber$&flash=false&text=',
    }),
    [],
  ],
  [
    'BulkSMS, whose JSON a quotation mark would break',
    httpProvider({
      url: 'https://api.bulksms.com/v1/messages',
      useHttpPost: true,
      httpPostContentType: 'application/json',
      data: '{"to":"$mobilenumber$","body":"$message$"}',
      httpsUsername: 'lab',
      httpsPassword: 'lab-password',
    }),
    ['message-breaks-json'],
  ],
  [
    'both variables in the URL, Data empty',
    httpProvider({ url: 'https://gateway.example/to/$mobilenumber$?text=$message$&from=Lab', data: '' }),
    [],
  ],
];

describe('diagnosis: set-ups that work', () => {
  for (const [name, row, rules] of ROWS) {
    it(`lint: ${name} gets no cause and no noise`, () => {
      assert.deepEqual(rulesOf(diagnosed(row, { sample: true })), rules);
      assert.deepEqual(rulesOf(diagnosed(row)), rules);
    });
  }
});
