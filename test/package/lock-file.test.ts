import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

type Entry = { optionalDependencies?: Record<string, string> };

describe('lock file', () => {
  it('holds each package that another system may need: npm ci refuses a lock file that lacks one', () => {
    const { packages }: { packages: Record<string, Entry> } = JSON.parse(
      readFileSync('package-lock.json', 'utf8'),
    );
    const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    assert.notDeepEqual(wanted, []);
    assert.deepEqual(
      wanted.filter((name) => !locked.has(name)),
      [],
    );
  });
});
