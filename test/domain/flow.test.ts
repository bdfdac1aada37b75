import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import { afterRegistration, ENTRANCE, nextStep, STEPS } from '../../src/domain/flow.ts';
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

describe('the flow before login', () => {
  it('is one table in this order', () => {
    assert.deepEqual(
      ENTRANCE.map(({ name, submit }) => [name, submit]),
      [
        ['login', 'LoginSubmit.action?from=LOGIN'],
        ['registration', 'CreateAccount.action?from=SELF_REGISTRATION'],
        ['wait', 'SelfRegistrationWait.action?from=SELF_REGISTRATION_WAIT'],
        ['login-with-instructions', 'LoginSubmit.action?from=LOGIN'],
        ['leaving', ''],
        ['registered', 'SelfRegistrationSuccess.action?from=SELF_REGISTRATION_SUCCESS'],
      ],
    );
  });

  it('after a registration comes the first page that the settings ask for', () => {
    const shown = (selfRegPageSettings: Record<string, unknown>, changed = false) =>
      afterRegistration({ portal: portalWith({ selfRegPageSettings }), changed });
    const away = { postRegistrationRedirect: 'URL', postRegistrationRedirectUrl: 'https://example.com/' };
    assert.equal(shown({}), 'registered');
    assert.equal(shown({ postRegistrationRedirect: 'LOGINPAGEWITHINSTRUCTIONS' }), 'login-with-instructions');
    assert.equal(shown(away), 'leaving');
    assert.equal(shown(away, true), 'registered', 'who sent other details than before must see it');
    assert.equal(shown({ ...away, postRegistrationRedirectUrl: 'javascript:alert(1)' }), 'registered');
    assert.equal(shown({ ...away, requireGuestApproval: true }), 'leaving');
    assert.equal(shown({ ...away, requireGuestApproval: true, autoLoginSelfWait: true }), 'wait');
  });
});

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
        passwordOfferAnsweredAt: null,
        firstLoginAt: '1',
        lastLoginAt: '1',
        ...changes,
      },
    });
    assert.equal(on(change, account({})), 'change-password');
    assert.equal(on(change, account({ lastLoginAt: '2' })), 'change-password', 'never answered');
    assert.equal(on(change, account({ passwordOfferAnsweredAt: '1' })), 'banner');
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
