import assert from 'node:assert/strict';
import { addRow, changeRow, removeRow } from '../../src/config/edit-providers.ts';

const BEFORE = `{
\t// Ours.
\t"$schema": "./providers.schema.json",
\t"providers": [
\t\t{ "name":   "A", "type": "http", "httpsPassword": {"env":  "SECRET"} }, // on one line
\t\t{
\t\t\t"name": "B", /* a comment */
\t\t\t"url":  "http://b",
\t\t\t"emulator": { "plus": "keep", "timeoutMs": 5 }
\t\t}
\t],
\t"proxy": null }
`;

describe('rows of providers.json, edited in its text', () => {
  it('change: a member that is the same stays as it is written, also a reference to the environment', () => {
    const row = { name: 'A', type: 'http', httpsPassword: { env: 'SECRET' }, useHttpPost: true };
    assert.equal(
      changeRow(BEFORE, 0, row),
      BEFORE.replace('"SECRET"} }', '"SECRET"}, "useHttpPost": true }'),
    );
  });

  it('change: only what differs is written, also inside emulator, and what is left out goes', () => {
    const row = { name: 'B', url: 'http://other', emulator: { plus: 'keep' } };
    assert.equal(
      changeRow(BEFORE, 1, row),
      BEFORE.replace('http://b', 'http://other').replace(', "timeoutMs": 5', ''),
    );
  });

  it('change: a new member takes the indentation of its row, and the line ends of the file', () => {
    const windows = BEFORE.replaceAll('\n', '\r\n');
    const changed = changeRow(windows, 1, {
      name: 'B',
      url: 'http://b',
      emulator: { plus: 'keep', timeoutMs: 5 },
      data: 'x',
    });
    assert.match(changed, /"timeoutMs": 5 \},\r\n\t\t\t"data": "x"\r\n\t\t\}/);
    assert.doesNotMatch(changed, /[^\r]\n/);
  });

  it('add: a new row stands behind the last one, and nothing else changes', () => {
    const added = addRow(BEFORE, { name: 'C', type: 'smtp' });
    assert.match(added, /\n\t\t\{\n\t\t\t"name": "C",\n\t\t\t"type": "smtp"\n\t\t\}\n\t\],/);
    assert.equal(added.replace(/,\n\t\t\{\n\t\t\t"name": "C"[^}]*\}/, ''), BEFORE);
    assert.deepEqual(JSON.parse(addRow('{"providers":[]}', { name: 'C' })), { providers: [{ name: 'C' }] });
  });

  it('remove: a row goes with its comma, and the comments of the others stay', () => {
    assert.equal(
      removeRow(BEFORE, 1).replace(/\s+/g, ' '),
      BEFORE.replace(/, (\/\/ on one line)\n\t\t\{[\s\S]*?\n\t\t\}/, ' $1').replace(/\s+/g, ' '),
    );
    const first = removeRow(BEFORE, 0);
    assert.match(first, /"providers": \[ \/\/ on one line\n\t\t\{\n\t\t\t"name": "B", \/\* a comment \*\//);
    assert.equal(removeRow('{"providers":[{"name":"A"}]}', 0), '{"providers":[]}');
  });
});
