import { asText, headerOf, type RawHttp } from './raw-http.ts';
import type { Item } from './row.ts';

/** What a body consists of, as far as it can be told apart. */
export type BodyItems =
  | { kind: 'form' | 'json'; items: Item[] }
  | { kind: 'body'; items: [] }
  | { kind: 'none'; items: [] };

/** By the content type; without one, and where a client says something else, by its shape. */
export function bodyItems({ headers, body }: Pick<RawHttp, 'headers' | 'body'>): BodyItems {
  if (body === '') return { kind: 'none', items: [] };
  const type = headerOf(headers, 'content-type').toLowerCase();
  if (type.includes('json') || /^\s*[[{]/.test(body)) {
    const items = jsonItems(asText(body));
    if (items !== null) return { kind: 'json', items };
  }
  const isForm =
    type.includes('form-urlencoded') || (!type.includes('json') && /^[\w.%[\]-]+=[^\r\n<]*$/.test(body));
  return isForm ? { kind: 'form', items: parameterItems(body) } : { kind: 'body', items: [] };
}

/** The parameters of a query or form, in order. A `+` means a blank. */
export function parameterItems(text: string | null): Item[] {
  return (text ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: decoded(name), written: asText(value), means: decoded(value) };
    });
}

/** The values of a JSON text by their paths (`to[0]`), in order, each as it is written in JSON. Null for no JSON. */
function jsonItems(text: string): Item[] | null {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return null;
  }
  const items: Item[] = [];
  const walk = (value: unknown, path: string): void => {
    const entries: [string, unknown][] = Array.isArray(value)
      ? value.map((entry, at) => [`${path}[${at}]`, entry])
      : typeof value === 'object' && value !== null
        ? Object.entries(value).map(([name, member]) => [path === '' ? name : `${path}.${name}`, member])
        : [];
    if (entries.length > 0) for (const [name, member] of entries) walk(member, name);
    else {
      const written = JSON.stringify(value);
      items.push({ name: path, written, means: written });
    }
  };
  walk(root, '');
  return items;
}

function decoded(text: string): string {
  const blanks = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(/[^\x20-\x7e]/.test(blanks) ? encodeRest(blanks) : blanks);
  } catch {
    return asText(blanks);
  }
}

/** Bytes that a client left unescaped, so that they are read together with those it escaped. */
function encodeRest(latin1: string): string {
  return latin1.replace(/[^\x20-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
