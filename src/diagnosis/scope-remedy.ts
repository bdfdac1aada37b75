import type { HttpProvider } from '../domain/provider.ts';
import type { UrlParts } from './url-parts.ts';
import { isVendorHost } from './vendor-hosts.ts';

/**
 * What makes "URL", "HTTPS Host" and "HTTPS Port" agree. It never leads credentials onto plain HTTP: what is to be
 * changed is the scheme, or a port that is no port of https.
 */
export function scopeRemedy(
  { httpsHost, httpsPort }: Pick<HttpProvider, 'httpsHost' | 'httpsPort'>,
  { secure, host, port }: UrlParts,
): string {
  const sameHost = httpsHost.toLowerCase() === host;
  const vendor = isVendorHost(host);
  const named = secure ? port : sameHost ? httpsPort : 443;
  const right = vendor || named === 80 ? 443 : named;
  const address = `https://${host}${right === 443 ? '' : `:${right}`}`;
  const typed = [
    ...(sameHost ? [] : [`${host} into "HTTPS Host"`]),
    ...(httpsPort === right ? [] : [`${right} into "HTTPS Port"`]),
  ].join(' and ');
  if (!secure)
    return `Begin "URL" with ${address}${sameHost ? '' : ' if the provider has it'}${typed && `, and write ${typed}`}.`;
  const trusted = !vendor ? ', if "URL" is right' : '';
  if (right !== port || typed === '')
    return `Begin "URL" with ${address}, without the port ${port}${typed && `, and write ${typed}`}.`;
  return `Write ${typed}${trusted}.`;
}
