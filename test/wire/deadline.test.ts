import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { startDeadline } from '../../src/wire/deadline.ts';

describe('wire: the deadline of an exchange', () => {
  it('stopped, does not begin again when the server says one more line', async () => {
    const deadline = startDeadline(1, new AbortController().signal);
    deadline.stop();
    deadline.restart();
    await setTimeout(20);
    assert.equal(deadline.fault, null);
  });
});
