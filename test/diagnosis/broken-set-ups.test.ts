import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { families } from '../../src/diagnosis/index.ts';
import { readSetUp, runSetUp } from '../support/broken-set-up.ts';
import { type ChainLab, createChainLab } from '../support/served-chains.ts';

/** What goes wrong between ISE and a provider, and the rules that must be seen at work about it. */
const TOPICS: Record<string, string[]> = {
  'the template': [
    'misspelt-variable',
    'message-exposed',
    'data-is-not-json',
    'content-type-contradicts-body',
  ],
  'the vendor’s parameters': [
    'extra-data-beside-message',
    'missing-sender',
    'missing-x-version',
    'missing-mo',
    'missing-api-id',
  ],
  'the message': [
    'message-breaks-form',
    'message-breaks-json',
    'unreplaced-variable-in-text',
    'text-too-long',
    'several-segments',
    'ucs2-character',
  ],
  'the number': [
    'number-without-plus',
    'number-with-plus',
    'number-with-dialling-prefix',
    'number-without-country',
    'sender-name-not-allowed',
  ],
  'the provider’s answer': [
    'clickatell-301',
    'clickatell-platform-108',
    'twilio-21211',
    'refusal-behind-success',
    'redirect-not-followed',
  ],
  credentials: ['credentials-missing', 'credentials-refused', 'credentials-out-of-scope'],
  'the network': [
    'host-name-not-found',
    'connection-refused',
    'host-unreachable',
    'connect-timeout',
    'no-answer-in-time',
    'answer-stalls',
    'closed-without-answer',
    'kept-connection-closed',
    'answer-cut-short',
    'proxy-forgotten',
  ],
  TLS: [
    'unknown-ca',
    'missing-intermediate',
    'missing-root',
    'wrong-intermediate',
    'same-name-other-serial',
    'certificate-expired',
    'certificate-not-yet-valid',
    'certificate-for-another-host',
    'self-signed-certificate',
    'weak-certificate',
    'tls-too-old',
    'tls-timeout',
    'tls-closed',
    'http-to-https-port',
    'tls-to-plain-port',
  ],
  'the proxy': [
    'proxy-is-dead',
    'proxy-name-not-found',
    'proxy-does-not-answer',
    'proxy-demands-login',
    'proxy-refuses',
    'proxy-is-not-http',
    'proxy-intercepts-tls',
    'proxy-in-the-way',
    'bypass-entry-without-effect',
  ],
  SMTP: [
    'smtp-server-not-set',
    'smtp-refused-at-greeting',
    'smtp-refused-at-ehlo',
    'smtp-starttls-missing',
    'smtp-refused-at-starttls',
    'smtp-login-refused',
    'smtp-sender-refused',
    'smtp-recipient-refused',
    'smtp-data-refused',
    'smtp-message-refused',
    'smtp-try-later',
    'smtp-timeout',
    'smtp-closed',
  ],
  'the release': ['not-in-this-release'],
};

const files = globSync('test/broken/*.jsonc').sort();

describe('broken set-ups', () => {
  let lab: ChainLab;
  before(async () => {
    lab = await createChainLab();
  });

  for (const file of files) {
    const setUp = readSetUp(file);
    it(`${path.basename(file, '.jsonc')}: ${setUp.expect[0]?.rule ?? ''}`, () => runSetUp(setUp, lab));
  }

  it('there are at least 70, and each says what to expect', () => {
    assert.ok(files.length >= 70, String(files.length));
    for (const file of files) assert.ok(readSetUp(file).expect.length > 0, file);
  });

  for (const [topic, rules] of Object.entries(TOPICS)) {
    it(`some are about ${topic}`, () => {
      const expected = new Set(files.flatMap((file) => readSetUp(file).expect.map(({ rule }) => rule)));
      assert.deepEqual(
        rules.filter((rule) => !expected.has(rule)),
        [],
      );
    });
  }

  it('each family of rules is met', () => {
    const expected = new Set(files.map((file) => readSetUp(file).expect[0]?.rule ?? ''));
    for (const { name, rules } of families) {
      assert.ok(
        rules.some((rule) => expected.has(rule.name)),
        name,
      );
    }
  });

  it('each expected rule exists', () => {
    const known = new Set(families.flatMap(({ rules }) => rules.map(({ name }) => name)));
    const expected = files.flatMap((file) => readSetUp(file).expect.map(({ rule }) => rule));
    assert.deepEqual(
      expected.filter((rule) => !known.has(rule)),
      [],
    );
  });
});
