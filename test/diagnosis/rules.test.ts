import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { families } from '../../src/diagnosis/index.ts';
import { rulesDocument } from '../../src/diagnosis/rules-document.ts';

const rules = families.flatMap((family) => family.rules.map((rule) => ({ family: family.name, ...rule })));

describe('diagnosis: the table of rules', () => {
  it('every name is unique and kebab-case', () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
    assert.deepEqual(
      names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)),
      [],
    );
  });

  it('every rule says how it is known', () => {
    assert.deepEqual(
      rules.filter(({ source }) => source.trim() === '').map(({ name }) => name),
      [],
    );
  });

  it('every rule is named by a test or by a broken set-up', () => {
    const files = [...globSync('test/diagnosis/*.test.ts'), ...globSync('test/broken/*.jsonc')];
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const computed = readFileSync('test/diagnosis/http-status.test.ts', 'utf8');
    const isNamed = (name: string) =>
      new RegExp(`['"\`]${name}['"\`:]`).test(text) ||
      (/^http-\d{3}$/.test(name) && computed.includes(`status('${name.slice(5)}'`));
    assert.deepEqual(
      rules.filter(({ name }) => !isNamed(name)).map(({ family, name }) => `${family}: ${name}`),
      [],
    );
  });

  it('what a rule follows exists, and nothing follows itself in a circle', () => {
    const byName = new Map(rules.map((rule) => [rule.name, rule]));
    for (const { name, follows = [] } of rules) {
      for (const before of follows) {
        assert.ok(byName.has(before), `${name} follows ${before}, which is no rule`);
        assert.ok(!byName.get(before)?.follows?.includes(name), `${name} and ${before} follow each other`);
      }
    }
  });

  it('docs/diagnosis.md is what the rules say now (npm run schemas)', () => {
    assert.equal(readFileSync('docs/diagnosis.md', 'utf8'), rulesDocument());
  });

  it("the families stand in the order of a message's way", () => {
    const way = [
      'release',
      'template',
      'message',
      'number',
      'network',
      'proxy',
      'tls',
      'smtp',
      'auth',
      'answer',
    ];
    const names = families.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => way.includes(name)),
      way,
    );
  });
});
