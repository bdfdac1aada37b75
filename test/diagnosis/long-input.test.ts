import assert from 'node:assert/strict';
import { SegmentedMessage } from 'sms-segments-calculator';
import { smsSegments } from '../../src/domain/sms-segments.ts';
import { diagnosed } from '../support/diagnosed.ts';
import { shippedRow } from '../support/vendor-rows.ts';

describe('diagnosis: long input', () => {
  it('a text of 100 kB is judged at once', () => {
    for (const text of [
      'a'.repeat(100_000),
      'д'.repeat(100_000),
      ' '.repeat(100_000),
      '$a$ "\n'.repeat(16_000),
    ]) {
      const start = performance.now();
      diagnosed(shippedRow('Twilio'), { text, template: text });
      // A few milliseconds here; the calculator alone would need half a minute.
      assert.ok(performance.now() - start < 2000);
    }
  });

  it('an answer of 100 kB is judged at once', () => {
    for (const body of ['ERR: 001, x\n'.repeat(8000), ' '.repeat(100_000), '"errors" : '.repeat(9000)]) {
      const start = performance.now();
      const diagnosis = diagnosed(shippedRow('Twilio'), { answer: { status: '200 OK', body } });
      assert.ok(performance.now() - start < 2000);
      assert.ok(diagnosis.length < 30);
    }
  });

  it('a long text counts as the calculator counts it', () => {
    for (const text of ['é€'.repeat(1100), '😀a'.repeat(800), 'Ç^'.repeat(1200), '`'.repeat(2001)]) {
      const right = new SegmentedMessage(text);
      const { encoding, segments, characters } = smsSegments(text);
      assert.deepEqual(
        [encoding, segments, characters],
        [right.encodingName, right.segmentsCount, right.numberOfCharacters],
      );
    }
  });
});
