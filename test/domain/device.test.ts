import assert from 'node:assert/strict';
import { readMac } from '../../src/domain/device.ts';

describe('MAC addresses', () => {
  it('every usual spelling is read as ISE writes it', () => {
    for (const text of [
      'a1:b3:e5:19:6f:bb',
      'A1-B3-E5-19-6F-BB',
      ' a1b3.e519.6fbb ',
      'A1B3-E519-6FBB',
      'a1b3e5-196fbb',
      'A1b3E5196fBB',
    ]) {
      assert.equal(readMac(text), 'A1:B3:E5:19:6F:BB', text);
    }
  });

  it('anything else is none', () => {
    for (const text of [
      '',
      'a1:b3:e5:19:6f',
      'a1:b3:e5:19:6f:bb:cc',
      'a1:b3-e5:19:6f:bb',
      'g1:b3:e5:19:6f:bb',
      'a1:b3:e5:19:6f:b',
      '00:00:00:00:00:00',
      'ff:ff:ff:ff:ff:ff',
      'a1 b3 e5 19 6f bb',
      'a1:b3:e5:19:6f:bb\n\u0000',
      '１a1b3e5196fb',
    ]) {
      assert.equal(readMac(text), null, JSON.stringify(text));
    }
  });
});
