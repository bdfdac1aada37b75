/**
 * The two variables of an ISE SMS provider, `$mobilenumber$` and `$message$`, and `$timestamp$` of the email gateway.
 * Replaced in one pass, so that a message with a variable's name in it stays as it is.
 */
export function replaceVariables(template: string, values: Record<string, string>): string {
  return template.replace(/\$([A-Za-z]+)\$/g, (whole, name: string) => values[name.toLowerCase()] ?? whole);
}

/**
 * The number as ISE puts it into a request: digits, and the leading `+` if it was typed and `plus` is `keep`.
 * SEEN: Cisco's own receiver compares `###-###-####` and `(###)###-####` with the digits alone.
 */
export function mobileNumber(typed: string, plus: 'keep' | 'strip'): string {
  const digits = typed.replace(/\D/g, '');
  return plus === 'keep' && typed.trim().startsWith('+') ? `+${digits}` : digits;
}

/**
 * GUESS: Java's URLEncoder in UTF-8: letters, digits and `.-*_` stand for themselves, a blank is `+` or `%20`
 * (`spaces`), every other byte is `%XX`.
 */
export function urlEncode(text: string, spaces: 'plus' | 'percent'): string {
  const encoded = encodeURIComponent(text.toWellFormed()).replace(
    /[!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return spaces === 'plus' ? encoded.replaceAll('%20', '+') : encoded;
}
