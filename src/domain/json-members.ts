/** A JSON object's members, or null for anything else. */
export function members(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The objects of a JSON array; empty for anything else. */
export function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(members).filter((row) => row !== null) : [];
}

/** A string or number as text; undefined for anything else. */
export function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
