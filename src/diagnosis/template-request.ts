import type { Case } from '../domain/diagnosis.ts';
import { isSecretName, MASK } from '../domain/mask.ts';
import { answerOf } from './answer-of.ts';
import { refusalsOf } from './refusals-of.ts';
import { httpOf, requestOf } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shown, shownAddress } from './shown.ts';
import { parametersOf, urlParts } from './url-parts.ts';
import { isRefused, weigh } from './weigh.ts';

/** Parameters that never take the text. */
const NOT_TEXT =
  /^(?:to|from|mo|user|username|password|api_?id|api_?key|sender|sendername|recipients?|number|phone|mobile|concat|callback)$/i;

/** How "URL" and "Data" become one request. */
export const requestRules: Rule[] = [
  {
    name: 'invalid-url',
    source: 'RFC 3986; the scheme picks HTTP or HTTPS (ISE).',
    find(one) {
      const provider = httpOf(one);
      if (provider === null || urlParts(provider.url) !== null) return null;
      const url = shownAddress(provider.url);
      return {
        certainty: weigh(one, ['parameters']),
        problem: `"${url}" is no address that ISE can send to.`,
        remedy: 'Write the whole address into "URL": http:// or https://, host, path.',
        evidence: [`URL: ${url || '(empty)'}`],
      };
    },
  },
  {
    name: 'fragment-in-url',
    source: 'RFC 3986, section 3.5: what follows # stays with the client.',
    find(one) {
      const provider = httpOf(one);
      const fragment = provider && urlParts(provider.url)?.fragment;
      if (!provider || !fragment) return null;
      // Its beginning may be the rest of a password.
      const lost = shown(fragment.replace(/^[^&]*/, '…'));
      return {
        certainty: weigh(one, ['credentials', 'parameters', 'text', 'number', 'sender']),
        problem: `"URL" has a #, so everything behind it is never sent, up to "${lost.slice(-20)}".`,
        remedy: 'Write # as %23.',
        evidence: [`Not sent: #${lost}`],
      };
    },
  },
  {
    name: 'unescaped-in-url',
    source: 'application/x-www-form-urlencoded: + is a blank, & ends a value, % begins an escape.',
    follows: ['variable-in-other-syntax'],
    find(one) {
      const provider = httpOf(one);
      const query = provider && urlParts(provider.url)?.query;
      if (!provider || !query) return null;
      const goesAsTyped = one.channel !== 'http-post-form' && one.channel !== 'http-post-json';
      const pairs = query.split('&');
      return pairs.flatMap((pair, at) => {
        const name = pair.split('=')[0] ?? '';
        const value = pair.slice(name.length + 1);
        const masked = isSecretName(name) ? MASK : value;
        const before = (pairs[at - 1] ?? '').split('=')[0] ?? '';
        const rest = !pair.includes('=') && isSecretName(before);
        const fault = faultOf({ pair, value, at, last: at === pairs.length - 1, goesAsTyped });
        if (fault === null) return [];
        return [
          {
            certainty: refusedFor(one, rest || isSecretName(name), fault.sure)
              ? 'cause'
              : weigh(one, ['credentials', 'parameters', 'sender'], 'suspect'),
            problem: fault.problem
              .replace('{name}', () => (rest ? MASK : name))
              .replace('{value}', () => masked),
            remedy: fault.remedy,
            evidence: [`URL: …${pair.includes('=') ? `${name}=${masked}` : rest ? MASK : pair}…`],
          },
        ];
      });
    },
  },
  {
    name: 'parameters-in-get-data',
    source:
      'GUESS: without POST, ISE URL-encodes the whole of "Data (Url encoded portion)", its & and = too.',
    find(one) {
      const provider = httpOf(one);
      if (provider === null || provider.useHttpPost) return null;
      const [whole, name] = /^[&?]?([A-Za-z][\w.-]*)=/.exec(provider.data.trim()) ?? [];
      if (whole === undefined) return null;
      return {
        certainty: weigh(one, ['parameters', 'text', 'number']),
        problem: `Data is URL-encoded as a whole, so the provider never sees "${name}" in "${whole}".`,
        remedy: `Move "${whole}" to the end of "URL" and leave only $message$ in "Data".`,
        evidence: [`Data: ${shown(provider.data)}`, `On the wire: …${encodeURIComponent(whole)}…`],
      };
    },
  },
  {
    name: 'text-glued-to-url',
    source: 'ISE: without POST, Data follows the URL at once, nothing between (preset "Global Default").',
    follows: ['fragment-in-url', 'vendor-wants-post'],
    find(one) {
      const provider = httpOf(one);
      if (provider === null || provider.useHttpPost || !/^\s*\$message\$/i.test(provider.data)) return null;
      const query = urlParts(provider.url)?.query ?? null;
      const last = parametersOf(query ?? '').at(-1);
      const glued =
        query === null
          ? !/[=/]$/.test(provider.url)
          : last !== undefined && last.raw !== '' && NOT_TEXT.test(last.name);
      if (!glued) return null;
      const end = last && isSecretName(last.name) ? `${last.name}=********` : shown(provider.url).slice(-30);
      return {
        certainty: weigh(one, ['parameters', 'text', 'number', 'sender', 'credentials']),
        problem: `The text follows "${end}" without anything between, and becomes part of it.`,
        remedy: 'Let "URL" end in the parameter that takes the text, with its equals sign: &text=.',
        evidence: [`URL ends in: ${end}`, `Data: ${shown(provider.data)}`],
      };
    },
  },
  {
    name: 'message-sent-twice',
    source: 'ISE replaces $message$ in "URL", and without POST puts Data behind it.',
    afterYes: true,
    find(one) {
      const provider = httpOf(one);
      if (provider === null || provider.useHttpPost) return null;
      if (![provider.url, provider.data].every((text) => /\$message\$/i.test(text))) return null;
      return {
        certainty: 'suspect',
        problem: '"URL" and "Data" both have $message$, so the text goes twice.',
        remedy: 'Empty "Data", or take $message$ out of "URL" and let it end in the parameter for the text.',
        evidence: [`URL: ${shown(provider.url)}`, `Data: ${shown(provider.data)}`],
      };
    },
  },
  {
    name: 'message-exposed',
    source: "Cisco's page on Clickatell sends user, password and text in a plain HTTP GET; servers log URLs.",
    find(one) {
      const provider = httpOf(one);
      const parts = provider && urlParts(provider.url);
      if (!provider || !parts || parts.secure || !textInUrl(one)) return null;
      const secrets = parametersOf(parts.query ?? '').filter(({ name }) => isSecretName(name));
      const also = secrets.map(({ name }) => `, ${name}`).join('');
      return {
        certainty: 'risk',
        problem: `The guest's credentials travel in the URL to ${parts.host} over plain HTTP (text${also}), readable on the way and in every log.`,
        remedy: 'Begin "URL" with https:// if the provider has it, or send by HTTPS POST.',
        evidence: [`URL: ${shownAddress(provider.url)}`],
      };
    },
  },
];

