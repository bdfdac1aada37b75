import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { FORM_FIELDS } from '../../src/domain/registration-form.ts';
import { SPONSOR_ACTIONS } from '../../src/services/sponsor-actions.ts';
import { openCatalogues } from '../../src/texts/catalogues.ts';
import { createTexts } from '../../src/texts/index.ts';

const keys = ['en', 'en.inspector'].flatMap((name) =>
  Object.keys(JSON.parse(readFileSync(`src/texts/${name}.json`, 'utf8'))),
);

/** The pages that show an instruction, by the prefix of their keys. */
function* sources(): Iterable<[string, string]> {
  for (const file of globSync('views/guest/*.ejs')) {
    const source = readFileSync(file, 'utf8');
    for (const [, prefix = ''] of source.matchAll(/guest-instructions', \{ prefix: '(\w+)' \}/g))
      yield [file, prefix];
  }
}

/** Keys that are put together from a field's name. */
const BUILT = [
  ...FORM_FIELDS.flatMap(({ name, resultWord }) => [
    `${name}_label`,
    `ui_self_reg_results_${resultWord}_label`,
  ]),
  'ui_self_reg_results_password_label',
  ...['ui_login', 'ui_self_reg', 'ui_self_reg_results'].flatMap((prefix) => [
    `${prefix}_aup_link`,
    `${prefix}_aup_agreement_label`,
  ]),
  ...[...sources()].flatMap(([, prefix]) => `${prefix}_instruction_message`),
  ...['email', 'sms'].flatMap((kind) =>
    ['button', 'success', 'error', 'attempts_left_instruction_message'].map(
      (word) => `ui_self_reg_results_${kind}_${word}`,
    ),
  ),
  ...SPONSOR_ACTIONS.map((action) => action.replace('-', '_')).flatMap((word) => [
    `ui_account_action_${word}_button`,
    `ui_${word}_account_confirm_multi_message`,
    `ui_${word}_account_success_multi_message`,
  ]),
  ...['known', 'random', 'import'].map((kind) => `ui_create_${kind}_success_multi_message`),
  ...['random', 'import'].map((kind) => `ui_notices_action_${kind}_label`),
];

/**
 * The words that a view writes itself: between its tags, in attributes that are read to people, and as strings of its
 * code that are words rather than names. Not texts: what stands within scripts, and media types.
 */
function textsOfView(source: string): string[] {
  const code = [...source.matchAll(/<%[\s\S]*?%>/g)]
    .map(([part]) => part)
    .filter((part) => !part.startsWith('<%#'));
  const markup = source.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<%[\s\S]*?%>/g, '');
  const between = markup.replace(/<[^>]*>/g, '\n').match(/[^\n]*[A-Za-z]{2}[^\n]*/g) ?? [];
  const read =
    'aria-label|aria-description|title|placeholder|alt|summary|label|data-label|data-say[\\w-]*|data-confirm';
  const attributes = [
    ...markup.matchAll(new RegExp(`\\s(?:${read})=("|')([^"']*[A-Za-z]{2}[^"']*)\\1`, 'g')),
  ];
  const values = [
    ...markup.matchAll(/<input[^>]*type="(?:submit|button|reset)"[^>]*\svalue="([^"]*[A-Za-z]{2}[^"]*)"/g),
  ];
  return [
    ...between,
    ...attributes.map((match) => match[2] ?? ''),
    ...values.map((match) => match[1] ?? ''),
    ...code.flatMap(wordsOfCode),
  ];
}

/** Names that begin with a capital, no words: states and settings as ISE spells them. */
const NAMES = /^(?:[A-Z]+_[A-Z_]+|ASLINK|ONPAGE|BUTTON)$/;

/** The heads of the file that sponsors import: a format, which is the same in every language. */
const HEADS = [
  'First Name',
  'Last Name',
  'Email Address',
  'Phone Number',
  'Person Being Visited',
  'Reason for Visit',
];

/** Strings that are words: of several, or beginning with a capital, or with a mark of a sentence. */
function wordsOfCode(code: string): string[] {
  return [...code.matchAll(/'([^'\n]*)'|`([^`]*)`/g)]
    .map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '\u0000'))
    .filter((text) => /[A-Za-z]{2}/.test(text) && !NAMES.test(text))
    .filter((text) => /^[A-Z]/.test(text) || /[A-Za-z]{2,} [A-Za-z]{2,}|[A-Za-z]{2,}[.!?:]( |$)/.test(text))
    .filter((text) => !/[<=]/.test(text));
}

/**
 * Sentences in code that a page might show. Not texts: comments, lines of the log and of the audit trail, errors of
 * ours that name a bug, and what other programs read.
 */
