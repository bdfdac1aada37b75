import type { BasicAuth, Fields, HttpOutgoing } from '../domain/channel.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { secretsOfProvider } from '../domain/provider-secrets.ts';
import { type Endpoint, legalTarget } from './endpoint.ts';

const text = { type: 'string', required: false, secret: false } as const;
const flag = { type: 'boolean', required: false, secret: false } as const;

/** ISE's fields of an SMS HTTP API provider, as every HTTP channel reads them. */
export const HTTP_FIELDS: Fields<HttpProvider> = {
  type: { ...text, required: true },
  name: { ...text, required: true },
  url: { ...text, required: true },
  data: text,
  useHttpPost: flag,
  httpPostContentType: text,
  httpsUsername: text,
  httpsPassword: { ...text, secret: true },
  httpsHost: text,
  httpsPort: { type: 'number', required: false, secret: false },
  breakUpLongMessage: flag,
  emulator: { type: 'object', required: false, secret: false },
};

export const DEFAULT_TIMEOUT_MS = 10_000;

/** Puts a request together: target, credentials, timeout, and the notes that explain them. */
export function httpOutgoing(parts: {
  provider: HttpProvider;
  endpoint: Endpoint;
  method: 'GET' | 'POST';
  query: string | null;
  headers: [string, string][];
  body: string | null;
  notes: string[];
}): HttpOutgoing {
  const { provider, endpoint, notes } = parts;
  const target = legalTarget(endpoint.path + (parts.query === null ? '' : `?${parts.query}`));
  if (endpoint.fragment !== null) {
    notes.push(
      `"#${endpoint.fragment}" in the URL is a fragment and does not go on the wire; write # as %23.`,
    );
  }
  const { header, basicAuth } = credentials(provider, endpoint, notes);
  return {
    protocol: 'http',
    method: parts.method,
    url: endpoint.origin + target,
    headers: [...parts.headers, ...header],
    body: parts.body === null ? null : Buffer.from(parts.body, 'utf8'),
    basicAuth,
    timeoutMs: provider.emulator.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    secrets: [...secretsOfProvider(provider), endpoint.userInfo?.password ?? ''].filter(
      (secret) => secret !== '',
    ),
    notes,
  };
}

/**
 * ISE: user name and password become HTTP Basic (Twilio's and Telnyx's account and key).
 * SEEN: for plain HTTP, Cisco's own tool writes `http://user:password@host/` and leaves the HTTPS fields empty.
 * GUESS: host and port limit where the credentials go; a password alone is a key and stands in the header as typed.
 */
function credentials(
  provider: HttpProvider,
  endpoint: Endpoint,
  notes: string[],
): { header: [string, string][]; basicAuth: BasicAuth | null } {
  const none = { header: [], basicAuth: null };
  const filled = provider.httpsUsername !== '' || provider.httpsPassword !== '';
  const preemptive = provider.emulator.preemptiveAuth ?? true;
  if (!filled) {
    return endpoint.userInfo ? { header: [], basicAuth: { ...endpoint.userInfo, preemptive } } : none;
  }
  if (provider.httpsHost !== '' && !inScope(provider, endpoint)) {
    notes.push(
      `The HTTPS credentials were not sent: they belong to ${provider.httpsHost}:${provider.httpsPort}, and the URL goes to ${endpoint.host}:${endpoint.port}.`,
    );
    return none;
  }
  if (!endpoint.secure)
    notes.push('HTTPS user name and password are sent over plain HTTP, readable on the way.');
  const scheme = provider.emulator.authorization ?? (provider.httpsUsername === '' ? 'raw' : 'basic');
  switch (scheme) {
    case 'basic':
      return {
        header: [],
        basicAuth: { username: provider.httpsUsername, password: provider.httpsPassword, preemptive },
      };
    case 'bearer':
      return { header: [['Authorization', `Bearer ${provider.httpsPassword}`]], basicAuth: null };
    case 'raw':
      return { header: [['Authorization', provider.httpsPassword]], basicAuth: null };
  }
}

function inScope(provider: HttpProvider, endpoint: Endpoint): boolean {
  return (
    provider.httpsHost.toLowerCase() === endpoint.host.toLowerCase() && provider.httpsPort === endpoint.port
  );
}

/**
 * ISE: in a built body the URL's query parameters travel along (`from`, `mo`, `api_id`; `From`), in their order.
 * GUESS: `%XX` is decoded and a `+` stays a `+`, since Cisco allows `from=+15556661212` as typed.
 */
export function queryParameters(query: string | null, decode: (text: string) => string): [string, string][] {
  return (query ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decode(pair), '']
        : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}
