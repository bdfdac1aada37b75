import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Family } from '../../src/diagnosis/rule.ts';
import type { Case, Certainty } from '../../src/domain/diagnosis.ts';

export interface CaseRow {
  rule: string;
  finds: Case;
  /** In the sentence that says what is wrong: the guilty value. */
  says: RegExp;
  /** In the sentence that says what to do. */
  remedy: RegExp;
  certainty?: Certainty;
  /** Something close by, about which the rule must be silent. */
  misses: Case;
}

/** Runs the rows through the whole engine; a rule of the family without a row fails. */
export function describeRules(family: Family, rows: CaseRow[]): void {
  for (const { rule, finds, says, remedy, certainty = 'cause', misses } of rows) {
    it(`${rule}: says ${says.source}`, () => {
      const diagnosis = diagnose(finds);
      const found = diagnosis.find((one) => one.rule === rule);
      assert.ok(found, diagnosis.map((one) => one.rule).join(', '));
      assert.match(found.problem, says);
      assert.match(found.remedy, remedy);
      assert.equal(found.certainty, certainty);
      assert.ok(found.evidence.length > 0);
      if (certainty === 'cause') assert.equal(diagnosis[0]?.rule, rule);
    });

    it(`${rule}: is silent about the near miss`, () => {
      assert.ok(!diagnose(misses).some((one) => one.rule === rule));
    });
  }

  it(`each rule of the family ${family.name} has its row`, () => {
    const tested = new Set(rows.map(({ rule }) => rule));
    assert.deepEqual(
      family.rules.map(({ name }) => name).filter((name) => !tested.has(name)),
      [],
    );
  });
}
