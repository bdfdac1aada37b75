import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DEFAULT_PASSWORD_POLICY,
  DEFAULT_USERNAME_POLICY,
  hasForbiddenCharacter,
} from '../../src/domain/credentials-policy.ts';
import { generatePassword } from '../../src/domain/password.ts';
import { usernameCandidates } from '../../src/domain/username.ts';
import { toRandom } from '../../src/seams/random.ts';

const ANN = { firstName: 'Ann', lastName: 'Smith', email: 'ann@example.com' };

function first(count: number, source = ANN, policy = {}): string[] {
  const all = usernameCandidates(source, { ...DEFAULT_USERNAME_POLICY, ...policy }, toRandom('names'));
  return Array.from({ length: count }, () => all.next().value ?? '');
}

describe('passwords', () => {
  it('by default: four digits, each digit in each place about equally often', () => {
    const random = toRandom('passwords');
    const counts = Array.from({ length: 4 }, () => new Map<string, number>());
    for (let count = 0; count < 5_000; count += 1) {
      const password = generatePassword(DEFAULT_PASSWORD_POLICY, random);
      assert.match(password, /^\d{4}$/);
      [...password].forEach((digit, place) => {
        counts[place]?.set(digit, (counts[place]?.get(digit) ?? 0) + 1);
      });
    }
    for (const place of counts) {
      assert.equal(place.size, 10);
      for (const count of place.values()) assert.ok(count > 400 && count < 600, `${count} of 500`);
    }
  });

  it('whatever the policy: long enough, enough of each class, nothing excluded, nothing forbidden', () => {
    const counts = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(
        counts,
        counts,
        counts,
        counts,
        fc.integer({ min: 1, max: 20 }),
        fc.string(),
        (l, u, d, s, length, seed) => {
          const policy = {
            minimumLength: length,
            minimumLowercase: l,
            minimumUppercase: u,
            minimumDigits: d,
            minimumSpecial: s,
            excludedCharacters: '0O1lI!',
          };
          const password = generatePassword(policy, toRandom(seed));
          assert.equal(password.length, Math.max(length, l + u + d + s));
          const of = (pattern: RegExp) => [...password].filter((one) => pattern.test(one)).length;
          assert.ok(of(/[a-z]/) >= l && of(/[A-Z]/) >= u && of(/\d/) >= d && of(/[^a-zA-Z\d]/) >= s);
          assert.ok(!/[0O1lI!]/.test(password));
          assert.ok(!hasForbiddenCharacter(password));
        },
      ),
    );
  });
});

describe('user names', () => {
  it('first initial and last name, then numbers', () => {
    assert.deepEqual(first(3), ['asmith', 'asmith01', 'asmith02']);
  });

  it('what is missing is done without: last name, first name, email, chance', () => {
    assert.deepEqual(first(1, { ...ANN, firstName: '' }), ['smith']);
    assert.deepEqual(first(1, { ...ANN, lastName: '' }), ['ann']);
    assert.deepEqual(first(1, { firstName: ' ', lastName: '', email: 'Ann@Example.com' }), [
      'ann@example.com',
    ]);
    assert.match(first(1, { firstName: '', lastName: '', email: '' })[0] ?? '', /^[a-z2-9]{8}$/);
  });

  it('accents go, other scripts stay', () => {
    assert.deepEqual(first(1, { ...ANN, firstName: 'Žofie', lastName: 'Müller-Lüdenscheidt' }), [
      'zmuller-ludenscheidt',
    ]);
    assert.deepEqual(first(1, { ...ANN, firstName: '小龍', lastName: '李' }), ['小李']);
  });

  it('policy: the email address first, and padding to the minimum length', () => {
    assert.deepEqual(first(1, ANN, { basedOn: 'EMAIL' }), ['ann@example.com']);
    assert.deepEqual(first(2, { ...ANN, firstName: '', lastName: 'Li' }, { minimumLength: 6 }), [
      'li0001',
      'li0002',
    ]);
  });

  it('are all different, end, and never hold a forbidden character', () => {
    const names = [
      ...usernameCandidates({ ...ANN, lastName: 'S, m<i>t/h %' }, DEFAULT_USERNAME_POLICY, toRandom('x')),
    ];
    assert.ok(names.length > 50 && names.length < 100);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => !hasForbiddenCharacter(name)));
  });
});
