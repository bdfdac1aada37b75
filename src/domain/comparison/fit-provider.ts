import type { Provider } from '../provider.ts';
import { headerOf, type RawHttp } from './raw-http.ts';

/** A provider, and how well a captured request could be one for it. */
export interface Fit {
  name: string;
  /** 0: nothing speaks for it. */
  score: number;
}

/** Simulators by the paths of the APIs that they speak, for providers whose host is another. */
const PATHS: [simulator: string, path: RegExp][] = [
  ['clickatell-http', /\/http\/(?:sendmsg|auth)(?:\.php)?$|^\/sendmsg$/i],
  ['clickatell-rest', /\/rest\/message\/?$/i],
  ['clickatell-platform', /\/messages(?:\/http\/send)?$|\/v1\/message$/i],
  ['twilio', /\/2010-04-01\/Accounts\/[^/]+\/Messages(?:\.json|\.xml)?$/i],
];

const URL_PARTS = /^\s*(https?):\/\/(?:[^@/?#]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?/i;

/**
 * Which rows of the settings a request can be of, the best first: by host, by path (also one that differs only in the
 * name of an account), by vendor, by method, scheme, and names of parameters. Rows with nothing in common are left out.
 */
export function fitProviders(
  request: RawHttp,
  {
    providers,
    simulator,
    secure,
  }: { providers: Provider[]; simulator: string | null; secure: boolean | null },
): Fit[] {
  return providers
    .map((provider) => ({ name: provider.name, score: scoreOf(provider, { request, simulator, secure }) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}

function scoreOf(
  provider: Provider,
  { request, simulator, secure }: { request: RawHttp; simulator: string | null; secure: boolean | null },
): number {
  if (provider.type !== 'http') return 0;
  const [, scheme = '', authority = '', path = '', query = ''] = URL_PARTS.exec(provider.url) ?? [];
  const isHttps = scheme.toLowerCase() === 'https';
  const vendor = PATHS.find(([, pattern]) => pattern.test(path))?.[0];
  const asked = simulator ?? PATHS.find(([, pattern]) => pattern.test(request.path))?.[0];
  const sameHost = bare(headerOf(request.headers, 'host'), isHttps) === bare(authority, isHttps);
  const samePath = pathPattern(path).test(request.path);
  const sameVendor = vendor !== undefined && vendor === asked;
  if (!sameHost && !samePath && !sameVendor) return 0;
  const names = namesOf(query);
  const theirs = `${request.query ?? ''}&${request.body}`.toLowerCase();
  const known = names.filter((name) => theirs.includes(name)).length;
  return (
    (sameHost ? 8 : 0) +
    (samePath ? 8 : 0) +
    (request.path === path ? 2 : 0) +
    (sameVendor ? 4 : 0) +
    ((request.method.toUpperCase() === 'POST') === provider.useHttpPost ? 2 : 0) +
    (secure !== null && secure === isHttps ? 1 : 0) +
    (names.length === 0 ? 0 : known / names.length)
  );
}

/** Variables and names of accounts stand for anything. */
function pathPattern(path: string): RegExp {
  const pattern = (path === '' ? '/' : path)
    .split(/(\$\w+\$|(?<=\/Accounts\/)[^/]+)/i)
    .map((piece, at) => (at % 2 === 1 ? '[^/?]+' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${pattern}$`, 'i');
}

function bare(authority: string, isHttps: boolean): string {
  return authority.toLowerCase().replace(isHttps ? /:443$/ : /:80$/, '');
}

function namesOf(query: string): string[] {
  return query
    .split('&')
    .flatMap((pair) => /^([^=]+)=/.exec(pair)?.[1]?.toLowerCase() ?? [])
    .filter((name) => name !== '');
}
