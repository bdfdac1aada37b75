import { AppError } from '../domain/errors.ts';

/** A provider's URL taken apart as text, so that what was typed reaches the wire character for character. */
export interface Endpoint {
  secure: boolean;
  /** As typed, with brackets around an IPv6 address. */
  host: string;
  port: number;
  /** Scheme, host and port as typed, without user information. */
  origin: string;
  /** Starts with `/`; no query. */
  path: string;
  /** Without `?`; null when there is none. */
  query: string | null;
  userInfo: { username: string; password: string } | null;
  /** What stood behind `#`; it never goes on the wire. */
  fragment: string | null;
}

const SHAPE =
  /^(https?):\/\/(?:([^@/?#]*)@)?(\[[0-9a-f:.]+\]|[^:/?#@[\]\s]+)(?::(\d{1,5}))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** Throws `AppError('invalid')` for anything but an absolute http or https URL. */
export function parseEndpoint(url: string): Endpoint {
  const match = SHAPE.exec(url.trim());
  const [, scheme = '', userInfo, host = '', portText, path = '', query, fragment] = match ?? [];
  const secure = scheme.toLowerCase() === 'https';
  const port = portText === undefined ? (secure ? 443 : 80) : Number(portText);
  if (!match || port < 1 || port > 65535 || (path !== '' && !path.startsWith('/'))) {
    throw new AppError('invalid', `url: "${url}" is not an absolute http:// or https:// URL`);
  }
  return {
    secure,
    host,
    port,
    origin: `${scheme.toLowerCase()}://${host}${portText === undefined ? '' : `:${portText}`}`,
    path: path === '' ? '/' : path,
    query: query ?? null,
    userInfo: userInfo === undefined ? null : splitUserInfo(userInfo),
    fragment: fragment ?? null,
  };
}

function splitUserInfo(text: string): { username: string; password: string } {
  const colon = text.indexOf(':');
  const [username, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return { username: percentDecode(username), password: percentDecode(password) };
}

/** Decodes `%XX` and nothing else; a `+` stays a `+`, broken escapes stay as typed. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Characters that may not stand in a request line are percent-encoded as UTF-8; everything else stays as typed. */
export function legalTarget(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]+/gu, (run) => encodeURIComponent(run));
}
