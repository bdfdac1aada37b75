import assert from 'node:assert/strict';
import { contrast, mix, readColour } from '../../src/domain/colours.ts';
import { imageType } from '../../src/domain/customization.ts';
import { contrastProblems, paletteCss } from '../../src/domain/palette.ts';
import { cleanHtml, lostIn, NONCE_MARK, plainText } from '../../src/domain/rich-text.ts';
import { templateParts } from '../../src/domain/template-parts.ts';
import { cleanCss } from '../../src/domain/theme-css.ts';

describe('colours', () => {
  for (const [given, expected] of [
    ['#0b6570', '#0b6570'],
    ['#FFF', '#ffffff'],
    [' Navy ', '#000080'],
    ['06c', '#0066cc'],
    ['rebeccapurple', '#663399'],
    ['#12345', null],
    ['url(http://x)', null],
    ['red;}body{', null],
    ['', null],
  ] as const) {
    it(`${given} is ${expected ?? 'no colour'}`, () => assert.equal(readColour(given), expected));
  }

  it('contrast is WCAG’s', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48');
    assert.equal(mix('#000000', '#ffffff', 0.5), '#808080');
  });

  it('what is derived from readable colours can be read too', () => {
    for (const [pageBackgroundColor, pageLabelAndTextColor] of [
      ['#ffffff', '#333333'],
      ['#102030', '#eeeeee'],
      ['#ffff00', '#000080'],
    ] as const) {
      for (const bannerColor of ['#ff0000', '#0000ff', '#eeeeee', '#222222', '#7f7f7f']) {
        const css = paletteCss({ bannerColor, pageBackgroundColor, pageLabelAndTextColor });
        const value = (name: string) => new RegExp(`${name}: (#\\w+);`).exec(css)?.[1] ?? '';
        for (const [text, ground] of [
          ['--text', '--page'],
          ['--soft', '--card'],
          ['--brand', '--card'],
          ['--on-brand', '--brand'],
          ['--bad', '--bad-tint'],
        ] as const) {
          const ratio = contrast(value(text), value(ground));
          assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio} in\n${css}`);
        }
      }
    }
  });

  it('without colours there is no style sheet and no problem', () => {
    assert.equal(paletteCss({}), '');
    assert.deepEqual(contrastProblems({}), []);
    assert.deepEqual(contrastProblems({ pageBackgroundColor: '#123456' }), []);
  });
});

describe('style sheets of themes', () => {
  for (const [name, css, expected] of [
    ['plain rules stay', 'a{color:red}', 'a{color:red}'],
    ['comments go', 'a{/* url(http://x) */color:red}', 'a{ color:red}'],
    ['a string is no comment', 'a{content:"/*"}b{content:"*/"}', 'a{content:"/*"}b{content:"*/"}'],
    ['@import of a string', '@import "a;b.css" screen;b{}', 'b{}'],
    ['@IMPORT of an address', '@IMPORT url(//x);b{}', 'b{}'],
    [
      'an address',
      'a{background:#fff url( "http://x/y.png" ) no-repeat}',
      'a{background:#fff none no-repeat}',
    ],
    ['a relative address', 'a{background:URL(images/x.png)}', 'a{background:none}'],
    ['a picture in the sheet stays', 'a{background:url(data:image/png;base64,AA)}', null],
    ['a fragment stays', 'a{fill:url(#x)}', null],
    ['a font in the sheet', 'a{src:url(data:font/woff;base64,AA)}', 'a{src:none}'],
    ['a set of pictures', 'a{b:image-set("http://x/a.png" 1x)}', 'a{b:image-set("" 1x)}'],
    [
      'each of a set of pictures',
      'a{b:image-set(url(data:image/png;base64,AA) type("image/png"), "http://x/b.png" 2x)} c{content:"d"}',
      'a{b:image-set(url(data:image/png;base64,AA) type("image/png"), "" 2x)} c{content:"d"}',
    ],
    ['an import split by a comment', '@im/**/port "x"; url/**/(http://x)', '@im port "x"; url (http://x)'],
  ] as const) {
    it(name, () => assert.equal(cleanCss(css)?.css, expected ?? css));
  }

  it('escapes that hide an address are refused; others are not', () => {
    for (const css of ['a{b:\\75\\72\\6c(http://x)}', '@\\69mport "x";', 'a{b:u\\rl(http://x)}']) {
      assert.equal(cleanCss(css), null, css);
    }
    assert.ok(cleanCss('a::before{content:"\\201C"} .sm\\:x{color:red}'));
  });
});

describe('customised texts', () => {
  it('HTML keeps what a text needs and loses what could act', () => {
    const clean = cleanHtml(
      '<h1>Hi</h1><p onclick="x" style="y" class="z">a<script>alert(1)</script><iframe src="//x"></iframe>' +
        '<a href="javascript:x">b</a><a href="https://x.example" target="_blank">c</a><img src="https://x/y.png">' +
        '<form action="/x"><input name="token"></form><style>p{}</style>',
    );
    assert.equal(
      clean,
      '<h2>Hi</h2><p class="z">a<a rel="noopener noreferrer">b</a>' +
        '<a href="https://x.example" target="_blank" rel="noopener noreferrer">c</a></p>',
    );
  });

  it('with scripts, inline ones stay as they are and carry the nonce', () => {
    assert.equal(
      cleanHtml('<script src="https://x/y.js" nonce="mine">if (a < b && c) "&amp;"</script>', {
        scripts: true,
      }),
      `<script nonce="${NONCE_MARK}">if (a < b && c) "&amp;"</script>`,
    );
  });

  it('what a text loses is named, and nothing else', () => {
    assert.deepEqual(
      lostIn('<p class="x"><img src="data:image/png;base64,AA"> <a href="https://x">y</a>'),
      [],
    );
    assert.deepEqual(
      lostIn('<p style="x" onclick=1><img src="/x"><img src=http://x><style></style><form><script>'),
      ['scripts', 'event handlers', 'style sheets', 'style attributes', 'forms', 'pictures of other places'],
    );
  });

  it('a script of another file is named beside the inline ones', () => {
    assert.deepEqual(lostIn('<script src="https://x/y.js"></script>'), ['scripts', 'scripts of other files']);
  });

  it('plain places take the text of it', () => {
    assert.equal(plainText(' <b>A&amp;B</b><br>c &lt;d&gt; &eacute;\n e'), 'A&B c <d> é e');
  });

  it('pictures are known by their bytes', () => {
    const of = (text: string) => imageType(Buffer.from(text, 'latin1'));
    assert.equal(of('\x89PNG\r\n\x1a\n'), 'image/png');
    assert.equal(of('\xff\xd8\xff\xe0'), 'image/jpeg');
    assert.equal(of('GIF89a'), 'image/gif');
    assert.equal(of('RIFF1234WEBP'), 'image/webp');
    for (const other of ['<svg>', 'RIFF1234WAVE', 'GIF88a', '']) assert.equal(of(other), null);
  });

  it('a tree of templates is taken apart by the names of its leaves', () => {
    assert.deepEqual(templateParts({ sms: { text: 'a' }, later: { email: { subject: 'b', html: 'c' } } }), [
      { path: 'sms.text', becomes: 'text', template: 'a' },
      { path: 'later.email.subject', becomes: 'subject', template: 'b' },
      { path: 'later.email.html', becomes: 'html', template: 'c' },
    ]);
  });
});
