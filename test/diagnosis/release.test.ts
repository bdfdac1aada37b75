import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import { parseRelease } from '../../src/domain/release.ts';
import { caseOf, found, rulesOf } from '../support/diagnosed.ts';
import { shippedRow } from '../support/vendor-rows.ts';

const RULE = 'not-in-this-release';
const plain = shippedRow('Global Default');
const secure = shippedRow('Clickatell HTTPS');
const post = { ...shippedRow('Clickatell REST'), url: 'http://api.clickatell.com/rest/message?x-version=1' };
const both = shippedRow('Twilio');

const judged = (release: string, row: typeof plain) => {
  const one = caseOf(row);
  const parsed = parseRelease(release);
  assert.ok(parsed);
  return diagnose({ ...one, settings: { ...one.settings, release: parsed } });
};

describe('diagnosis: release', () => {
  const refused: [release: string, row: typeof plain, needs: RegExp][] = [
    ['1.2', plain, /ISE 1\.2 .*"Global Default": it needs HTTP, /],
    ['1.2', both, /it needs HTTPS and HTTP POST/],
    ['1.3', secure, /it needs HTTPS, /],
    ['1.4p7', secure, /ISE 1\.4p7 .*it needs HTTPS, /],
    ['1.4p7', post, /it needs HTTP POST, /],
    ['2.0', both, /it needs HTTPS and HTTP POST, /],
    ['2.0p2', both, /ISE 2\.0p2 .*"Twilio"/],
  ];
  for (const [release, row, needs] of refused) {
    it(`${RULE}: ${release} refuses ${row.name}, first of all and with what it needs`, () => {
      const diagnosis = judged(release, row);
      assert.equal(diagnosis[0]?.rule, RULE);
      assert.match(diagnosis[0]?.problem ?? '', needs);
      assert.match(
        found(diagnosis, RULE).remedy,
        release === '1.2' && row === plain ? /1\.3 or later/ : /1\.4 patch 8/,
      );
    });
  }

  const taken: [release: string, row: typeof plain][] = [
    ['1.3', plain],
    ['1.4p7', plain],
    ['1.4p8', both],
    ['2.0p3', both],
    ['2.1', secure],
  ];
  for (const [release, row] of taken) {
    it(`${release} can send through ${row.name}`, () => {
      assert.ok(!rulesOf(judged(release, row)).includes(RULE));
    });
  }
});
