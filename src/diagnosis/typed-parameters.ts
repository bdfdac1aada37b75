import type { HttpProvider } from '../domain/provider.ts';
import { parametersOf, urlParts } from './url-parts.ts';

/** A parameter as it was typed into "URL" or "Data". */
export interface TypedParameter {
  field: 'URL' | 'Data';
  name: string;
  value: string;
}

/** The parameters in the URL's query, and those in Data, whether it is a form, JSON or XML. */
export function typedParameters({ url, data }: Pick<HttpProvider, 'url' | 'data'>): TypedParameter[] {
  const query = parametersOf(urlParts(url)?.query ?? '').map(({ name, raw }) => ({ name, value: raw }));
  const members = [...data.matchAll(/"([^"\\]{1,80})"\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,{}]*)/g)];
  const elements = [...data.matchAll(/<([\w:.-]+)[^<>]*>([^<]*)<\//g)];
  const form = /^[\w.%-]+=/.test(data.replace(/^[&?\s]+/, '')) ? parametersOf(data.trim()) : [];
  return [
    ...query.map((one) => ({ field: 'URL' as const, ...one })),
    ...[
      ...form.map(({ name, raw }) => ({ name, value: raw })),
      ...[...members, ...elements].map(([, name = '', value = '']) => ({ name, value })),
    ].map((one) => ({ field: 'Data' as const, ...one })),
  ];
}

/** The names among `wanted` that stand in neither field; case does not count. */
export function missingNames(provider: Pick<HttpProvider, 'url' | 'data'>, wanted: string[]): string[] {
  const there = new Set(typedParameters(provider).map(({ name }) => name.toLowerCase()));
  return wanted.filter((name) => !there.has(name.toLowerCase()));
}
