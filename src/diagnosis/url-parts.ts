/** A provider's URL as it was typed, variables and all. */
export interface UrlParts {
  secure: boolean;
  host: string;
  port: number;
  path: string;
  /** Null without `?`. */
  query: string | null;
  userInfo: string | null;
  fragment: string | null;
}

const SHAPE =
  /^(https?):\/\/(?:([^@/?#]*)@)?(\[[0-9a-f:.]+\]|[^:/?#@[\]\s]+)(?::(\d{1,5}))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** Null for anything but an absolute http or https URL. */
export function urlParts(url: string): UrlParts | null {
  const match = SHAPE.exec(url.trim());
  if (!match) return null;
  const [, scheme = '', userInfo, host = '', portText, path = '', query, fragment] = match;
  const secure = scheme.toLowerCase() === 'https';
  const port = portText === undefined ? (secure ? 443 : 80) : Number(portText);
  if (port < 1 || port > 65535 || (path !== '' && !path.startsWith('/'))) return null;
  return {
    secure,
    host: host.toLowerCase(),
    port,
    path: path === '' ? '/' : path,
    query: query ?? null,
    userInfo: userInfo ?? null,
    fragment: fragment ?? null,
  };
}

export interface Parameter {
  name: string;
  /** As it stands. */
  raw: string;
  /** As a web server reads it: `+` is a blank, `%XX` is decoded. */
  value: string;
}

/** The parameters of a query or a form, in their order. */
export function parametersOf(text: string): Parameter[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const raw = equals < 0 ? '' : pair.slice(equals + 1);
      return { name: decoded(equals < 0 ? pair : pair.slice(0, equals)), raw, value: decoded(raw) };
    });
}

function decoded(text: string): string {
  const blanks = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(blanks);
  } catch {
    return blanks;
  }
}
