import type { Case, Certainty } from '../domain/diagnosis.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { answerLines, answerOf } from './answer-of.ts';
import { lastExchange, placeText } from './last-exchange.ts';
import { refusalsOf } from './refusals-of.ts';
import { httpOf } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shownAddress } from './shown.ts';
import { type UrlParts, urlParts } from './url-parts.ts';
import { isVendorHost, meantVendorHost } from './vendor-hosts.ts';
import { type Vendor, vendorName, vendorOf } from './vendor-of.ts';
import { isUnplayed, weigh } from './weigh.ts';

/** Whose APIs have no plain HTTP; Clickatell's oldest has it. */
const HTTPS_ONLY = new Set<Vendor>([
  'twilio',
  'twexit',
  'telnyx',
  'clickatell-rest',
  'clickatell-platform',
  'vonage',
]);

/** To which host "URL" goes, and whether that host is the vendor. */
export const hostRules: Rule[] = [
  {
    name: 'no-simulator-plays-it',
    source: 'The simulators answer 404 to a path that none of the vendors they play has.',
    find(one) {
      const answer = answerOf(one);
      const exchange = lastExchange(one);
      if (answer === null || exchange?.redirectedTo == null || !isUnplayed(one)) return null;
      const { host } = exchange.target;
      return {
        certainty: 'cause',
        problem: `No simulator plays ${host}: "connectTo" leads it to the simulators, which know Clickatell, Twilio and Telnyx's copy of Twilio only.`,
        remedy: `Start with --live to ask ${host} itself, or lead it to a server of your own in "connectTo".`,
        evidence: [
          `connectTo: ${placeText(exchange.target)} is led to ${placeText(exchange.redirectedTo)}`,
          ...answerLines(answer),
        ],
      };
    },
  },
  {
    name: 'misspelt-vendor-host',
    source: "The hosts of the vendors' documents; one that differs by a letter or two is mostly a mistake.",
    find: onUrl((one, provider, parts) => {
      const meant = meantVendorHost(parts.host);
      if (meant === null) return null;
      return {
        certainty: refusalsOf(one).length > 0 ? 'suspect' : 'cause',
        problem: `The host "${parts.host}" in "URL" of "${provider.name}" looks like a misspelt ${meant}.`,
        remedy: `Write ${meant} instead of ${parts.host} into "URL".`,
        evidence: [`URL: ${shownAddress(provider.url)}`, ...failureLine(one)],
      };
    }),
  },
  {
    name: 'vendor-wants-https',
    source: "Each vendor's API reference gives https:// addresses only. GUESS: that plain HTTP is refused.",
    follows: ['no-simulator-plays-it'],
    find: onUrl((one, provider, parts) => {
      const vendor = vendorOf(one);
      if (parts.secure || vendor === null || !HTTPS_ONLY.has(vendor) || !isVendorHost(parts.host))
        return null;
      const port = parts.port === 80 ? '' : `, without the port ${parts.port},`;
      const fields =
        provider.httpsUsername === '' && provider.httpsPassword === ''
          ? []
          : [
              ...(provider.httpsHost.toLowerCase() === parts.host ? [] : [`${parts.host} into "HTTPS Host"`]),
              ...(provider.httpsPort === 443 ? [] : ['443 into "HTTPS Port"']),
            ];
      const written = fields.length === 0 ? '' : ` and write ${fields.join(' and ')}`;
      return {
        certainty: certaintyOf(one),
        problem: `"URL" of "${provider.name}" begins with http://, and ${vendorName(vendor)} takes messages over HTTPS only.`,
        remedy: `Begin "URL" with https://${parts.host}${port}${written}.`.replace(',.', '.'),
        evidence: [
          `URL: ${shownAddress(provider.url)}`,
          `HTTPS Host and Port: ${provider.httpsHost || '(empty)'}:${provider.httpsPort}`,
        ],
      };
    }),
  },
];

/** A port that does not answer is explained by a scheme that nobody serves there. */
function certaintyOf(one: Case): Certainty {
  const phase = one.end?.failure?.phase;
  return phase === 'connect' || phase === 'request' || phase === 'response'
    ? 'cause'
    : weigh(one, ['credentials', 'parameters']);
}

function failureLine({ end }: Case): string[] {
  return end?.failure ? [end.failure.message] : [];
}

function onUrl(
  judge: (one: Case, provider: HttpProvider, parts: UrlParts) => ReturnType<Rule['find']>,
): Rule['find'] {
  return (one) => {
    const provider = httpOf(one);
    const parts = provider && urlParts(provider.url);
    return provider && parts ? judge(one, provider, parts) : null;
  };
}
