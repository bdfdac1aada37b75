import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJsonFile } from '../../src/config/json-file.ts';

describe('a JSON file', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-json-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    const file = path.join(folder, 'a.json');
    writeFileSync(file, text);
    return readJsonFile(file);
  };

  it('may have comments, and the mark that Windows editors put first', () => {
    assert.deepEqual(read('\uFEFF{ "a": 1, // one\n /* "b": 2 */ "c": "// no comment" }'), {
      a: 1,
      c: '// no comment',
    });
  });

  it('that is none is told by its first place, in plain words', () => {
    const said = (text: string, words: RegExp) => assert.throws(() => read(text), words);
    said('{"a": "x', /a\.json: line 1, column 7 is ".*"; it must be JSON: a text is not closed\.$/);
    said('{"a": 1\n "b": 2}', /line 2, column 2 is ".*it must be JSON: a comma is missing\.$/);
    said('{"a": 1,}', /line 1, column 9 is .*a comma is too much\.$/);
    said('{"a": {}', /column 9 is missing; it must be JSON: a closing } is missing\.$/);
    said('{a: 1}', /is "a: 1}"; it must be JSON: .*double quotes/);
    said('', /line 1, column 1 is missing; it must be JSON: a value is missing/);
  });

  it('that is a folder is called so', () => {
    assert.throws(() => readJsonFile(folder), /is "a folder"; it must be a file that can be read/);
  });
});
