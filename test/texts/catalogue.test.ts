import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { FORM_FIELDS } from '../../src/domain/registration-form.ts';
import { SPONSOR_ACTIONS } from '../../src/services/sponsor-actions.ts';
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
  ...SPONSOR_ACTIONS.map((action) => action.replace('-', '_')).flatMap((word) => [
    `ui_account_action_${word}_button`,
    `ui_${word}_account_confirm_multi_message`,
    `ui_${word}_account_success_multi_message`,
  ]),
  ...['known', 'random', 'import'].map((kind) => `ui_create_${kind}_success_multi_message`),
  ...['random', 'import'].map((kind) => `ui_notices_action_${kind}_label`),
];

describe('the catalogue of texts', () => {
  const files = globSync([
    'views/{guest,sponsor,errors}/*.ejs',
    'views/partials/guest-*.ejs',
    'src/web/{guest,sponsor}/*.ts',
    'src/web/errors.ts',
  ]);
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
    // Keys put together in the code: `ui_${action}_account_success_multi_message`.
    const patterns = [...everything.matchAll(/`((?:ui|own)_[\w${}.]*)`/g)]
      .map(([, literal = '']) => literal)
      .filter((literal) => literal.replace(/\$\{[^}]*\}/g, '').length > 12)
      .map((literal) => new RegExp(`^${literal.replace(/\$\{[^}]*\}/g, '[a-z_]+')}$`));
    for (const key of keys) {
      const asked = everything.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
      assert.ok(BUILT.includes(key) || asked, key);
    }
  });

  it('views write no sentence of their own', () => {
    for (const { file, source } of sources.filter(({ file }) => file.endsWith('.ejs'))) {
      const shown = source
        .replace(/<script[\s\S]*?<\/script>/g, '')
        .replace(/<%[\s\S]*?%>/g, '')
        .replace(/<[^>]*>/g, '');
      assert.doesNotMatch(shown, /[A-Za-z]{2}/, file);
      const tags = source.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<%[\s\S]*?%>/g, '');
      const attributes = /\s(?:aria-label|title|placeholder|alt|summary)="[^"]*[A-Za-z]{2}[^"]*"/;
      assert.doesNotMatch(tags, attributes, file);
      assert.doesNotMatch(tags, /<input[^>]*type="(?:submit|button)"[^>]*\svalue="[^"]*[A-Za-z]{2}/, file);
    }
  });

  it('handlers of pages write no sentence of their own', () => {
    for (const { file, source } of sources.filter(({ file }) => file.endsWith('.ts'))) {
      const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
      const sentences = [...code.matchAll(/(['`])[A-Z][a-z]+ (?:[a-z]+ ){2,}[^'`\n]*\1/g)].map(
        ([text]) => text,
      );
      // The audit trail is the lab's, not the guest's.
      const shown = sentences.filter((text) => !code.includes(`reason: ${text}`));
      assert.deepEqual(shown, [], file);
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
