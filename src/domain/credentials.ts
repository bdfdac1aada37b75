export interface Credentials {
  username: string;
  password: string;
}

/** What finds the credentials in a message. */
export type CredentialReader = (text: string) => Credentials | null;

/** Longer texts are not notifications; the limit keeps matching quick whatever a guest typed. */
const LONGEST_TEXT = 8_192;

/** What guests type is at most 256 characters a field; two fields side by side are one gap. */
const GAP = '[^]{0,600}?';

/**
 * A reader of our own notification templates, most telling first; texts of others are read by common labels.
 * GUESS: `$ui_user_name$` and `$ui_password$` are ISE's spellings of the two variables; neither value has a blank.
 */
export function createCredentialReader(templates: string[]): CredentialReader {
  const patterns = [...new Set(templates)].flatMap((template) => patternOf(template) ?? []);
  return (text) => {
    const start = text.slice(0, LONGEST_TEXT);
    for (const pattern of patterns) {
      const found = credentialsOf(pattern.exec(start)?.groups);
      if (found) return found;
    }
    return readLabels(start);
  };
}

/** Null when the template does not carry both values. */
function patternOf(template: string): RegExp | null {
  const pieces = template.trim().split(/(\$\w+\$)/);
  const seen = new Set<string>();
  const source = pieces.map((piece) => {
    if (piece === '') return '';
    if (piece === '$ui_user_name$') return group('username', seen);
    if (piece === '$ui_password$') return group('password', seen);
    if (/^\$\w+\$$/.test(piece)) return GAP;
    return literal(piece);
  });
  if (!seen.has('username') || !seen.has('password')) return null;
  // Gaps with nothing but blanks between them can share their text in many ways: one gap says the same.
  const gaps = GAP.replace(/[[\]{}?^]/g, '\\$&');
  return new RegExp(source.join('').replace(new RegExp(`${gaps}(?:(?:\\\\s\\+)?${gaps})+`, 'g'), GAP), 'u');
}

function group(name: string, seen: Set<string>): string {
  if (seen.has(name)) return `\\k<${name}>`;
  seen.add(name);
  return `(?<${name}>\\S+)`;
}

/** Blanks stand for any blanks: gateways fold lines. */
function literal(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+');
}

const USERNAME = /\b(?:user[ _-]?name|user(?:[ _-]?id)?|login(?:[ _-]?name)?)\s*[:=]\s*(?<username>\S+)/iu;
const PASSWORD = /\b(?:pass[ _-]?word|pass[ _-]?code|pass|pwd|pin)\s*[:=]\s*(?<password>\S+)/iu;

/** In a text of unknown make, punctuation at the end of a value is taken for the sentence's. */
function readLabels(text: string): Credentials | null {
  const username = USERNAME.exec(text)?.groups?.username?.replace(/[.,;]$/, '');
  const password = PASSWORD.exec(text)?.groups?.password?.replace(/[.,;]$/, '');
  return credentialsOf({ username, password });
}

function credentialsOf(groups: Record<string, string | undefined> | undefined): Credentials | null {
  const { username, password } = groups ?? {};
  return username && password ? { username, password } : null;
}
