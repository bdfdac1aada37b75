import assert from 'node:assert/strict';
import type { Family } from '../../src/diagnosis/rule.ts';
import type { Certainty } from '../../src/domain/diagnosis.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { diagnosed, found, rulesOf, type Tried } from './diagnosed.ts';

/** A rule with a case that it finds and a near miss, about which it must be silent. */
export interface RuleRow {
  rule: string;
  finds: [provider: HttpProvider, tried?: Tried];
  /** In the sentence that says what is wrong. */
  says: RegExp;
  /** In the sentence that says what to do. */
  remedy?: RegExp;
  certainty: Certainty;
  /** True: it comes before everything else. */
  first?: true;
  misses: [provider: HttpProvider, tried?: Tried];
}

/** Runs the rows; a rule of the family without a row fails. */
export function describeFamily(family: Family, rows: RuleRow[]): void {
  for (const { rule, finds, says, remedy, certainty, first, misses } of rows) {
    it(`${rule}: says ${says.source}`, () => {
      const diagnosis = diagnosed(...finds);
      const one = found(diagnosis, rule);
      assert.match(one.problem, says);
      if (remedy) assert.match(one.remedy, remedy);
      assert.equal(one.certainty, certainty);
      if (first) assert.equal(diagnosis[0]?.rule, rule, rulesOf(diagnosis).join(', '));
      assert.ok(one.evidence.length > 0);
    });
    it(`${rule}: is silent about the near miss`, () => {
      assert.ok(!rulesOf(diagnosed(...misses)).includes(rule));
    });
  }
  it(`each rule of the family ${family.name} has its row`, () => {
    const missing = family.rules
      .map(({ name }) => name)
      .filter((name) => !rows.some((row) => row.rule === name));
    assert.deepEqual(missing, []);
  });
}
