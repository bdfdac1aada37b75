import assert from 'node:assert/strict';
import { inDomains, isEmail, isPossiblePhone, tidyPhone } from '../../src/domain/contact-address.ts';

describe('contact addresses', () => {
  for (const text of [
    '408-555-0123',
    '(408)555-0123',
    '1 408 5550123',
    '123456789012',
    '1-408-555-0123',
    '408.555.0123',
    '+14085550123',
    '+44 20 7946 0123',
    '+628000000000',
    '89168161451',
    '1111111111',
  ]) {
    it(`${text} can be a phone number`, () => assert.ok(isPossiblePhone(text)));
  }

  for (const text of [
    '',
    '1',
    '12345',
    '+',
    '++14085550123',
    '408-555-012x',
    '+1408555',
    '1'.repeat(20),
    'tel:1',
  ]) {
    it(`${JSON.stringify(text)} cannot be a phone number`, () => assert.ok(!isPossiblePhone(text)));
  }

  it('pasted numbers lose their invisible marks and odd dashes', () => {
    assert.equal(
      tidyPhone('\u202a+1\u00a0(408)\u2011555–0123\u202c '),
      '+1 (408)-555-0123'.replace(')-', ')-'),
    );
    assert.equal(tidyPhone('４０８５５５０１２３'), '4085550123');
  });

  for (const text of [
    'a@example.com',
    'a.b+c@sub.example.co',
    "o'neil@example.com",
    'root@localhost',
    'ü@ü.example',
  ]) {
    it(`${text} is an email address`, () => assert.ok(isEmail(text)));
  }

  for (const text of [
    'a',
    '@example.com',
    'a@',
    'a@b',
    'a@b..c',
    'a@-b.c',
    'a b@example.com',
    'A <a@example.com>',
    'a@example.com,b@example.com',
    '.a@example.com',
    'a..b@example.com',
    `${'a'.repeat(65)}@example.com`,
    'a@example.com\n',
  ]) {
    it(`${JSON.stringify(text)} is no email address`, () => assert.ok(!isEmail(text)));
  }

  it('a domain covers what is below it, and nothing that merely ends like it', () => {
    assert.ok(inDomains('a@x.Example.com', ['@example.com']));
    assert.ok(!inDomains('a@notexample.com', ['example.com']));
    assert.ok(!inDomains('a@example.com', []));
  });
});
