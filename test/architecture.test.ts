import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Which folders of src a folder may import from, besides itself. Files directly in src are named by themselves. */
const ARROWS: Record<string, string[]> = {
  domain: [],
  texts: [],
  channels: ['domain'],
  wire: ['domain'],
  storage: ['domain'],
  diagnosis: ['domain'],
  simulators: [],
  services: ['domain'],
  config: ['domain', 'channels'],
  web: ['domain', 'services', 'texts'],
  seams: ['domain'],
  // Parts of compose.ts, which may join anything.
  composition: ['*'],
  'config.ts': ['config', 'domain'],
  'emulator.ts': ['domain', 'services', 'simulators', 'web'],
  'compose.ts': ['*'],
  'index.ts': ['*'],
  cli: ['*'],
  'main.ts': ['*'],
};

const IMPORT = /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;

const files = globSync('src/**/*.ts').map((file) => file.split(path.sep).join('/'));

function areaOf(file: string): string {
  return file.replace(/^src\//, '').split('/')[0] ?? '';
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => name !== '');
}

describe('architecture', () => {
  for (const file of files) {
    it(`imports of ${file} point inward`, () => {
      const area = areaOf(file);
      const allowed = ARROWS[area];
      assert.ok(allowed, `${area} has no row in the table of arrows`);
      for (const name of importsOf(file).filter((name) => name.startsWith('.'))) {
        const target = areaOf(path.posix.join(path.posix.dirname(file), name));
        assert.ok(
          target === area || allowed.includes(target) || allowed.includes('*'),
          `${file} imports ${name}: ${area} must not know ${target}`,
        );
      }
    });
  }

  it('only the command touches process', () => {
    const outside = files.filter(
      (file) => file !== 'src/main.ts' && file !== 'src/index.ts' && !file.startsWith('src/cli/'),
    );
    const offenders = outside.filter((file) =>
      /\bprocess\.(exit|on|argv|env|stdout|stderr)\b/.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(offenders, []);
  });
});
