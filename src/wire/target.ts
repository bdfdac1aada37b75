import type { Endpoint } from './endpoint.ts';
import { Fault } from './fault.ts';

/** An absolute URL, cut into what goes where. Nothing in it is normalised. */
export interface Target extends Endpoint {
  secure: boolean;
  /** The value of the Host header: as it stands in the URL, without a default port. */
  hostHeader: string;
  /** Path and query as they stand in the URL; `/` in front when the URL has no path. */
  path: string;
  /** The URL for the request line of a forwarding proxy. */
  absolute: string;
}

const ALLOWED = /^[\x21-\x7e]*$/;

/**
 * Cuts up a URL without re-encoding it. Throws a `Fault` in phase `request` with code `INVALID_URL` for whatever cannot
 * stand on a request line (blanks, control characters, letters outside ASCII, a fragment) or is no HTTP URL.
 */
export function parseTarget(url: string): Target {
  refuseCharacters(url);
  const [, scheme = '', authority = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (!/^https?$/i.test(scheme))
    throw invalid(`"${url.replace(/\?.*/s, '')}" is neither an http:// nor an https:// URL.`);
  if (authority.includes('@'))
    throw invalid(`The URL carries a user name before "@", which has no place here.`);
  const [, host = '', portText] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d*))?$/i.exec(authority) ?? [];
  const secure = scheme.toLowerCase() === 'https';
  const standard = secure ? 443 : 80;
  const port = portText ? Number(portText) : standard;
  if (host === '' || port < 1 || port > 65535) throw invalid(`"${authority}" is no host name with a port.`);
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return {
    secure,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    hostHeader: port === standard ? host : `${host}:${port}`,
    path,
    absolute: `${scheme}://${authority}${path}`,
  };
}

function refuseCharacters(url: string): void {
  if (ALLOWED.test(url) && !url.includes('#')) return;
  const at = [...url].findIndex((character) => !ALLOWED.test(character) || character === '#');
  const character = [...url][at] ?? '';
  const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  throw invalid(
    `The URL holds ${JSON.stringify(character)} (${name}) at position ${at + 1}, which cannot stand on a request line.`,
  );
}

function invalid(message: string): Fault {
  return new Fault('request', 'INVALID_URL', message);
}
