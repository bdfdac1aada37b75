/** ISE: an input of a portal page takes 256 characters, and a multibyte one counts once. */
export const MAX_FIELD_LENGTH = 256;

/**
 * Control characters, line and paragraph separators, and the marks that override the direction of a line: none of them
 * belongs in a form field, and all of them can deceive whoever reads it. The plain marks U+200E and U+200F stay allowed.
 */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}

/** Characters as a reader counts them, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** What was typed, without the blanks around it, in the composed form. */
export function tidy(text: string): string {
  return text.normalize('NFC').trim();
}
