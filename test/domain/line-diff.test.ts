import assert from 'node:assert/strict';
import { lineDiff } from '../../src/domain/line-diff.ts';

const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`);

describe('a difference of lines', () => {
  it('keeps what both have, and shows what goes before what comes', () => {
    assert.deepEqual(shown('POST /\nHost: a\n\nTo=1', 'POST /\nHost: b\n\nTo=1'), [
      ' POST /',
      '-Host: a',
      '+Host: b',
      ' ',
      ' To=1',
    ]);
    assert.deepEqual(shown('a\nb\nc\nd', 'b\nx\nd\ne'), ['-a', ' b', '-c', '+x', ' d', '+e']);
  });

  it('of a line that is repeated, an added one is new and the others are the same', () => {
    assert.deepEqual(shown('a\na', 'a\na\na'), [' a', ' a', '+a']);
    assert.deepEqual(shown('', 'a'), ['-', '+a']);
    assert.deepEqual(shown('a', 'a'), [' a']);
  });

  it('either side can be put together again from it, whatever the texts', () => {
    const texts = ['', 'a', 'a\nb', 'b\na', 'a\nb\na\nb', 'x\ny\nz', 'a\n\nb'];
    for (const before of texts) {
      for (const after of texts) {
        const lines = lineDiff(before, after);
        const side = (gone: string) =>
          lines.flatMap(({ kind, text }) => (kind === gone ? [] : [text])).join('\n');
        assert.deepEqual([side('new'), side('gone')], [before, after]);
      }
    }
  });

  it('of two long texts with nothing in common, it is found at once', () => {
    const long = (letter: string) =>
      Array.from({ length: 20_000 }, (_, line) => `${letter}${line}`).join('\n');
    assert.equal(lineDiff(long('a'), long('b')).length, 40_000);
  });
});
