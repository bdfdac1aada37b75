import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { readSetUp, runSetUp } from '../support/broken-set-up.ts';
import { type ChainLab, createChainLab } from '../support/served-chains.ts';

const files = globSync('test/broken/*.jsonc').sort();

describe('broken set-ups', () => {
  let lab: ChainLab;
  before(async () => {
    lab = await createChainLab();
  });

  for (const file of files) {
    const setUp = readSetUp(file);
    it(`${path.basename(file, '.jsonc')}: ${setUp.expect[0]?.rule ?? ''}`, () => runSetUp(setUp, lab));
  }

  it('there are set-ups, and each says what to expect', () => {
    assert.ok(files.length > 0);
    for (const file of files) assert.ok(readSetUp(file).expect.length > 0, file);
  });
});
