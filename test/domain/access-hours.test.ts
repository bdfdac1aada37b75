import assert from 'node:assert/strict';
import { isWithinHours } from '../../src/domain/access-hours.ts';
import { type DayTimeLimit, guestTypeNamed } from '../../src/domain/guest-type.ts';

const WEEKDAYS: DayTimeLimit['days'] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

function within(at: string, limits: DayTimeLimit[], zone = 'America/Los_Angeles'): boolean {
  const type = guestTypeNamed([], 'any');
  const accessTime = { ...type.accessTime, allowAccessOnSpecificDaysTimes: true, dayTimeLimits: limits };
  return isWithinHours({ ...type, accessTime }, new Date(at), zone);
}

const office = [{ startTime: '09:00', endTime: '17:00', days: WEEKDAYS }];

describe('access hours', () => {
  it('when they are not limited, every moment is within', () => {
    assert.ok(isWithinHours(guestTypeNamed([], 'any'), new Date(), 'UTC'));
  });

  it('the first minute is within and the last is not, by the clock of the location', () => {
    assert.equal(within('2026-07-15T15:59:59Z', office), false);
    assert.equal(within('2026-07-15T16:00:00Z', office), true);
    assert.equal(within('2026-07-15T23:59:59Z', office), true);
    assert.equal(within('2026-07-16T00:00:00Z', office), false);
    assert.equal(within('2026-07-15T09:30:00Z', office, 'UTC'), true);
  });

  it('daylight saving: nine o’clock is nine o’clock, an hour earlier or later by UTC', () => {
    // Clocks in California go back on Sunday 1 November 2026, and forward on Sunday 14 March 2027.
    assert.equal(within('2026-10-30T16:30:00Z', office), true);
    assert.equal(within('2026-11-02T16:30:00Z', office), false);
    assert.equal(within('2026-11-02T17:30:00Z', office), true);
    assert.equal(within('2027-03-12T16:30:00Z', office), false);
    assert.equal(within('2027-03-15T16:30:00Z', office), true);
  });

  it('the day is the location’s, not that of UTC', () => {
    const friday = [{ startTime: '17:00', endTime: '23:59', days: ['Friday' as const] }];
    assert.equal(within('2026-07-18T02:00:00Z', friday), true);
    assert.equal(within('2026-07-17T02:00:00Z', friday), false);
  });

  it('until 23:59 is until midnight, and a range over midnight belongs to the day it begins', () => {
    const evening = [{ startTime: '22:00', endTime: '23:59', days: ['Monday' as const] }];
    assert.equal(within('2026-07-13T23:59:59Z', evening, 'UTC'), true);
    assert.equal(within('2026-07-14T00:00:00Z', evening, 'UTC'), false);
    const night = [{ startTime: '22:00', endTime: '06:00', days: ['Saturday' as const] }];
    assert.equal(within('2026-07-18T23:00:00Z', night, 'UTC'), true);
    assert.equal(within('2026-07-19T05:59:00Z', night, 'UTC'), true);
    assert.equal(within('2026-07-19T06:00:00Z', night, 'UTC'), false);
    assert.equal(within('2026-07-19T23:00:00Z', night, 'UTC'), false);
    assert.equal(within('2026-07-18T05:00:00Z', night, 'UTC'), false);
  });

  it('limited to no range at all, nobody gets in', () => {
    assert.equal(within('2026-07-15T16:00:00Z', []), false);
  });
});
