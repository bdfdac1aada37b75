import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { FORM_FIELDS } from '../../src/domain/registration-form.ts';
import { createTexts } from '../../src/texts/index.ts';

const keys = Object.keys(JSON.parse(readFileSync('src/texts/en.json', 'utf8')));

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
];

describe('the catalogue of texts', () => {
  const files = globSync(['views/guest/*.ejs', 'views/partials/guest-*.ejs', 'src/web/guest/*.ts']);
  const sources = files.map((file) => ({ file, source: readFileSync(file, 'utf8') }));

  it('has every text that the pages ask for', () => {
    for (const { file, source } of sources) {
      for (const [, key = ''] of source.matchAll(/\b(?:t|texts|rich)\(\s*'((?:ui|own)_[a-z0-9_]+)'/g)) {
        assert.ok(keys.includes(key), `${file} asks for ${key}`);
      }
    }
    for (const key of BUILT) assert.ok(keys.includes(key), key);
  });

  it('has no text that nobody asks for', () => {
    const everything = sources.map(({ source }) => source).join('\n');
    for (const key of keys) assert.ok(BUILT.includes(key) || everything.includes(`'${key}'`), key);
  });

  it('views write no sentence of their own', () => {
    for (const { file, source } of sources.filter(({ file }) => file.endsWith('.ejs'))) {
      const shown = source
        .replace(/<script[\s\S]*?<\/script>/g, '')
        .replace(/<%[\s\S]*?%>/g, '')
        .replace(/<[^>]*>/g, '');
      assert.doesNotMatch(shown, /[A-Za-z]{2}/, file);
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
