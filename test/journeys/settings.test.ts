import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PORTAL_SETTINGS } from '../../src/config/portal-settings-table.ts';
import { seeSwitched } from '../support/switched.ts';
import { ENTRANCE_ROWS } from '../support/switched-entrance.ts';
import { ONWARD_ROWS } from '../support/switched-onward.ts';

const ROWS = [...ENTRANCE_ROWS, ...ONWARD_ROWS];

/** Settings whose effect is seen elsewhere: which test names them. */
const ELSEWHERE: Record<string, string> = {
  'portalSettings.displayLang': 'test/journeys/languages.test.ts',
  'portalSettings.fallbackLanguage': 'test/journeys/languages.test.ts',
  'portalSettings.alwaysUsedLanguage': 'test/journeys/languages.test.ts',
  'selfRegPageSettings.approveDenyLinksValidFor': 'test/journeys/approval.test.ts',
  'selfRegPageSettings.approveDenyLinksTimeUnits': 'test/journeys/approval.test.ts',
  'selfRegPageSettings.authenticateSponsorsUsingPortalList': 'test/journeys/approval.test.ts',
  'selfRegPageSettings.sponsorPortalList': 'test/journeys/approval.test.ts',
  'selfRegPageSettings.requireApproverToAuthenticate': 'test/journeys/approval.test.ts',
};

describe('each setting, when switched, changes this', () => {
  for (const [setting, value, see, mark, given = {}] of ROWS) {
    it(`${setting}: ${JSON.stringify(value)}`, async () => {
      const [before, after] = await seeSwitched({ setting, value, see, mark, given });
      assert.notEqual(mark.test(after), mark.test(before), `${mark} with and without: ${mark.test(after)}`);
    });
  }

  it('no setting that is said to do something is missing here', () => {
    const said = PORTAL_SETTINGS.filter(
      ({ path, support }) => support === 'yes' && path.startsWith('settings.'),
    ).map(({ path }) => path.replace('settings.', ''));
    const shown = [...ROWS.map(([setting]) => setting), ...Object.keys(ELSEWHERE)];
    assert.deepEqual(shown.toSorted(), said.toSorted());
    for (const [setting, file] of Object.entries(ELSEWHERE)) {
      const name = setting.split('.').at(-1) ?? '?';
      assert.ok(readFileSync(file, 'utf8').includes(name), `${file} says nothing of ${name}`);
    }
  });
});
