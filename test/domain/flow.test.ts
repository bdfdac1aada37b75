import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import { nextStep, STEPS } from '../../src/domain/flow.ts';
import { portalWith } from '../support/guest.ts';

const NOW = new Date('2026-07-15T12:00:00Z');

function situation(settings: Record<string, Record<string, unknown>>, aupAcceptedAt: string | null = null) {
  return {
    portal: portalWith(settings),
    account: { aupAcceptedAt, guestType: 'Daily (default)' } as Account,
    now: NOW,
    mac: null,
    devices: [],
  };
}

describe('the flow after login', () => {
  it('is one table in this order', () => {
    assert.deepEqual(
      STEPS.map(({ name, submit }) => [name, submit]),
      [
        ['aup', 'AupSubmit.action?from=AUP'],
        ['max-devices', 'MaxDevices.action?from=MAX_DEVICES'],
        ['change-password', 'ChangePassword.action?from=CHANGE_PASSWORD'],
        ['devices', 'DeviceRegistration.action?from=DEVICE_REGISTRATION'],
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

  it('each page in the middle is shown under its own condition', () => {
    const device = (mac: string) => ({ mac, accountId: 'a', description: '', registeredAt: '' });
    const full = ['1', '2', '3', '4', '5'].map(device);
    const auto = { guestDeviceRegistrationSettings: { autoRegisterGuestDevices: true } };
    const on = (settings: Record<string, Record<string, unknown>>, changes: object = {}) =>
      nextStep('aup', { ...situation(settings), ...changes });
    assert.equal(on(auto, { mac: '6', devices: full }), 'max-devices');
    assert.equal(on(auto, { mac: '5', devices: full }), 'banner');
    assert.equal(on(auto, { mac: null, devices: full }), 'banner');
    assert.equal(on(auto, { mac: '6', devices: full.slice(1) }), 'banner');
    assert.equal(on({}, { mac: '6', devices: full }), 'banner');

    const change = { guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true } };
    const account = (changes: object) => ({
      account: {
        guestType: 'Daily',
        passwordChangedAt: null,
        firstLoginAt: '1',
        lastLoginAt: '1',
        ...changes,
      },
    });
    assert.equal(on(change, account({})), 'change-password');
    assert.equal(on(change, account({ lastLoginAt: '2' })), 'banner');
    assert.equal(on(change, account({ passwordChangedAt: '1' })), 'banner');
    assert.equal(on(change, account({ creation: 'employee' })), 'banner');

    const enter = { guestDeviceRegistrationSettings: { allowGuestsToRegisterDevices: true } };
    assert.equal(on(enter), 'devices');
  });

  it('employees pass without the policy when it is skipped for them', () => {
    const skip = situation({ aupSettings: { skipAupForEmployees: true } });
    assert.equal(nextStep('login', skip), 'aup');
    assert.equal(
      nextStep('login', { ...skip, account: { ...skip.account, creation: 'employee' } as Account }),
      'banner',
    );
  });
});
