import { spelling } from './spelling.ts';

/** The hosts that the vendors' documents name. */
export const VENDOR_HOSTS = [
  'api.twilio.com',
  'api.clickatell.com',
  'platform.clickatell.com',
  'api.telnyx.com',
  'rest.nexmo.com',
  'api.bulksms.com',
  'rest.messagebird.com',
];

const VENDOR_DOMAINS = new Set(VENDOR_HOSTS.map(domainOf));

/** True for these hosts and all beside them: a region's, an older one. */
export const isVendorHost = (host: string): boolean => VENDOR_DOMAINS.has(domainOf(host));

/** The vendor's host that was meant by one of two letters less, more or other; null for a host of a vendor, and any else. */
export function meantVendorHost(host: string): string | null {
  if (isVendorHost(host)) return null;
  return nearest(host, VENDOR_HOSTS);
}

/** The first of `hosts` that differs from this one by at most two letters; null when none does. */
export function nearest(host: string, hosts: string[]): string | null {
  return hosts.find((each) => each !== '' && each !== host && spelling(host, each) <= 2) ?? null;
}

function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}
