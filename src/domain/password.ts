import { hasForbiddenCharacter, type PasswordPolicy } from './credentials-policy.ts';
import { hasControlCharacter, lengthOf, MAX_FIELD_LENGTH } from './guest-text.ts';
import type { Random } from './ports.ts';

/** GUESS: which special characters ISE offers is not published; none of these is forbidden or hard to type. */
const SPECIAL = '!#$*+-=?@_';

export const PASSWORD_CLASSES = {
  minimumLowercase: 'abcdefghijklmnopqrstuvwxyz',
  minimumUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  minimumDigits: '0123456789',
  minimumSpecial: SPECIAL,
} as const;

type ClassRule = keyof typeof PASSWORD_CLASSES;

const CLASS_RULES = Object.keys(PASSWORD_CLASSES) as ClassRule[];

/** The characters a policy leaves of one class. */
export function allowedCharacters(rule: ClassRule, policy: PasswordPolicy): string {
  return [...PASSWORD_CLASSES[rule]].filter((one) => !policy.excludedCharacters.includes(one)).join('');
}

/**
 * A password that satisfies the policy, every one of them equally likely within the chosen counts: the minimum of each
 * class, filled up to the length from all classes the policy asks for (digits when it asks for none), then shuffled.
 */
export function generatePassword(policy: PasswordPolicy, random: Random): string {
  const wanted = CLASS_RULES.filter((rule) => policy[rule] > 0);
  const characters: string[] = [];
  for (const rule of wanted) {
    characters.push(...draw(allowedCharacters(rule, policy), policy[rule], random));
  }
  const classes: ClassRule[] = wanted.length > 0 ? wanted : ['minimumDigits'];
  const everything = classes.map((rule) => allowedCharacters(rule, policy)).join('');
  characters.push(...draw(everything, Math.max(0, policy.minimumLength - characters.length), random));
  return shuffled(characters, random).join('');
}

function draw(from: string, count: number, random: Random): string[] {
  return Array.from({ length: count }, () => from.charAt(random.integer(from.length)));
}

/** Fisher and Yates: `integer` is unbiased, so every order is equally likely. */
function shuffled(items: string[], random: Random): string[] {
  const rest = [...items];
  const result: string[] = [];
  while (rest.length > 0) result.push(...rest.splice(random.integer(rest.length), 1));
  return result;
}

/**
 * Whether a typed password meets the policy. Excluded characters are look-alikes that are never generated; a guest may
 * choose them. Any sign that is neither letter nor digit counts as special.
 */
export function meetsPolicy(password: string, policy: PasswordPolicy): boolean {
  const count = (pattern: RegExp) => [...password].filter((character) => pattern.test(character)).length;
  return (
    lengthOf(password) >= policy.minimumLength &&
    lengthOf(password) <= MAX_FIELD_LENGTH &&
    count(/\p{Ll}/u) >= policy.minimumLowercase &&
    count(/\p{Lu}/u) >= policy.minimumUppercase &&
    count(/\p{Nd}/u) >= policy.minimumDigits &&
    count(/[^\p{L}\p{M}\p{N}]/u) >= policy.minimumSpecial &&
    !hasForbiddenCharacter(password) &&
    !hasControlCharacter(password)
  );
}
