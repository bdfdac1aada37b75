import assert from 'node:assert/strict';
import { GuestLab } from '../support/guest.ts';
import { accountOf, newGuest, STRAIGHT_ON } from '../support/network.ts';
import type { Page } from '../support/page.ts';

const HOUR = 3_600_000;

/** In San Jose the clocks go back from 02:00 to 01:00 on the 1st of November 2026, at 09:00 UTC. */
describe('the night the clocks go back', () => {
  let lab: GuestLab;

  const at = (time: string) => {
    lab.clock.time = Date.parse(time);
  };

  async function open(duration: [number, string], emulator: Record<string, unknown> = {}): Promise<void> {
    const [accountValidityDuration, accountValidityTimeUnits] = duration;
    lab = await GuestLab.open(
      { ...STRAIGHT_ON, selfRegPageSettings: { accountValidityDuration, accountValidityTimeUnits } },
      emulator,
    );
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  async function signOn(guest: { username: string; password: string }): Promise<Page> {
    const browser = lab.browser();
    return (await browser.signOn((await browser.land()).page, guest.username, guest.password)).page;
  }

  it('a day ends at the same time by the clocks of the location, 25 hours later, as page and message say', async () => {
    await open([1, 'DAYS']);
    at('2026-10-31T21:00:00Z');
    const browser = lab.browser();
    const { page } = await browser.register({ 'First name': 'Jane', 'Email address': 'jane@example.com' });
    assert.match(page.text, /works until 11\/01\/2026 14:00 PST/);
    const { items } = await lab.deliveries();
    const mail = items.find(({ kind }) => kind === 'email')?.message.text ?? '';
    assert.match(mail, /from 10\/31\/2026 14:00 PDT until 11\/01\/2026 14:00 PST/);
    const [account] = (await lab.accounts()).items;
    assert.ok(account);
    assert.equal(Date.parse(account.validTo) - Date.parse(account.validFrom), 25 * HOUR);

    at('2026-11-01T21:59:59Z');
    assert.match((await signOn(account)).text, /Your access ends on 11\/01\/2026 14:00 PST/);
    at('2026-11-01T22:00:00Z');
    assert.match((await signOn(account)).problems.join(), /has ended/);
  });

  it('hours are hours: six of them over the change end five hours later by the clock', async () => {
    await open([6, 'HOURS']);
    at('2026-11-01T06:00:00Z');
    const guest = await newGuest(lab);
    assert.equal((await accountOf(lab, guest)).validTo, '2026-11-01T12:00:00.000Z');
    assert.match((await signOn(guest)).text, /11\/01\/2026 04:00 PST/);
  });

  it('the hour that comes twice is told apart by its zone', async () => {
    await open([30, 'MINUTES']);
    at('2026-11-01T08:00:00Z');
    assert.match((await signOn(await newGuest(lab))).text, /11\/01\/2026 01:30 PDT/);
    at('2026-11-01T09:00:00Z');
    assert.match((await signOn(await newGuest(lab))).text, /11\/01\/2026 01:30 PST/);
  });

  it('access from one to two o’clock lasts both of these hours, and from three o’clock begins by the new clock', async () => {
    const access = (startTime: string, endTime: string) => ({
      name: 'Daily (default)',
      accessTime: {
        allowAccessOnSpecificDaysTimes: true,
        dayTimeLimits: [{ days: ['Sunday'], startTime, endTime }],
      },
    });
    const letsIn = async (guest: { username: string; password: string }, time: string) => {
      at(time);
      const page = await signOn(guest);
      if (page.heading !== 'Success') assert.match(page.problems.join(), /does not work at this time/);
      return page.heading === 'Success';
    };
    await open([5, 'DAYS'], { guestTypes: [access('01:00', '02:00')] });
    at('2026-10-31T12:00:00Z');
    const night = await newGuest(lab);
    for (const [time, expected] of [
      ['2026-11-01T07:59:00Z', false],
      ['2026-11-01T08:00:00Z', true],
      ['2026-11-01T09:30:00Z', true],
      ['2026-11-01T10:00:00Z', false],
    ] as const) {
      assert.equal(await letsIn(night, time), expected, time);
    }
    await lab.close();

    await open([5, 'DAYS'], { guestTypes: [access('03:00', '09:00')] });
    at('2026-10-31T12:00:00Z');
    const morning = await newGuest(lab);
    for (const [time, expected] of [
      ['2026-11-01T10:30:00Z', false],
      ['2026-11-01T11:00:00Z', true],
      ['2026-11-01T16:59:00Z', true],
      ['2026-11-01T17:00:00Z', false],
    ] as const) {
      assert.equal(await letsIn(morning, time), expected, time);
    }
  });
});
