import assert from 'node:assert/strict';
import { httpStatusRules } from '../../src/diagnosis/answers/http-status.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { describeFamily, type RuleRow } from '../support/describe-family.ts';
import { type Answered, diagnosed, found, rulesOf } from '../support/diagnosed.ts';
import { httpProvider } from '../support/providers.ts';
import { shippedRow } from '../support/vendor-rows.ts';

const URL = 'https://gateway.example/send?to=$mobilenumber$&text=';
const gateway = (fields: Partial<HttpProvider> = {}) => httpProvider({ url: URL, ...fields });
const answers = (status: string, body: unknown = '', headers: string[] = []): { answer: Answered } => ({
  answer: { status, body, headers },
});
const status = (code: string, says: RegExp, other: string): RuleRow => ({
  rule: `http-${code}`,
  finds: [gateway(), answers(`${code} X`, 'Sorry, no.\nsecond line')],
  says,
  certainty: 'cause',
  first: true,
  misses: [gateway(), answers(`${other} X`, 'Sorry, no.')],
});

const ROWS: RuleRow[] = [
  {
    rule: 'redirect-not-followed',
    finds: [
      gateway({ url: 'http://gateway.example/send?to=$mobilenumber$&text=' }),
      answers('301 Moved Permanently', '', ['Location: https://gateway.example/send']),
    ],
    says: /on to "https:\/\/gateway\.example\/send" with HTTP 301, and ISE does not follow/,
    remedy: /Begin "URL" with https/,
    certainty: 'cause',
    first: true,
    misses: [gateway(), answers('404 Not Found', '', ['Location: https://gateway.example/send'])],
  },
  status('400', /"https:\/\/gateway\.example\/send" finds the request wrong: HTTP 400 "Sorry, no\./, '422'),
  status('402', /paid first/, '400'),
  status('403', /does not allow this request/, '404'),
  status('404', /nothing at this address/, '403'),
  status('405', /this method/, '400'),
  status('406', /a form that ISE accepts/, '400'),
  status('408', /in time/, '400'),
  status('410', /removed/, '404'),
  status('411', /length/, '400'),
  status('413', /too large/, '414'),
  status('414', /URL too long/, '413'),
  status('415', /content type/, '400'),
  status('422', /a value in it wrong/, '400'),
  status('426', /newer TLS/, '400'),
  status('429', /too many requests/, '503'),
  status('500', /error of its own/, '503'),
  status('502', /gateway that cannot reach it/, '504'),
  status('503', /not available/, '500'),
  status('504', /got no answer from it/, '502'),
  {
    rule: 'http-status',
    finds: [gateway(), answers("418 I'm a teapot", 'short and stout')],
    says: /refused the request: HTTP 418 "short and stout"/,
    certainty: 'cause',
    first: true,
    misses: [gateway(), answers('400 Bad Request', 'short and stout')],
  },
  {
    rule: 'web-page-instead-of-answer',
    finds: [gateway(), answers('200 OK', '<!DOCTYPE html><title>Please log in</title>')],
    says: /web page \("Please log in"\)/,
    certainty: 'cause',
    first: true,
    misses: [gateway(), answers('404 Not Found', '<!DOCTYPE html><title>Please log in</title>')],
  },
  {
    rule: 'list-instead-of-message',
    finds: [
      shippedRow('Twilio', { useHttpPost: false }),
      answers('200 OK', { first_page_uri: '/2010-04-01/Accounts/AC1/Messages.json', messages: [] }),
    ],
    says: /listed old messages and sent none/,
    certainty: 'cause',
    misses: [gateway(), answers('200 OK', { messages: [] })],
  },
  {
    rule: 'answer-says-nothing',
    finds: [gateway(), answers('200 OK', 'Thank you for flying')],
    says: /HTTP 200 "Thank you for flying" says neither yes nor no/,
    certainty: 'suspect',
    misses: [gateway(), answers('200 OK', '0: Accepted for delivery')],
  },
  {
    rule: 'answer-sounds-like-no',
    finds: [gateway(), answers('200 OK', '<r><status>ERROR</status><text>Invalid credentials</text></r>')],
    says: /sounds like a refusal \("ERROR"\), HTTP 200 "<r>/,
    certainty: 'suspect',
    misses: [gateway(), answers('200 OK', { id: 'x1', error: null, errors: [], failed: 0 })],
  },
  {
    rule: 'refusal-behind-success',
    finds: [shippedRow('Clickatell HTTPS'), answers('200 OK', 'ERR: 301, No Credit Left')],
    says: /reads only HTTP 200/,
    certainty: 'risk',
    misses: [
      shippedRow('Clickatell REST'),
      answers('402 Payment Required', { error: { code: '301', description: 'x' } }),
    ],
  },
];

describe('diagnosis: HTTP status', () => {
  describeFamily({ name: 'HTTP status', rules: httpStatusRules }, ROWS);

  it('an unknown answer gets the status and the first of its body, and no more causes', () => {
    const diagnosis = diagnosed(gateway(), answers('599 Odd', 'first\nsecond'));
    assert.deepEqual(rulesOf(diagnosis), ['http-status']);
    assert.deepEqual(found(diagnosis, 'http-status').evidence, [
      'Answer: HTTP/1.1 599 Odd',
      "Answer's body: first second",
    ]);
  });

  it('a port that wants HTTPS is told once, by the rule about TLS', () => {
    const row = gateway({ url: 'http://gateway.example:443/send?to=$mobilenumber$&text=' });
    const diagnosis = diagnosed(
      row,
      answers('400 Bad Request', 'The plain HTTP request was sent to HTTPS port'),
    );
    assert.deepEqual(rulesOf(diagnosis), ['http-to-https-port', 'message-exposed']);
  });

  it('a chunked answer, and one whose sizes masking made wrong, are read', () => {
    const chunked = ['Transfer-Encoding: chunked'];
    for (const body of [
      '18\r\nERR: 301, No Credit Left\r\n0\r\n\r\n',
      '7\r\nERR: 301, No Credit Left\r\n0\r\n\r\n',
    ]) {
      const rules = rulesOf(diagnosed(shippedRow('Clickatell HTTPS'), answers('200 OK', body, chunked)));
      assert.ok(rules.includes('clickatell-301'), rules.join());
    }
  });
});