/** True when the provider said no to just this: to the credentials, or to a value that it surely could not read. */
function refusedFor(one: Case, secret: boolean, sure: boolean): boolean {
  if (!isRefused(one) || refusalsOf(one).some(({ row }) => row !== null)) return false;
  const status = answerOf(one)?.status ?? 0;
  return secret ? status === 401 || status === 403 : sure && (status === 400 || status === 422);
}

/** True when the message is part of the URL that goes on the wire. */
function textInUrl(one: Case): boolean {
  const provider = httpOf(one);
  if (provider === null) return false;
  if (!provider.useHttpPost) return /\$message\$/i.test(provider.url + provider.data);
  return one.channel === 'http-post-template' && /\$message\$/i.test(provider.url) && requestOf(one) !== null;
}

function faultOf({
  pair,
  value,
  at,
  last,
  goesAsTyped,
}: {
  pair: string;
  value: string;
  at: number;
  last: boolean;
  goesAsTyped: boolean;
}): { problem: string; remedy: string; sure: boolean } | null {
  if (/%(?![0-9a-f]{2})/i.test(value)) {
    return {
      problem: 'The % in "{name}={value}" of "URL" begins no escape, so the provider cannot read the value.',
      remedy: 'Write % as %25.',
      sure: true,
    };
  }
  if (at > 0 && pair !== '' && !pair.includes('=') && !pair.startsWith('$')) {
    return {
      problem: 'An & in "URL" ends the value before it, and "{name}" becomes a parameter without a value.',
      remedy: 'Write an & that belongs to a value as %26.',
      sure: false,
    };
  }
  if (goesAsTyped && /\s/.test(value) && !last) {
    return {
      problem: 'The blank in "{name}={value}" of "URL" is not escaped, and cannot stand in a URL.',
      remedy: 'Write a blank as %20.',
      sure: true,
    };
  }
  // A + at the end, or between words, is what somebody means by it.
  if (goesAsTyped && /^\+\d/.test(value) && !last) {
    return {
      problem: 'The + in "{name}={value}" of "URL" reaches the provider as a blank.',
      remedy: 'Write + as %2B.',
      sure: true,
    };
  }
  return null;
}
