import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { diagnosed } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { platformRow, shippedRow, telnyxRow, vonageRow } from '../support/vendor-rows.ts';

/** Pieces that mean something to a rule, between arbitrary ones. */
const PIECES = [
  'https://',
  'http://',
  'api.twilio.com',
  'api.clickatell.com',
  '/http/sendmsg',
  '/rest/message',
  '/v2/messages',
  '/2010-04-01/Accounts/AC1/Messages.json',
  '?',
  '&',
  '=',
  '#',
  '%',
  '+',
  '$message$',
  '$mobilenumber$',
  '$x$',
  '$',
  'to',
  'From',
  'text',
  '{"a":"',
  '"}',
  '<a>',
  '</a>',
  '\r\n',
  '\\',
  '"',
  '@',
  ':',
  '00',
  '(0)',
  '🙂',
  '\u0000',
  '\ud800',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

const row: fc.Arbitrary<Partial<HttpProvider>> = fc.record(
  {
    url: text,
    data: text,
    useHttpPost: fc.boolean(),
    httpPostContentType: fc.oneof(
      fc.constantFrom('application/json', 'application/xml', 'application/x-www-form-urlencoded', ''),
      text,
    ),
    httpsUsername: text,
    httpsPassword: text,
    httpsHost: text,
    breakUpLongMessage: fc.boolean(),
    emulator: fc.record(
      { plus: fc.constantFrom('keep' as const, 'strip' as const), preemptiveAuth: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const base = fc.constantFrom(
  httpProvider(),
  shippedRow('Twilio'),
  shippedRow('Clickatell REST'),
  shippedRow('Global Default'),
  platformRow(),
  vonageRow(),
  telnyxRow(),
);
/** JSON with the members that vendors use, holding anything. */
const json = fc
  .dictionary(
    fc.constantFrom(
      'error',
      'errors',
      'messages',
      'data',
      'message',
      'code',
      'sid',
      'status',
      'message-count',
      'more_info',
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(fc.record({ title: fc.jsonValue(), accepted: fc.boolean(), error: fc.jsonValue() })),
    ),
  )
  .map((value) => JSON.stringify(value));
const answer = fc.record({
  status: fc.integer({ min: 200, max: 599 }).map((status) => `${status} X`),
  headers: fc.array(
    fc.constantFrom(
      'Location: /x',
      'Transfer-Encoding: chunked',
      'WWW-Authenticate: Digest',
      'Content-Encoding: gzip',
    ),
  ),
  body: fc.oneof(
    text,
    json,
    fc.constantFrom('ERR: ', 'ID:', '<TwilioResponse>', '<html>', 'ERR: 105, x To: '),
  ),
});

describe('diagnosis: odd input', () => {
  it('whatever is typed, written and answered: no rule throws, every sentence is complete', () => {
    fc.assert(
      fc.property(
        base,
        row,
        text,
        text,
        fc.option(answer),
        fc.boolean(),
        (from, changes, to, words, said, sample) => {
          const tried = { to, text: words, sample, ...(said === null ? {} : { answer: said }) };
          for (const { rule, problem, remedy, evidence } of diagnosed({ ...from, ...changes }, tried)) {
            assert.ok(problem.length > 10 && /[.!]$/.test(problem.trim()), `${rule}: ${problem}`);
            assert.ok(remedy.length > 5 && /[.!:=}]$/.test(remedy.trim()), `${rule}: ${remedy}`);
            assert.ok(evidence.every((line) => typeof line === 'string'));
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
