import type { Case } from '../domain/diagnosis.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { httpOf } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shown } from './shown.ts';
import { missingNames, typedParameters } from './typed-parameters.ts';
import { urlParts } from './url-parts.ts';
import { type Vendor, vendorName, vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Which request each API reads, in ISE's fields. */
const WANTS: Record<Vendor, { post: boolean | null; type: 'form' | 'json' | null; why: string }> = {
  'clickatell-classic': { post: null, type: null, why: 'reads to and text from the URL' },
  'clickatell-rest': { post: true, type: 'json', why: 'reads a JSON body' },
  'clickatell-platform': { post: null, type: null, why: 'reads to and content from the URL' },
  twilio: { post: true, type: 'form', why: 'reads To, From and Body from a form' },
  twexit: { post: true, type: 'form', why: 'reads To, From and Body from a form' },
  telnyx: { post: true, type: 'json', why: 'reads a JSON body' },
  vonage: { post: null, type: null, why: 'reads to and text, in small letters' },
};

/** What a vendor's API asks of "URL", "Data" and content type. */
export const vendorRules: Rule[] = [
  rule(
    'vendor-wants-post',
    "Each vendor's API reference: the message is created by POST.",
    ({ one, provider, vendor }) => {
      if (WANTS[vendor].post !== true || provider.useHttpPost) return null;
      return {
        certainty: weigh(one, ['parameters', 'text', 'sender', 'number']),
        problem: `${name(vendor)} takes messages by POST only, and "Use HTTP POST method for data portion" is off.`,
        remedy: 'Turn "Use HTTP POST method for data portion" on.',
        evidence: ['Use HTTP POST: off'],
      };
    },
  ),
  rule(
    'body-not-for-vendor',
    "Twilio reads forms only, Clickatell's REST API JSON only; the body that ISE builds has To and Body, or to and text.",
    ({ one, provider, vendor }) => {
      if (!provider.useHttpPost) return null;
      const { type, why } = WANTS[vendor];
      const built = one.channel === 'http-post-form' || one.channel === 'http-post-json';
      const content = provider.httpPostContentType || '(empty)';
      const wrongType = type !== null && !isType(provider.httpPostContentType, type);
      const wrongBuild = type === null && built && missingNames(provider, ['text', 'content']).length === 2;
      if (!wrongType && !wrongBuild && !(vendor === 'telnyx' && built)) return null;
      return {
        certainty: weigh(one, ['parameters', 'text', 'sender', 'number']),
        problem: wrongType
          ? `${name(vendor)} ${why}, and "HTTP POST data content type" is ${content}.`
          : `${name(vendor)} ${why}, and not the body that ISE builds from Data $message$.`,
        remedy: wrongType
          ? `Write ${type === 'json' ? 'application/json' : FORM} into "HTTP POST data content type".`
          : vendor === 'telnyx'
            ? 'Write the whole body into Data: {"from": "+…", "to": "$mobilenumber$", "text": "$message$"}.'
            : 'Turn "Use HTTP POST method for data portion" off, and let "URL" end in the parameter that takes the text.',
        evidence: [`HTTP POST data content type: ${content}`, `Data: ${shown(provider.data)}`],
      };
    },
  ),
  rule(
    'extra-data-beside-message',
    "A reader's report below Cisco's page: only $message$ goes into Post Data for Twilio, ISE adds To.",
    ({ one, provider, vendor }) => {
      if (!provider.useHttpPost || !isBuildable(vendor) || !/\$message\$/i.test(provider.data)) return null;
      if (provider.data.trim().toLowerCase() === '$message$') return null;
      const extra = shown(provider.data)
        .replace(/\$message\$/i, '…')
        .trim();
      const needed = vendor === 'clickatell-rest' ? ['to', 'text'] : ['To', 'Body'];
      const there = typedParameters(provider).filter(({ field }) => field === 'Data');
      const missing = needed.filter((wanted) => !there.some((found) => found.name === wanted));
      const lost =
        missing.length === 0
          ? ''
          : `, so ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`;
      return {
        certainty: weigh(
          one,
          ['parameters', 'text', 'sender', 'number'],
          missing.length > 0 ? 'cause' : 'suspect',
        ),
        problem: `Data has "${extra}" beside $message$; ISE then sends Data as it stands and adds nothing${lost}.`,
        remedy:
          'Leave only $message$ in Data, and write other parameters such as From into the query of "URL".',
        evidence: [`Data: ${shown(provider.data)}`],
      };
    },
  ),
  rule(
    'missing-sender',
    "Twilio: From or MessagingServiceSid is required; Vonage: from; Clickatell: a paid from is needed in the USA (Cisco's page).",
    ({ one, provider, vendor }) => {
      if (vendor === 'clickatell-platform') return null;
      const wanted = isTwilio(vendor) ? ['From', 'MessagingServiceSid'] : ['from'];
      if (missingNames(provider, wanted).length < wanted.length) return null;
      const example = isTwilio(vendor) ? 'From=%2B15005550006' : 'from=15005550006';
      return {
        certainty: weigh(one, ['sender'], vendor.startsWith('clickatell') ? 'suspect' : 'cause'),
        problem: `${name(vendor)} is not told a sender: neither "URL" nor "Data" has ${wanted.join(' or ')}.`,
        remedy:
          vendor === 'telnyx'
            ? 'Add "from" with your number to the JSON in Data.'
            : `Add your number to "URL", e.g. ${appended(provider, example)}.`,
        evidence: parameterNames(provider),
      };
    },
  ),
  rule('wrong-case-parameter', "Twilio's parameters are case-sensitive.", ({ one, provider, vendor }) => {
    if (!isTwilio(vendor)) return null;
    const right = ['From', 'To', 'Body', 'MessagingServiceSid'];
    const typed = typedParameters(provider).flatMap(({ name: wrong }) => {
      const meant = right.find((each) => each.toLowerCase() === wrong.toLowerCase());
      return meant === undefined || meant === wrong ? [] : [{ wrong, meant }];
    });
    return typed.map(({ wrong, meant }) => ({
      certainty: weigh(one, ['sender', 'parameters', 'text']),
      problem: `${name(vendor)} does not read "${wrong}": its name is ${meant}, with capital and small letters as here.`,
      remedy: `Write ${meant} instead of ${wrong}.`,
      evidence: parameterNames(provider),
    }));
  }),
  rule(
    'missing-x-version',
    "Clickatell's REST API: the header X-Version: 1 is required; ISE takes it from x-version in the URL (Cisco's page).",
    ({ one, provider, vendor }) =>
      vendor !== 'clickatell-rest' || missingNames(provider, ['x-version']).length === 0
        ? null
        : {
            certainty: weigh(one, ['parameters', 'credentials']),
            problem: `Clickatell's REST API wants the header X-Version: 1, and "URL" has no x-version from which ISE makes it.`,
            remedy: `Add ${appended(provider, 'x-version=1')} to "URL".`,
            evidence: parameterNames(provider),
          },
  ),
  rule(
    'missing-mo',
    "Clickatell: mo=1 goes with a two-way sender; Cisco's URLs have it, for HTTP and for REST.",
    ({ one, provider, vendor }) =>
      (vendor !== 'clickatell-rest' && vendor !== 'clickatell-classic') ||
      missingNames(provider, ['from']).length > 0 ||
      missingNames(provider, ['mo']).length === 0
        ? null
        : {
            certainty: weigh(one, ['sender'], 'suspect'),
            problem: 'Clickatell takes a two-way number in from only with mo=1, and "URL" has no mo.',
            remedy: `Add ${appended(provider, 'mo=1')} to "URL"; mo=0 says that the sender takes no answers.`,
            evidence: parameterNames(provider),
          },
  ),
  rule(
    'missing-api-id',
    "Clickatell: api_id names the API of the account, error 108 without it; Cisco's URLs have it.",
    ({ one, provider, vendor }) => {
      if (vendor !== 'clickatell-rest' && vendor !== 'clickatell-classic') return null;
      if (missingNames(provider, ['api_id', 'session_id']).length < 2) return null;
      const classic = vendor === 'clickatell-classic';
      return {
        certainty: weigh(one, ['credentials'], classic ? 'cause' : 'suspect'),
        problem: `Clickatell is not told which API this is: "URL" has no api_id.`,
        remedy: `Add ${appended(provider, 'api_id=')} with the API ID from the Clickatell account to "URL".`,
        evidence: parameterNames(provider),
      };
    },
  ),
  rule(
    'missing-parameter',
    "Each vendor's API reference: the parameters for number and text, by name.",
    ({ one, provider, vendor }) => {
      const wanted = NUMBER_AND_TEXT[vendor];
      if (wanted === undefined || one.channel === 'http-post-form' || one.channel === 'http-post-json')
        return null;
      const missing = missingNames(provider, wanted);
      if (missing.length === 0) return null;
      return {
        certainty: weigh(one, ['parameters', 'text', 'number']),
        problem: `${name(vendor)} reads ${wanted.join(' and ')}, and "URL" has no ${missing.join(' and no ')}.`,
        remedy: `Let "URL" have ${wanted[0]}=$mobilenumber$ and end in &${wanted[1]}=.`,
        evidence: parameterNames(provider),
      };
    },
  ),
];

const NUMBER_AND_TEXT: Partial<Record<Vendor, string[]>> = {
  'clickatell-classic': ['to', 'text'],
  'clickatell-platform': ['to', 'content'],
  vonage: ['to', 'text'],
};

type Parts = { one: Case; provider: HttpProvider; vendor: Vendor };

function rule(named: string, source: string, judge: (parts: Parts) => ReturnType<Rule['find']>): Rule {
  return {
    name: named,
    source,
    follows: /^missing-/.test(named) ? ['fragment-in-url', 'parameters-of-another-api'] : [],
    find(one) {
      const provider = httpOf(one);
      const vendor = vendorOf(one);
      return provider === null || vendor === null ? null : judge({ one, provider, vendor });
    },
  };
}

/** A parameter behind what "URL" already has; by GET it goes in front of the one that takes the text. */
function appended({ url }: HttpProvider, parameter: string): string {
  return `${(urlParts(url)?.query ?? null) === null ? '?' : '&'}${parameter}`;
}

const isTwilio = (vendor: Vendor): boolean => vendor === 'twilio' || vendor === 'twexit';
const isBuildable = (vendor: Vendor): boolean => isTwilio(vendor) || vendor === 'clickatell-rest';

/** An empty content type is a form's. */
function isType(contentType: string, wanted: 'form' | 'json'): boolean {
  if (wanted === 'json') return /\bjson\b/i.test(contentType);
  return contentType === '' || contentType.toLowerCase().includes(FORM);
}

const name = vendorName;

function parameterNames(provider: HttpProvider): string[] {
  const names = typedParameters(provider).map(({ field, name: each }) => `${each} (${field})`);
  return [`Parameters: ${names.join(', ') || 'none'}`];
}
