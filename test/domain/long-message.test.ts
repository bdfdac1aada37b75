import assert from 'node:assert/strict';
import fc from 'fast-check';
import { breakUpMessage } from '../../src/domain/long-message.ts';

describe('break up long message', () => {
  it('leaves a message of 140 bytes whole and cuts one of 141', () => {
    assert.deepEqual(breakUpMessage('a'.repeat(140)), ['a'.repeat(140)]);
    assert.deepEqual(breakUpMessage('a'.repeat(141)), ['a'.repeat(140), 'a']);
  });

  it('counts bytes, not characters, and never tears a character', () => {
    assert.deepEqual(breakUpMessage(`${'a'.repeat(139)}ß`), ['a'.repeat(139), 'ß']);
    assert.deepEqual(breakUpMessage('😀'.repeat(36)), ['😀'.repeat(35), '😀']);
  });

  it('joined again is the text, in parts of at most 140 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const parts = breakUpMessage(text);
        assert.equal(parts.join(''), text);
        for (const part of parts) assert.ok(Buffer.byteLength(part) <= 140);
      }),
    );
  });
});
