import type { SimRequest } from '../http/sim-request.ts';
import type { VendorParts } from '../vendor.ts';
import { TwilioError } from './errors.ts';

/** The account in the path, of which the credentials must be. */
export interface Account {
  sid: string;
  /** `test`: the second pair, with the magic numbers. */
  kind: 'live' | 'test' | 'telnyx';
}

const DETAIL = 'Your AccountSid or AuthToken was incorrect.';

/** Throws 20003. Loose: any account with any credentials, as long as there are some. */
export function authenticate(request: SimRequest, sid: string, parts: VendorParts): Account {
  const given = readBasic(request.header('authorization'));
  if (!given) throw new TwilioError(20003, {}, { text: 'Authentication Error - No credentials provided' });
  const { twilio, telnyx } = parts.credentials;
  const pairs: (Account & { user: string; password: string })[] = [
    { sid: twilio.accountSid, kind: 'live', user: twilio.accountSid, password: twilio.authToken },
    { sid: twilio.accountSid, kind: 'live', user: twilio.apiKeySid, password: twilio.apiKeySecret },
    {
      sid: twilio.test.accountSid,
      kind: 'test',
      user: twilio.test.accountSid,
      password: twilio.test.authToken,
    },
    { sid: telnyx.organizationId, kind: 'telnyx', user: telnyx.organizationId, password: telnyx.apiKey },
  ];
  const users = pairs.filter((pair) => pair.user === given.user);
  const known = users.find((pair) => pair.password === given.password && pair.sid === sid);
  if (known) return { sid, kind: known.kind };
  if (parts.loose && given.user !== '' && given.password !== '') return { sid, kind: 'live' };
  if (users.length === 0 && !/^(AC|SK)[0-9a-fA-F]{32}$/.test(given.user)) {
    throw new TwilioError(20003, {}, { text: 'Authentication Error - invalid username' });
  }
  throw new TwilioError(20003, {}, { detail: DETAIL });
}

function readBasic(header: string | undefined): { user: string; password: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1
    ? { user: text, password: '' }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