function sentencesOfCode(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/new (?:Type)?Error\([^)]*\)/g, '')
    .replace(/reason: (['`]).*?\1/g, '');
  const found = code.matchAll(/(['`])(?:[A-Z][a-z]+ (?:[A-Za-z]+|\$\{)[^'`\n]*|[A-Z][a-z]+\.)\1/g);
  return [...found].map(([text]) => text).filter((text) => !HEADS.includes(text.slice(1, -1)));
}

describe('the catalogue of texts', () => {
  const files = globSync(['views/**/*.ejs', 'src/web/**/*.ts', 'static/*.js']);
  const sources = files.map((file) => ({ file, source: readFileSync(file, 'utf8') }));

  it('has every text that the pages ask for', () => {
    for (const { file, source } of sources) {
      for (const [, key = ''] of source.matchAll(/\b(?:t|texts|rich)\(\s*'((?:ui|own|inspector)_\w+)'/g)) {
        assert.ok(keys.includes(key), `${file} asks for ${key}`);
      }
    }
    for (const key of BUILT) assert.ok(keys.includes(key), key);
  });

  it('has no text that nobody asks for', () => {
    const everything = sources.map(({ source }) => source).join('\n');
    // Keys put together in the code: `ui_${action}_account_success_multi_message`.
    const patterns = [...everything.matchAll(/`((?:ui|own|inspector)_[\w${}.]*)`/g)]
      .map(([, literal = '']) => literal)
      .filter((literal) => literal.replace(/\$\{[^}]*\}/g, '').length > 12)
      .map((literal) => new RegExp(`^${literal.replace(/\$\{[^}]*\}/g, '[a-zA-Z_]+')}$`));
    for (const key of keys) {
      const asked = everything.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
      assert.ok(BUILT.includes(key) || asked, key);
    }
  });

  it('views write no text of their own', () => {
    const views = sources.filter(({ file }) => file.endsWith('.ejs'));
    assert.ok(views.length > 40, `only ${views.length} views`);
    for (const { file, source } of views) assert.deepEqual(textsOfView(source), [], file);
  });

  it('a text in a view is found wherever it stands', () => {
    for (const [view, text] of [
      ['<p>Hello</p>', 'Hello'],
      ['<p><%= a %> bytes</p>', 'bytes'],
      ['<% if (a > b) { -%>Yes<% } -%>', 'Yes'],
      ['<a title="Go <%= b %>">', 'Go'],
      ["<button aria-label='Stop'>", 'Stop'],
      ['<input type="submit" value="Send">', 'Send'],
      ['<td data-label="Who">', 'Who'],
      ["<p><%= a ?? 'nobody named' %></p>", 'nobody named'],
      ["<p><%= a ? 'SMS' : b %></p>", 'SMS'],
      ["<% for (const label of ['Sponsor']) { %>", 'Sponsor'],
      [`<p><%= \`Answered \${a}\` %></p>`, 'Answered'],
    ] as const) {
      assert.ok(textsOfView(view).join(' ').includes(text), view);
    }
  });

  it('code of pages writes no sentence of its own, on the server and in the browser', () => {
    for (const { file, source } of sources.filter(({ file }) => /\.(?:ts|js)$/.test(file))) {
      assert.deepEqual(sentencesOfCode(source), [], file);
    }
  });

  it('a sentence in code is found', () => {
    assert.deepEqual(sentencesOfCode("state.textContent = 'Not connected.';"), ["'Not connected.'"]);
    assert.deepEqual(sentencesOfCode(`const title = \`Request to \${name}\`;`), [`\`Request to \${name}\``]);
    assert.deepEqual(sentencesOfCode("// It's gone\nthrow new Error('The guest is gone');"), []);
  });

  it('every text of every language can be read, and English has it too', () => {
    const files = globSync('src/texts/*.json');
    const named = files.flatMap((file) => /(?:^|[\\/])([\w-]+)\.json$/.exec(file)?.[1] ?? []);
    assert.deepEqual(openCatalogues().languages.toSorted(), named.toSorted());
    for (const file of files) {
      const catalogue: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
      for (const [key, text] of Object.entries(catalogue)) {
        assert.ok(keys.includes(key), `${file} has ${key}, which English has not`);
        assert.doesNotThrow(() => new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }), key);
      }
    }
  });

  it('puts values in place, counts in plural forms, and takes markup for text', () => {
    const texts = createTexts();
    assert.match(texts('own_limited_error', { minutes: 1 }), /1 minute and/);
    assert.match(texts('own_limited_error', { minutes: 2 }), /2 minutes and/);
    assert.match(texts('ui_field_required_error', { field: '<b>' }), /^<b> is missing/);
    assert.throws(() => texts('ui_no_such_key'), /ui_no_such_key/);
  });
});
