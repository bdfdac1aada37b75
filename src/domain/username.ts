import { hasForbiddenCharacter, type UsernamePolicy } from './credentials-policy.ts';
import type { Random } from './ports.ts';

/** Without look-alikes, since a random name is read off a screen and typed again. */
const RANDOM_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

const NUMBERED = 50;
const AT_RANDOM = 20;

export interface NameSource {
  firstName: string;
  lastName: string;
  email: string;
}

/**
 * User names to try one after the other until one is free: `jsmith`, `jsmith01`, `jsmith02` …, then the same with
 * numbers drawn by chance, so that the thousandth John Smith does not wait for a thousand tries.
 *
 * GUESS: first initial and last name in lower case with a number behind it is recalled, not documented; so is falling
 * back to the email address and then to chance.
 */
export function* usernameCandidates(
  source: NameSource,
  policy: UsernamePolicy,
  random: Random,
): Generator<string> {
  const base = baseName(source, policy);
  if (base === '') {
    for (let count = 0; count < AT_RANDOM; count += 1) yield randomName(policy, random);
    return;
  }
  if ([...base].length >= policy.minimumLength) yield base;
  for (let number = 1; number <= NUMBERED; number += 1) yield numbered(base, number, policy);
  for (let count = 0; count < AT_RANDOM; count += 1) {
    yield numbered(base, 1000 + random.integer(999_000), policy);
  }
}

function numbered(base: string, number: number, policy: UsernamePolicy): string {
  const digits = Math.max(2, policy.minimumLength - [...base].length);
  return `${base}${String(number).padStart(digits, '0')}`;
}

function baseName(source: NameSource, policy: UsernamePolicy): string {
  const fromName = fromNames(source.firstName, source.lastName);
  const fromEmail = hasForbiddenCharacter(source.email) ? '' : source.email.toLowerCase();
  return policy.basedOn === 'EMAIL' ? fromEmail || fromName : fromName || fromEmail;
}

function fromNames(firstName: string, lastName: string): string {
  const first = plain(firstName);
  const last = plain(lastName);
  return last === '' ? first : `${[...first][0] ?? ''}${last}`;
}

/** Lower case, Latin accents dropped, and only what can be typed without thinking: letters, digits, dot, dash. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}.\-_]/gu, '');
}

function randomName(policy: UsernamePolicy, random: Random): string {
  const length = Math.max(policy.randomLength, policy.minimumLength);
  return Array.from({ length }, () => RANDOM_ALPHABET.charAt(random.integer(RANDOM_ALPHABET.length))).join(
    '',
  );
}
