import assert from 'node:assert/strict';
import { addressKey, createLoginLimit } from '../../src/domain/login-limit.ts';

const WAIT = 120_000;

describe('the limit of failed tries', () => {
  const open = () => createLoginLimit({ maxFailures: 3, waitMs: WAIT });
  const address = [addressKey('10.0.0.1')];

  it('a success forgets the failures of the account, not those of the address', () => {
    const limit = open();
    for (const name of ['a', 'b', 'mine']) limit.failed([`account ${name}`, ...address], 0);
    limit.succeeded(['account mine', ...address]);
    assert.equal(limit.waitFor(['account mine'], 1), 0);
    assert.equal(limit.waitFor(address, 1), WAIT - 1);
  });

  it('time forgives an address one failure per wait, so that it never gets more than one try per wait', () => {
    const limit = open();
    for (let time = 0; time < 3; time += 1) limit.failed(address, 0);
    assert.equal(limit.waitFor(address, WAIT), 0);
    limit.failed(address, WAIT);
    assert.equal(limit.waitFor(address, WAIT + 1), WAIT - 1);
    limit.failed(address, 4 * WAIT);
    limit.failed(address, 4 * WAIT);
    assert.equal(limit.waitFor(address, 4 * WAIT), 0, 'three were forgiven, two are counted');
  });

  it('an account is forgiven by a success only', () => {
    const limit = open();
    for (let time = 0; time < 3; time += 1) limit.failed(['account a'], 0);
    assert.equal(limit.waitFor(['account a'], 100 * WAIT), 0);
    limit.failed(['account a'], 100 * WAIT);
    assert.equal(limit.waitFor(['account a'], 100 * WAIT), WAIT);
  });
});
