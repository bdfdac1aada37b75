import { members } from '../domain/json-members.ts';
import type { Answer } from './answer-of.ts';
import { answerOf } from './answer-of.ts';
import { remember } from './remember.ts';
import { httpOf } from './request-of.ts';
import { type UrlParts, urlParts } from './url-parts.ts';

/** `twexit` is Telnyx's copy of Twilio's API; `telnyx` its own. */
export type Vendor =
  | 'clickatell-classic'
  | 'clickatell-rest'
  | 'clickatell-platform'
  | 'twilio'
  | 'twexit'
  | 'telnyx'
  | 'vonage';

const NAMES: Record<Vendor, string> = {
  'clickatell-classic': "Clickatell's HTTP API",
  'clickatell-rest': "Clickatell's REST API",
  'clickatell-platform': "Clickatell's Platform API",
  twilio: 'Twilio',
  twexit: 'Telnyx',
  telnyx: "Telnyx's own API (v2)",
  vonage: 'Vonage',
};

export const vendorName = (vendor: Vendor | null): string =>
  vendor === null ? 'the provider' : NAMES[vendor];

/**
 * Whose API it is. The URL's path tells most, since a proxy, a relay or a simulator in front of it changes the host
 * only; then the host, then "HTTPS Host", then the shape of the answer. Null for a provider that nothing gives away.
 */
export const vendorOf = remember((one): Vendor | null => {
  const provider = httpOf(one);
  if (provider === null) return null;
  const parts = urlParts(provider.url);
  const answer = answerOf(one);
  const hosts = [parts?.host ?? '', provider.httpsHost.toLowerCase()];
  return (
    (parts && byPath(parts, hosts)) ??
    hosts.map(byHost).find((vendor) => vendor !== null) ??
    (answer && byAnswer(answer))
  );
});

const isTelnyx = (host: string): boolean => /(^|\.)telnyx\.com$/.test(host);

function byPath({ path }: UrlParts, hosts: string[]): Vendor | null {
  const telnyx = hosts.some(isTelnyx);
  if (/\/2010-04-01\/Accounts\//i.test(path)) return telnyx || isUuidAccount(path) ? 'twexit' : 'twilio';
  if (/\/http\/(?:sendmsg|auth|querymsg|getbalance)(?:\.php)?$/i.test(path)) return 'clickatell-classic';
  if (/\/rest\/message\b/i.test(path)) return 'clickatell-rest';
  if (/\/messages\/http\/send$/i.test(path)) return 'clickatell-platform';
  if (/\/v2\/messages$/i.test(path) && telnyx) return 'telnyx';
  if (/\/sms\/(?:json|xml)$/i.test(path)) return 'vonage';
  return null;
}

function isUuidAccount(path: string): boolean {
  return /\/Accounts\/[0-9a-f]{8}-[0-9a-f]{4}-/i.test(path);
}

function byHost(host: string): Vendor | null {
  if (/(^|\.)twilio\.com$/.test(host)) return 'twilio';
  if (isTelnyx(host)) return 'telnyx';
  if (host === 'platform.clickatell.com') return 'clickatell-platform';
  if (/(^|\.)clickatell\.com$/.test(host)) return 'clickatell-classic';
  if (/(^|\.)(nexmo|vonage)\.com$/.test(host)) return 'vonage';
  return null;
}

/** The same shapes by which the answer was read. */
function byAnswer({ text, json }: Answer): Vendor | null {
  const root = members(json);
  // "ID: 8873" is how any small gateway may say yes; Clickatell's has 32 digits.
  if (/^\s*(?:ERR:\s*\d{3}\b|ID:\s*[0-9a-f]{32}\b)/i.test(text)) return 'clickatell-classic';
  if (root === null) {
    if (/<mt-submission-response[\s>]/.test(text)) return 'vonage';
    return /<TwilioResponse[\s>]/.test(text) ? 'twilio' : null;
  }
  if ('message-count' in root) return 'vonage';
  const error = members(root.error);
  if (Array.isArray(members(root.data)?.message) || (error !== null && 'documentation' in error)) {
    return 'clickatell-rest';
  }
  if (Array.isArray(root.messages) && 'error' in root) return 'clickatell-platform';
  if ('more_info' in root || ('sid' in root && 'account_sid' in root)) return 'twilio';
  const first = Array.isArray(root.errors) ? members(root.errors[0]) : null;
  return first !== null && 'title' in first && 'code' in first ? 'telnyx' : null;
}
