/** One thing that is wrong in one place of a configuration file. */
export interface Mistake {
  /** Where in the file, e.g. `providers[2].url`; empty for the file as a whole. */
  path: string;
  value: unknown;
  /** What would be right, as the end of "must be …". */
  allowed: string;
}

/** Stops the boot: every mistake of every file at once, each with file, path, value and what is allowed. */
export class ConfigError extends Error {
  readonly mistakes: (Mistake & { file: string })[];

  constructor(mistakes: (Mistake & { file: string })[]) {
    super(mistakes.map(describe).join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

function describe({ file, path, value, allowed }: Mistake & { file: string }): string {
  const where = path === '' ? file : `${file}: ${path}`;
  return `${where} is ${show(path, value)}; it must be ${allowed}.`;
}

/** The value as JSON, shortened; a secret's value is never printed. */
function show(path: string, value: unknown): string {
  if (value === undefined) return 'missing';
  if (/password|token|secret/i.test(path) && typeof value === 'string') return 'a text';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** `["providers", 2, "url"]` as `providers[2].url`. */
export function pathText(path: PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

/** What stands at a path of a JSON value; undefined where there is nothing. */
export function valueAt(json: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    json,
  );
}
