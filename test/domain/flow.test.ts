import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import { nextStep, STEPS } from '../../src/domain/flow.ts';
import { portalWith } from '../support/guest.ts';

const NOW = new Date('2026-07-15T12:00:00Z');

function situation(settings: Record<string, Record<string, unknown>>, aupAcceptedAt: string | null = null) {
  return { portal: portalWith(settings), account: { aupAcceptedAt } as Account, now: NOW };
}

describe('the flow after login', () => {
  it('is one table in this order', () => {
    assert.deepEqual(
      STEPS.map(({ name, submit }) => [name, submit]),
      [
        ['aup', 'AupSubmit.action?from=AUP'],
        ['banner', 'Continue.action?from=POST_ACCESS_BANNER'],
        ['success', 'DoCoA.action'],
      ],
    );
  });

  it('goes on below the step that was passed, over the rows that hold', () => {
    const all = situation({});
    assert.equal(nextStep('login', all), 'aup');
    assert.equal(nextStep('aup', all), 'banner');
    assert.equal(nextStep('banner', all), 'success');
    assert.equal(nextStep('success', all), 'success');
    const none = situation({
      aupSettings: { includeAup: false },
      postAccessBannerSettings: { includePostAccessBanner: false },
    });
    assert.equal(nextStep('login', none), 'success');
  });

  it('an accepted policy is due again as displayFrequency says', () => {
    const accepted = '2026-07-10T12:00:00Z';
    const stepAt = (displayFrequency: string, displayFrequencyIntervalDays = 5) =>
      nextStep(
        'login',
        situation({ aupSettings: { displayFrequency, displayFrequencyIntervalDays } }, accepted),
      );
    assert.equal(stepAt('FIRSTLOGIN'), 'banner');
    assert.equal(stepAt('EVERYLOGIN'), 'aup');
    assert.equal(stepAt('RECURRING', 5), 'aup');
    assert.equal(stepAt('RECURRING', 6), 'banner');
  });
});
