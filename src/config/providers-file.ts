import { z } from 'zod';
import type { Provider, ProxySettings, SmtpServerSettings } from '../domain/provider.ts';
import { type Mistake, pathText, valueAt } from './mistake.ts';
import { providersSchema } from './providers-schema.ts';

/** `providers.json`, read and checked, environment variables in place. */
export interface ProvidersFile {
  providers: Provider[];
  smtpServer: SmtpServerSettings;
  proxy: ProxySettings | null;
  trustedCertificates: string[];
  connectTo: Record<string, string>;
}

export const FREE_NAME = 'a name that no other provider has';

/** All mistakes at once, or the settings. `env` answers `{"env": "NAME"}`. */
export function parseProvidersFile(
  json: unknown,
  env: Record<string, string | undefined>,
): { ok: ProvidersFile } | { mistakes: Mistake[] } {
  const parsed = providersSchema(env).safeParse(json, { jitless: true });
  const mistakes = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => mistakesOf(json, issue))),
    ...sameNames(json),
  ];
  if (!parsed.success || mistakes.length > 0) return { mistakes };
  return { ok: parsed.data };
}

function mistakesOf(json: unknown, issue: z.core.$ZodIssue): Mistake[] {
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ path: pathText(path), value: valueAt(json, path), allowed: issue.message }));
}

/** The portal chooses a provider by its name. */
function sameNames(json: unknown): Mistake[] {
  const rows = valueAt(json, ['providers']);
  const names = Array.isArray(rows) ? rows.map((row) => valueAt(row, ['name'])) : [];
  return names.flatMap((name, index) =>
    typeof name === 'string' && names.indexOf(name) < index
      ? [{ path: `providers[${index}].name`, value: name, allowed: FREE_NAME }]
      : [],
  );
}

/** The JSON Schema that `$schema` points at, for editors. */
export function providersJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(providersSchema({}), { io: 'input', unrepresentable: 'any' });
  return { ...schema, title: 'ise-guest-emulator: providers.json' };
}
