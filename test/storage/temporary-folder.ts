import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the tests of the surrounding `describe` paths that nobody used yet; the folder goes with the last test. */
export function temporaryFolder(): (name: string) => string {
  let folder = '';
  let count = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ise-guest-storage-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, `${count++}`, name);
}
