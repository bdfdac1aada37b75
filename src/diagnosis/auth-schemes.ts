import { httpOf } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shownAddress } from './shown.ts';
import { urlParts } from './url-parts.ts';
import { vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

/** What a provider wants in its headers and no field of ISE can say. */
interface Scheme {
  host: RegExp;
  what: string;
  /** The word that a key typed with it would begin with. */
  word: string | null;
  remedy: string;
}

const RELAY =
  'Put a relay between ISE and the provider that adds it, or use a provider with user name and password.';

const SCHEMES: Scheme[] = [
  {
    host: /(^|\.)telnyx\.com$/,
    what: 'the header "Authorization: Bearer <key>"',
    word: 'Bearer',
    remedy:
      'Use the Twilio-compatible URL https://api.telnyx.com/2010-04-01/Accounts/<organization_id>/Messages.json with organization_id and API key.',
  },
  {
    host: /(^|\.)messagebird\.com$/,
    what: 'the header "Authorization: AccessKey <key>"',
    word: 'AccessKey',
    remedy: RELAY,
  },
  {
    host: /(^|\.)sinch\.com$/,
    what: 'the header "Authorization: Bearer <token>"',
    word: 'Bearer',
    remedy: RELAY,
  },
  { host: /(^|\.)infobip\.com$/, what: 'the header "Authorization: App <key>"', word: 'App', remedy: RELAY },
  {
    host: /(^|\.)amazonaws\.com$/,
    what: 'a signature of each request (AWS SigV4)',
    word: null,
    remedy: RELAY,
  },
  {
    host: /(^|\.)communication\.azure\.com$/,
    what: 'a signature of each request (HMAC-SHA256)',
    word: null,
    remedy: RELAY,
  },
  { host: /^api\.brevo\.com$/, what: 'the header "api-key: <key>"', word: null, remedy: RELAY },
];

/** ISE's fields end at user name and password. */
export const notExpressible: Rule = {
  name: 'header-not-expressible',
  source:
    "ISE's SMS gateway page has no field for headers; the vendors' documentation of their authentication.",
  find(one) {
    const provider = httpOf(one);
    const host = (provider && urlParts(provider.url)?.host) ?? '';
    const scheme = SCHEMES.find((candidate) => candidate.host.test(host));
    if (!provider || !scheme || vendorOf(one) === 'twexit') return null;
    const inLab =
      scheme.word !== null &&
      (provider.emulator.authorization === 'bearer' ||
        (provider.httpsUsername === '' && provider.httpsPassword.startsWith(`${scheme.word} `)));
    return {
      certainty: inLab ? 'risk' : weigh(one, ['credentials']),
      problem: inLab
        ? `${host} wants ${scheme.what}, which this emulator sends by a setting of its own; whether a real ISE can is unknown.`
        : `${host} wants ${scheme.what}, and ISE has no field that can say it.`,
      remedy: scheme.remedy,
      evidence: [`URL: ${shownAddress(provider.url)}`],
    };
  },
};
