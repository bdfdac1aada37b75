/** What a credential is replaced by, whatever its length. */
export const MASK = '********';

const SHORTEST_LITERAL = 6;

/** The literal secrets only, wherever they stand: for answers that are still to be read by a program. */
export function maskLiterals(text: string, secrets: string[]): string {
  const wanted = [...new Set(secrets)]
    .filter((secret) => secret.length >= SHORTEST_LITERAL)
    .sort((one, other) => other.length - one.length);
  let masked = text;
  for (const secret of wanted) {
    masked = masked.replace(spellingsOf(secret), MASK);
    masked = maskBase64(masked, secret);
  }
  return masked;
}

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\n': '\\n',
  '\t': '\\t',
};
const ENTITIES: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": '(?:apos|#39)',
};

/** Building a pattern costs ten times the masking of a message; the same few secrets come again and again. */
const patterns = new Map<string, RegExp>();
const MOST_PATTERNS = 100;

/** Every spelling of a secret that a URL, a form, JSON, XML or quoted-printable can give it, mixed ones too. */
function spellingsOf(secret: string): RegExp {
  const known = patterns.get(secret);
  if (known !== undefined) return known;
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  const pattern = patternOf(secret);
  patterns.set(secret, pattern);
  return pattern;
}

function patternOf(secret: string): RegExp {
  const characters = [...secret].map((character) => {
    const bytes = [...Buffer.from(character)];
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    const spellings = [
      character,
      Buffer.from(bytes).toString('latin1'),
      ...(SHORT_ESCAPES[character] === undefined ? [] : [SHORT_ESCAPES[character]]),
      ...(character === ' ' ? ['+'] : []),
    ].map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    spellings.push(bytes.map((byte) => `[%=]${hexPattern(byte, 2)}`).join(''));
    spellings.push(units.map((unit) => `\\\\u${hexPattern(unit, 4)}`).join(''));
    if (ENTITIES[character] !== undefined) spellings.push(`&${ENTITIES[character]};`);
    // The longest first, or a backslash would match half of its own escape.
    return `(?:${[...new Set(spellings)].sort((one, other) => other.length - one.length).join('|')})`;
  });
  return new RegExp(characters.join(''), 'g');
}

function hexPattern(value: number, digits: number): string {
  return [...value.toString(16).padStart(digits, '0')]
    .map((digit) => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`))
    .join('');
}

/** Masks each base64 word that decodes to something with the secret in it, at any of the four alignments. */
function maskBase64(text: string, secret: string): string {
  const wanted = Buffer.from(secret);
  return text.replace(/[A-Za-z0-9+/_-]{8,}={0,2}/g, (word) => {
    for (let offset = 0; offset < 4; offset += 1) {
      if (Buffer.from(word.slice(offset), 'base64').includes(wanted)) return MASK;
    }
    return word;
  });
}
