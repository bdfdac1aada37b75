import assert from 'node:assert/strict';
import { maskPasswordBytes, maskPasswords } from '../../src/domain/mask-passwords.ts';

describe('passwords of guests in messages', () => {
  const short = ['4711'];

  for (const [where, text] of [
    ['in a text', 'Password: 4711'],
    ['percent-encoded behind a colon', 'text=Password%3A4711&x=1'],
    ['in a form with all of it escaped', 'text=%34%37%31%31'],
    ['in JSON behind an escape', '{"text":"Password:\\n4711"}'],
    ['as JSON escapes', '{"text":"\\u0034\\u0037\\u0031\\u0031"}'],
    ['in quoted-printable, across a line end', 'Password: 47=\r\n11\r\n'],
    ['in quoted-printable behind an escape', 'Password=3A4711'],
    ['in base64', Buffer.from('Your password is 4711, enjoy').toString('base64')],
    [
      'in base64 of several lines',
      (
        Buffer.from(`${'Welcome. '.repeat(12)}Password: 4711`)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\r\n'),
    ],
  ] as const) {
    it(`is masked ${where}`, () => {
      const masked = maskPasswords(text, short);
      const read = masked.replace(/[A-Za-z0-9+/\r\n]{24,}={0,2}/g, (block) =>
        Buffer.from(block, 'base64').toString(),
      );
      assert.match(read, /\*{8}/, masked);
      assert.doesNotMatch(read.replace(/=\r\n/g, ''), /4711|%34%37|u0034/);
    });
  }

  it('a short one is masked as a word of its own only, a long one everywhere', () => {
    assert.equal(maskPasswords('id 147110, 4711a, a4711', short), 'id 147110, 4711a, a4711');
    assert.equal(maskPasswords('xhunter22y', ['hunter22']), 'x********y');
  });

  it('signs of a pattern are letters like others; nothing else is changed', () => {
    assert.equal(maskPasswords('a.b+c (d) <e&f>', ['a.b+c', '<e&f>']), '******** (d) ********');
    assert.equal(maskPasswords('axb+c', ['a.b+c']), 'axb+c');
    assert.equal(maskPasswords('&lt;e&amp;f&gt; and', ['<e&f>']), '******** and');
    assert.equal(maskPasswords('same', ['', '********']), 'same');
  });

  it('bytes: letters outside ASCII are masked, bytes that are no text stay', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('pässword1')]);
    assert.deepEqual(
      maskPasswordBytes(bytes, ['pässword1']),
      Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('********')]),
    );
  });
});
