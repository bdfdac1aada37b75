import assert from 'node:assert/strict';
import { smsSegments } from '../../src/domain/sms-segments.ts';

describe('segments of an SMS', () => {
  for (const [name, text, encoding, segments, characters] of [
    ['160 characters of GSM-7 are one', 'a'.repeat(160), 'GSM-7', 1, 160],
    ['161 are two of 153', 'a'.repeat(161), 'GSM-7', 2, 161],
    ['307 are three', 'a'.repeat(307), 'GSM-7', 3, 307],
    ['a character of the extension takes two places', '€'.repeat(81), 'GSM-7', 2, 81],
    ['70 characters of UCS-2 are one', 'я'.repeat(70), 'UCS-2', 1, 70],
    ['71 are two of 67', 'я'.repeat(71), 'UCS-2', 2, 71],
  ] as const) {
    it(name, () => {
      const counted = smsSegments(text);
      assert.deepEqual([counted.encoding, counted.segments], [encoding, segments]);
      assert.ok(counted.characters >= characters, String(counted.characters));
    });
  }

  it('the characters that force UCS-2 are named, each once', () => {
    assert.deepEqual(smsSegments('Grüße').forcing, []);
    assert.deepEqual(smsSegments('señor Łódź Ł').forcing, ['Ł', 'ó', 'ź']);
  });
});
