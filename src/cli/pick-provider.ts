import type { Provider } from '../domain/provider.ts';
import { flagMistake } from './complaint.ts';

/** The provider that a flag names, or the only one there is. Throws `ConfigError` listing those that are known. */
export function pickProvider(providers: Provider[], name: string | undefined): Provider {
  const known =
    providers.map((provider) => `"${provider.name}"`).join(', ') || 'none, for the file has no row';
  if (name === undefined) {
    const [only, ...others] = providers;
    if (only !== undefined && others.length === 0) return only;
    throw flagMistake('--provider', undefined, `one of ${known}`);
  }
  const found = providers.find((provider) => provider.name === name);
  const folded = providers.filter((provider) => provider.name.toLowerCase() === name.toLowerCase());
  const provider = found ?? (folded.length === 1 ? folded[0] : undefined);
  if (provider === undefined) throw flagMistake('--provider', name, `one of ${known}`);
  return provider;
}

/** A number as a guest would type it, or an email address. Throws `ConfigError`; what looks odd is left to the diagnosis. */
export function checkRecipient(to: string | undefined): string {
  const given = to?.trim() ?? '';
  if (given.includes('@') ? /^[^\s@]+@[^\s@]+$/.test(given) : /\d/.test(given)) return given;
  throw flagMistake('--to', to, 'a mobile number such as +15556661212, or an email address');
}
