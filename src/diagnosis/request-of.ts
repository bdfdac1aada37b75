import type { Case } from '../domain/diagnosis.ts';
import { members } from '../domain/json-members.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { remember } from './remember.ts';
import { type Parameter, parametersOf, urlParts } from './url-parts.ts';

/** What was built for the provider, taken apart as a web server would. */
export interface Request {
  method: 'GET' | 'POST';
  url: string;
  query: Parameter[];
  headers: [name: string, value: string][];
  contentType: string;
  /** Empty without a body. */
  body: string;
  form: Parameter[];
  /** Undefined when the body is no JSON. */
  json: unknown;
}

/** The first request of an HTTP provider; null when none could be built. */
export const requestOf = remember((one): Request | null => {
  const outgoing = one.outgoing[0];
  if (outgoing?.protocol !== 'http') return null;
  const contentType = outgoing.headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? '';
  const body = outgoing.body === null ? '' : Buffer.from(outgoing.body).toString('utf8');
  return {
    method: outgoing.method,
    url: outgoing.url,
    query: parametersOf(urlParts(outgoing.url)?.query ?? ''),
    headers: outgoing.headers,
    contentType,
    body,
    form: /form-urlencoded/i.test(contentType) ? parametersOf(body) : [],
    json: parseJson(body),
  };
});

/** A value under one of these names, wherever the request carries it; null when it carries none. Case counts not. */
export function sentValue(one: Case, names: string[]): string | null {
  const request = requestOf(one);
  if (request === null) return null;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const inJson = Object.entries(members(request.json) ?? {})
    .filter(([name]) => wanted.has(name.toLowerCase()))
    .map(([, value]) => String(Array.isArray(value) ? (value[0] ?? '') : value));
  const parameters = [...request.form, ...request.query].filter(({ name }) => wanted.has(name.toLowerCase()));
  return inJson[0] ?? parameters[0]?.value ?? null;
}

const TO = [
  'to',
  'phone',
  'phonenumber',
  'mobile',
  'mobilenumber',
  'msisdn',
  'recipient',
  'recipients',
  'number',
];
const FROM = ['from', 'sender', 'sendername', 'source', 'originator'];

/** The recipient as the provider was given it, or as it was typed when the request shows none. */
export const sentNumber = (one: Case): string => sentValue(one, TO) ?? one.message.to;

/** The sender as the provider was given it; empty when there is none. */
export const sentSender = (one: Case): string => sentValue(one, FROM) ?? '';

/** The provider, when its requests go by HTTP. */
export function httpOf({ provider }: Case): HttpProvider | null {
  return provider?.type === 'http' ? provider : null;
}

/** True when ISE writes the body itself: POST with Data `$message$` and a JSON or form content type. */
export const isBuilt = ({ channel }: Case): boolean =>
  channel === 'http-post-form' || channel === 'http-post-json';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
