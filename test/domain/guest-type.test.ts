import assert from 'node:assert/strict';
import { parsePortalFile } from '../../src/config/portal-file.ts';
import { UNTOUCHED } from '../../src/domain/account.ts';
import { DEFAULT_GUEST_TYPES, guestTypeNamed, isKnownGuestType } from '../../src/domain/guest-type.ts';
import { endFromFirstLogin, validityOf } from '../../src/domain/validity.ts';
import { portalWith } from '../support/guest.ts';

function typesOf(guestTypes: unknown) {
  const parsed = parsePortalFile({ SelfRegPortal: { id: 'x', name: 'x' }, emulator: { guestTypes } });
  return 'portal' in parsed ? parsed.portal.emulator.guestTypes : parsed.mistakes;
}

describe('guest types', () => {
  it('ISE’s four are there without being written down, found with and without " (default)"', () => {
    const types = portalWith().emulator.guestTypes;
    for (const name of ['Contractor', 'Daily', 'Weekly', 'SocialLogin']) {
      assert.equal(guestTypeNamed(types, name).name, `${name} (default)`);
      assert.equal(guestTypeNamed(types, `${name.toLowerCase()} (default)`).name, `${name} (default)`);
    }
    const { accessTime, loginOptions } = guestTypeNamed(types, 'Contractor');
    assert.deepEqual([accessTime.defaultDuration, accessTime.maxAccountDuration], [90, 365]);
    assert.deepEqual([loginOptions.maxSimultaneousLogins, loginOptions.maxRegisteredDevices], [3, 5]);
    assert.equal(guestTypeNamed(types, 'Daily').accessTime.maxAccountDuration, 5);
    assert.equal(isKnownGuestType(types, 'Visitor'), false);
    assert.equal(guestTypeNamed(types, 'Visitor').name, 'Visitor');
  });

  it('one exported over ERS is read as it is, wrapped or not, and replaces the shipped one of its name', () => {
    const types = typesOf([
      { GuestType: { name: 'Daily (default)', loginOptions: { maxRegisteredDevices: '2' }, link: {} } },
      { name: 'Visitor', accessTime: { fromFirstLogin: 'true', defaultDuration: 2, maxAccountDuration: 3 } },
    ]);
    assert.equal(types.length, DEFAULT_GUEST_TYPES.length + 1);
    assert.ok(Array.isArray(types) && types.every((type) => 'name' in type));
    assert.equal(guestTypeNamed(types, 'Daily').loginOptions.maxRegisteredDevices, 2);
    assert.equal(guestTypeNamed(types, 'Visitor').accessTime.fromFirstLogin, true);
  });

  it('a mistake is named with its place', () => {
    const mistakes = typesOf([
      { name: 'A', accessTime: { dayTimeLimits: [{ startTime: '9:00', days: ['Someday'] }] } },
      { name: 'B', accessTime: { defaultDuration: 9, maxAccountDuration: 8 } },
      { loginOptions: { failureAction: 'Explode' } },
    ]);
    const paths = mistakes.map((mistake) => ('path' in mistake ? mistake.path : ''));
    for (const end of ['startTime', 'days[0]', 'defaultDuration', 'name', 'failureAction']) {
      assert.ok(
        paths.some((path) => path.endsWith(end)),
        `${end} in ${paths.join(', ')}`,
      );
    }
  });

  it('an account lasts as the portal says, and never longer than its type allows', () => {
    const from = new Date('2026-07-15T12:00:00Z');
    const { settings, emulator } = portalWith({ selfRegPageSettings: { accountValidityDuration: 30 } });
    const daily = guestTypeNamed(emulator.guestTypes, 'Daily');
    assert.deepEqual(validityOf(from, settings.selfRegPageSettings, daily, 'UTC'), {
      validFrom: '2026-07-15T12:00:00.000Z',
      validTo: '2026-07-20T12:00:00.000Z',
      minutesFromFirstLogin: null,
    });
  });

  it('from the first login: the account waits as long as the type allows, then lasts its time, once', () => {
    const from = new Date('2026-07-15T12:00:00Z');
    const { settings, emulator } = portalWith();
    const daily = guestTypeNamed(emulator.guestTypes, 'Daily');
    const type = { ...daily, accessTime: { ...daily.accessTime, fromFirstLogin: true } };
    const validity = validityOf(from, settings.selfRegPageSettings, type, 'UTC');
    assert.deepEqual([validity.validTo, validity.minutesFromFirstLogin], ['2026-07-20T12:00:00.000Z', 1440]);
    const account = { ...UNTOUCHED, ...validity } as Parameters<typeof endFromFirstLogin>[0];
    const first = new Date('2026-07-17T08:00:00Z');
    assert.equal(endFromFirstLogin(account, first, 'UTC'), '2026-07-18T08:00:00.000Z');
    const used = { ...account, firstLoginAt: first.toISOString(), validTo: '2026-07-18T08:00:00.000Z' };
    assert.equal(
      endFromFirstLogin(used, new Date('2026-07-18T07:00:00Z'), 'UTC'),
      '2026-07-18T08:00:00.000Z',
    );
  });

  it('a day from the first login ends at the same time of the clocks where they are set back in between', () => {
    const noon = new Date('2026-10-31T19:00:00Z');
    const end = (minutesFromFirstLogin: number) => {
      const account = { ...UNTOUCHED, minutesFromFirstLogin } as Parameters<typeof endFromFirstLogin>[0];
      return endFromFirstLogin(account, noon, 'America/Los_Angeles');
    };
    assert.equal(end(1440), '2026-11-01T20:00:00.000Z');
    assert.equal(end(1439), '2026-11-01T18:59:00.000Z', 'what is no whole day is counted through');
  });
});
