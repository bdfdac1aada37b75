import assert from 'node:assert/strict';
import { DEFAULT_PASSWORD_POLICY } from '../../src/domain/credentials-policy.ts';
import { meetsPolicy } from '../../src/domain/password.ts';

const STRICT = {
  minimumLength: 8,
  minimumLowercase: 2,
  minimumUppercase: 1,
  minimumDigits: 1,
  minimumSpecial: 1,
  excludedCharacters: '0O',
};

describe('a typed password', () => {
  it('meets the policy by length and by each class, letters of any script counted', () => {
    assert.ok(meetsPolicy('abCd1!xy', STRICT));
    assert.ok(meetsPolicy('ößÄ1!xyz', STRICT));
    assert.ok(meetsPolicy('abCO0!xy', STRICT), 'look-alikes are only never generated');
    for (const wrong of ['abCd1!x', 'ABCD1!XY', 'abcd1!xy', 'abCd!!xy', 'abCd1xyz']) {
      assert.equal(meetsPolicy(wrong, STRICT), false, wrong);
    }
    assert.ok(meetsPolicy('1234', DEFAULT_PASSWORD_POLICY));
  });

  it('is never one that ISE does not take', () => {
    for (const wrong of ['abCd1! xy', 'abCd1!<xy', 'abCd1!,xy', 'abCd1!%xy', 'abCd1!/xy', 'abCd1!\u0000xy']) {
      assert.equal(meetsPolicy(wrong, STRICT), false, wrong);
    }
    assert.equal(meetsPolicy(`aB1!${'x'.repeat(253)}`, STRICT), false, 'longer than a field');
  });
});
