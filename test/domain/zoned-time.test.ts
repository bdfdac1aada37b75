import assert from 'node:assert/strict';
import { inputTime, instantOf, iseTime, readWallTime } from '../../src/domain/zoned-time.ts';

const ZONE = 'America/Los_Angeles';

describe('times of a location', () => {
  const instant = (text: string, zone = ZONE) => {
    const time = readWallTime(text);
    assert.ok(time, text);
    return instantOf(time, zone).toISOString();
  };

  it('are read as the sponsor portal writes them and as browsers send them', () => {
    assert.equal(instant('07/15/2026 09:05'), '2026-07-15T16:05:00.000Z');
    assert.equal(instant('2026-07-15T09:05'), '2026-07-15T16:05:00.000Z');
    assert.equal(instant('1/5/2026'), '2026-01-05T08:00:00.000Z');
    for (const text of ['06/31/2026', '13/01/2026', '2026-07-15T24:00', '2026-07-15T10:60', 'soon', '']) {
      assert.equal(readWallTime(text), null, text);
    }
  });

  it('come once in the night the clocks go forward, and the first time of two when they go back', () => {
    assert.equal(instant('03/08/2026 01:59'), '2026-03-08T09:59:00.000Z');
    assert.equal(instant('03/08/2026 02:30'), '2026-03-08T10:30:00.000Z');
    assert.equal(instant('03/08/2026 03:00'), '2026-03-08T10:00:00.000Z');
    assert.equal(instant('11/01/2026 01:30'), '2026-11-01T08:30:00.000Z');
    assert.equal(instant('11/01/2026 02:00'), '2026-11-01T10:00:00.000Z');
  });

  it('are shown by the same clocks', () => {
    const moment = new Date('2026-12-31T23:30:00Z');
    assert.equal(iseTime(moment, ZONE), '12/31/2026 15:30');
    assert.equal(inputTime(moment, 'Asia/Kolkata'), '2027-01-01T05:00');
  });
});
