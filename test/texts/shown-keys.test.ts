import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { isShownKey } from '../../src/texts/shown-keys.ts';

/** ISE: the string keys of a self-registered portal, as an export lists them. */
const ISE_KEYS = readFileSync('test/texts/ise-string-keys.txt', 'utf8').split(/\s+/).filter(Boolean);

const VIEWS = globSync('views/guest/*.ejs').map((file) => readFileSync(file, 'utf8'));

describe('ISE’s string keys', () => {
  it('each has its place on a page, or is named in docs/portal-texts.md', () => {
    const listed = [...readFileSync('docs/portal-texts.md', 'utf8').matchAll(/^- `(ui_\w+)`$/gm)].map(
      ([, key = '']) => key,
    );
    assert.equal(ISE_KEYS.length, 349);
    assert.deepEqual(listed.toSorted(), ISE_KEYS.filter((key) => !isShownKey(key)).toSorted());
  });

  it('pages with room for optional content are those whose views have it', () => {
    const including = (partial: string) =>
      VIEWS.flatMap((view) => [
        ...view.matchAll(new RegExp(`guest-${partial}', \\{ prefix: '(\\w+)'`, 'g')),
      ]).map(([, prefix = '']) => prefix);
    const grace = ['waiting', 'success', 'deny', 'expire'].map((page) => `ui_grace_access_${page}_page`);
    const first = [...including('instructions'), 'ui_error', ...grace];
    for (const [number, pages] of [
      [1, first],
      [2, [...including('optional'), ...grace]],
    ] as const) {
      const end = `_optional_content_${number}`;
      const shown = ISE_KEYS.filter((key) => key.endsWith(end) && isShownKey(key));
      assert.deepEqual(shown, [...new Set(pages)].map((page) => page + end).toSorted());
    }
  });
});
