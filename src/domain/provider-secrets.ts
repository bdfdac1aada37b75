import { isSecretName } from './mask.ts';
import type { HttpProvider } from './provider.ts';

/** `?password=…&`, `"token":"…"`, `<password>…</` */
const NAMED_VALUES = [
  /(?:^|[?&])([^=&?\s]+)=([^&#]*)/g,
  /"([^"\\]{1,80})"\s*:\s*("(?:[^"\\]|\\.)*")/g,
  /<(?:\w+:)?([\w.-]+)[^<>]*>([^<]+)<\//g,
];

/**
 * The credentials of a provider as they would be written in plain, wherever its fields hold them: in URL and Data by the
 * name in front of them. So an answer that repeats one can be masked, which no name announces there.
 */
export function secretsOfProvider(provider: Pick<HttpProvider, 'url' | 'data' | 'httpsPassword'>): string[] {
  const named = [provider.url, provider.data].flatMap((text) =>
    NAMED_VALUES.flatMap((pattern) => [...text.matchAll(pattern)])
      .filter(([, name = '']) => isSecretName(name))
      .map(([, , value = '']) => plain(value)),
  );
  return [provider.httpsPassword, ...named].filter((secret) => secret !== '' && !/\$\w+\$/.test(secret));
}

function plain(value: string): string {
  try {
    return value.startsWith('"') ? String(JSON.parse(value)) : decodeURIComponent(value);
  } catch {
    return value;
  }
}
