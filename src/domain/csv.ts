/** One line of a CSV file (RFC 4180), ended by CRLF. */
export function csvLine(values: string[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/**
 * A value that no spreadsheet takes for a formula: one that begins like one gets an apostrophe in front, as do those
 * behind a tab or a line end.
 */
function csvValue(value: string): string {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}

/** Takes the apostrophe off again that `csvLine` put in front, so that an export can be imported. */
export function withoutGuard(value: string): string {
  return /^'[\s]*[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}
