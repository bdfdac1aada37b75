import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Region for numbers typed without a country code: ISE's default location is San Jose. */
const HOME = 'US';

/**
 * A phone number as a guest types or pastes it, without the invisible marks that phones put around a copied number, and
 * with plain blanks and dashes.
 */
export function tidyPhone(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
}

/**
 * Whether a text can be a phone number. Possible, not valid: numbers reserved for documentation are possible.
 * SEEN: Cisco's load generator registers `###-###-####`, `(###)###-####`, `# ### #######`, twelve digits and
 * `#-###-###-####`, drawn by chance, so 10 to 12 digits pass whatever their country.
 */
export function isPossiblePhone(text: string): boolean {
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  if (!text.startsWith('+') && digits >= 10 && digits <= 12) return true;
  return parsePhoneNumberFromString(text, { defaultCountry: HOME, extract: false })?.isPossible() ?? false;
}

/** Whether a number is one that its country could have given out. */
export function isValidPhone(text: string): boolean {
  return parsePhoneNumberFromString(text, { defaultCountry: HOME, extract: false })?.isValid() ?? false;
}

/** The one international spelling of a number, `+14085550123`; null when it cannot be told. */
export function internationalPhone(text: string): string | null {
  const parsed = parsePhoneNumberFromString(tidyPhone(text), { defaultCountry: HOME, extract: false });
  return parsed?.isPossible() ? parsed.number : null;
}

const LOCAL = /^[^\s@<>()[\]\\,;:"]+$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/** `name@host.domain`, international letters included; no comments, no quoting, no display name. */
export function isEmail(text: string): boolean {
  const [local, domain, ...more] = text.split('@');
  if (local === undefined || domain === undefined || more.length > 0) return false;
  if (local.length > 64 || !LOCAL.test(local)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  const labels = domain.split('.');
  if (labels.length < 2 && domain !== 'localhost') return false;
  return domain.length <= 253 && labels.every((label) => label.length <= 63 && LABEL.test(label));
}

/** Whether an address lies in one of the domains, or below it. */
export function inDomains(email: string, domains: string[]): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domains
    .map((one) => one.trim().replace(/^@/, '').toLowerCase())
    .some((one) => one !== '' && (domain === one || domain.endsWith(`.${one}`)));
}
