import type { HttpProvider } from '../domain/provider.ts';
import { answerLines, answerOf, headerOf } from './answer-of.ts';
import { notExpressible } from './auth-schemes.ts';
import { refusalsOf } from './refusals-of.ts';
import { httpOf } from './request-of.ts';
import type { Family } from './rule.ts';
import { scopeRemedy } from './scope-remedy.ts';
import { otherSchemes, sendsBasic, sentCredentials } from './sent-credentials.ts';
import { shownAddress } from './shown.ts';
import { missingNames } from './typed-parameters.ts';
import { urlParts } from './url-parts.ts';
import { type Vendor, vendorName, vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

/** Credentials: whether there are any, whether they go along, and whether the provider takes them. */
export const auth: Family = {
  name: 'auth',
  rules: [
    {
      name: 'credentials-missing',
      source: "Each vendor's documentation; Cisco's pages on Clickatell, Twilio and Telnyx.",
      follows: ['parameters-of-another-api'],
      find(one) {
        const provider = httpOf(one);
        const missing = provider === null ? [] : missingCredentials(provider, vendorOf(one));
        if (provider === null || missing.length === 0) return null;
        return {
          certainty: weigh(one, ['credentials']),
          problem: `${capital(vendorName(vendorOf(one)))} wants credentials, and "${provider.name}" has no ${missing.join(', no ')}.`,
          remedy: `Fill in ${missing.join(' and ')}.`,
          evidence: credentialLines(provider),
        };
      },
    },
    {
      name: 'credentials-out-of-scope',
      source: 'GUESS: host and port beside the credentials limit where ISE sends them.',
      // Of a misspelt host the other one is the right one.
      follows: ['host-name-not-found', 'misspelt-vendor-host', 'vendor-wants-https'],
      find(one) {
        const provider = httpOf(one);
        const parts = provider && urlParts(provider.url);
        if (!provider || !parts || provider.httpsHost === '' || !hasFields(provider)) return null;
        const same = provider.httpsHost.toLowerCase() === parts.host && provider.httpsPort === parts.port;
        if (same) return null;
        return {
          certainty: weigh(one, ['credentials']),
          problem: `The HTTPS credentials are not sent: they belong to ${provider.httpsHost}:${provider.httpsPort}, and "URL" goes to ${parts.host}:${parts.port}.`,
          remedy: scopeRemedy(provider, parts),
          evidence: credentialLines(provider),
        };
      },
    },
    {
      name: 'account-is-not-the-user',
      source: "Twilio's REST API: the URL names the account whose Account SID and Auth Token are sent.",
      find(one) {
        const provider = httpOf(one);
        const vendor = vendorOf(one);
        if (!provider || (vendor !== 'twilio' && vendor !== 'twexit')) return null;
        const account = /\/Accounts\/([^/?#]+)/i.exec(provider.url)?.[1] ?? '';
        const user = provider.httpsUsername;
        if (account === '' || user === '' || account === user || /^SK/.test(user)) return null;
        const swapped = account === provider.httpsPassword;
        return {
          certainty: weigh(one, ['credentials', 'parameters']),
          problem: swapped
            ? `"HTTPS Username" and "HTTPS Password" are exchanged: what stands in the password is the account that "URL" names.`
            : `"URL" names the account ${account}, and "HTTPS Username" is ${user}.`,
          remedy: swapped
            ? 'Exchange "HTTPS Username" and "HTTPS Password".'
            : 'Write the same account into "URL" and into "HTTPS Username".',
          evidence: credentialLines(provider),
        };
      },
    },
    {
      name: 'key-needs-empty-username',
      source:
        "GUESS: Cisco's sample for Clickatell sends the bare key; with a user name ISE makes Basic of it.",
      find(one) {
        const provider = httpOf(one);
        if (!provider || vendorOf(one) !== 'clickatell-rest' || provider.httpsUsername === '') return null;
        if ((provider.emulator.authorization ?? 'basic') !== 'basic') return null;
        return {
          certainty: weigh(one, ['credentials']),
          problem: `Clickatell's REST API wants its key alone, and with the "HTTPS Username" ${provider.httpsUsername} ISE sends Basic.`,
          remedy: 'Empty "HTTPS Username" and write the key into "HTTPS Password".',
          evidence: credentialLines(provider),
        };
      },
    },
    {
      name: 'blank-around-credentials',
      source: 'Copied with a blank or line end from a web page; it is sent along and never matches.',
      find(one) {
        const provider = httpOf(one);
        if (provider === null) return null;
        const fields = [
          ['HTTPS Username', provider.httpsUsername],
          ['HTTPS Password', provider.httpsPassword],
        ].flatMap(([field = '', value = '']) => (value !== value.trim() ? [field] : []));
        if (fields.length === 0) return null;
        return {
          certainty: weigh(one, ['credentials']),
          problem: `"${fields.join('" and "')}" of "${provider.name}" begins or ends with a blank.`,
          remedy: `Type "${fields.join('" and "')}" again without the blank.`,
          evidence: [`HTTPS Username: "${provider.httpsUsername}"`],
        };
      },
    },
    notExpressible,
    {
      name: 'no-credentials-sent',
      source: 'RFC 9110: 401 to a request without credentials.',
      follows: ['other-authentication-wanted', 'vendor-wants-https'],
      find(one) {
        const answer = answerOf(one);
        const provider = httpOf(one);
        if (answer?.status !== 401 || provider === null || sentCredentials(one) !== null) return null;
        const scheme = headerOf(answer, 'www-authenticate');
        const keptBack = sendsBasic(one);
        return {
          certainty: 'cause',
          problem: `${urlParts(provider.url)?.host ?? 'The provider'} wants credentials (HTTP 401), and ${
            keptBack
              ? 'those of "HTTPS Username" were kept back: its answer does not ask for Basic'
              : 'the request had none'
          }.`,
          remedy: keptBack
            ? 'Let the emulator send them at once (emulator.preemptiveAuth), or let the provider answer WWW-Authenticate: Basic.'
            : 'Fill in "HTTPS Username" and "HTTPS Password", with "HTTPS Host" and "HTTPS Port" as in "URL".',
          evidence: [...(scheme === null ? [] : [`WWW-Authenticate: ${scheme}`]), ...answerLines(answer)],
        };
      },
    },
    {
      name: 'other-authentication-wanted',
      source: 'RFC 9110, WWW-Authenticate; ISE has fields for user name and password only.',
      find(one) {
        const answer = answerOf(one);
        const wanted = otherSchemes(answer);
        if (wanted === null) return null;
        return {
          certainty: 'cause',
          problem: `The provider asks for "${wanted}", and ISE can send Basic only.`,
          remedy:
            'Use an address of the provider that takes Basic or a key in the URL, or a relay that adds what is missing.',
          evidence: [`WWW-Authenticate: ${wanted}`],
        };
      },
    },
    {
      name: 'credentials-refused',
      source: 'RFC 9110: 401 to a request with credentials.',
      find(one) {
        const answer = answerOf(one);
        const provider = httpOf(one);
        const sent = sentCredentials(one);
        if (answer?.status !== 401 || provider === null || sent === null) return null;
        // A password in a scheme that is not wanted has not even been looked at.
        if (otherSchemes(answer) !== null && sendsBasic(one)) return null;
        if (refusalsOf(one).some(({ row }) => row !== null)) return null;
        return {
          certainty: 'cause',
          problem: `${urlParts(provider.url)?.host ?? 'The provider'} did not accept ${sent} (HTTP 401).`,
          remedy: `Copy ${sent.startsWith('the user name') ? 'user name and password' : 'it'} again from the account at the provider, and look whether it is active.`,
          evidence: answerLines(answer),
        };
      },
    },
    {
      name: 'credentials-over-plain-http',
      source: 'Basic is readable to everyone on the way without TLS.',
      follows: ['credentials-out-of-scope', 'vendor-wants-https'],
      find(one) {
        const provider = httpOf(one);
        const parts = provider && urlParts(provider.url);
        if (!provider || !parts || parts.secure || (!hasFields(provider) && parts.userInfo === null))
          return null;
        const user = provider.httpsUsername || (parts.userInfo ?? '').replace(/:.*/s, '');
        return {
          certainty: 'risk',
          problem: `The password of "${user}" goes to ${parts.host} over plain HTTP, readable to everyone on the way.`,
          remedy: 'Begin "URL" with https:// if the provider has it.',
          evidence: [`URL: ${shownAddress(provider.url)}`],
        };
      },
    },
  ],
};

const NEEDED: Partial<Record<Vendor, string[]>> = {
  'clickatell-classic': ['user', 'password'],
  'clickatell-platform': ['apiKey'],
  vonage: ['api_key', 'api_secret'],
};

/** The fields, or the parameters of the URL, that the vendor needs and that are empty. */
function missingCredentials(provider: HttpProvider, vendor: Vendor | null): string[] {
  if (vendor === null || urlParts(provider.url)?.userInfo) return [];
  const field = (name: string, value: string) => (value === '' ? [`"${name}"`] : []);
  const password = field('HTTPS Password', provider.httpsPassword);
  if (vendor === 'twilio' || vendor === 'twexit') {
    return [...field('HTTPS Username', provider.httpsUsername), ...password];
  }
  if (vendor === 'clickatell-rest' || vendor === 'telnyx') return password;
  if (vendor !== 'clickatell-classic' && hasFields(provider)) return [];
  if (missingNames(provider, ['session_id', 'sig']).length < 2) return [];
  return missingNames(provider, NEEDED[vendor] ?? []).map((name) => `"${name}=" in "URL"`);
}

function hasFields({ httpsUsername, httpsPassword }: HttpProvider): boolean {
  return httpsUsername !== '' || httpsPassword !== '';
}

function credentialLines(provider: HttpProvider): string[] {
  return [
    `URL: ${shownAddress(provider.url)}`,
    `HTTPS Username: ${provider.httpsUsername || '(empty)'}`,
    `HTTPS Password: ${provider.httpsPassword === '' ? '(empty)' : '(filled in)'}`,
    `HTTPS Host and Port: ${provider.httpsHost || '(empty)'}:${provider.httpsPort}`,
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
