import assert from 'node:assert/strict';
import { diagnosed, rulesOf } from '../support/diagnosed.ts';
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
];

describe('diagnosis: set-ups that work', () => {
  for (const [name, row, rules] of ROWS) {
    it(`lint: ${name} gets no cause and no noise`, () => {
      assert.deepEqual(rulesOf(diagnosed(row, { sample: true })), rules);
      assert.deepEqual(rulesOf(diagnosed(row)), rules);
    });
  }
});
