import assert from 'node:assert/strict';
import { toRandom } from '../../src/seams/random.ts';

describe('chance handed in', () => {
  it('the same seed gives the same bytes and numbers, another seed others', () => {
    const draw = (seed: string) => {
      const random = toRandom(seed);
      return [
        Buffer.from(random.bytes(40)).toString('hex'),
        random.integer(1000),
        random.integer(1000),
      ].join();
    };
    assert.equal(draw('one'), draw('one'));
    assert.notEqual(draw('one'), draw('two'));
  });

  it('every whole number below the bound comes up, none beyond it, none much more often', () => {
    const random = toRandom(7);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const value = random.integer(10);
      counts[value] = (counts[value] ?? Number.NaN) + 1;
    }
    for (const count of counts) assert.ok(count > 850 && count < 1150, `counts are ${counts}`);
  });

  it('takes a function like Math.random', () => {
    assert.deepEqual(toRandom(() => 0.5).bytes(2), Uint8Array.of(128, 128));
    assert.deepEqual(toRandom(() => 0.999999).bytes(1), Uint8Array.of(255));
  });
});
