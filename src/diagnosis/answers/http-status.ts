import type { Case } from '../../domain/diagnosis.ts';
import { type Answer, answerLines, answerOf, headerOf, oneLine } from '../answer-of.ts';
import { refusalsOf } from '../refusals-of.ts';
import { httpOf } from '../request-of.ts';
import type { Finding, Rule } from '../rule.ts';
import { shownAddress } from '../shown.ts';
import { isRefused } from '../weigh.ts';

const RFC = 'RFC 9110, section 15, read for an SMS gateway.';

/** What a status means when the body says nothing that is known. 401 is a matter of the auth family. */
const STATUSES: Record<number, [problem: string, remedy: string]> = {
  400: [
    'finds the request wrong',
    "Compare URL and Data with the provider's example; the answer's body often names the parameter.",
  ],
  402: ['wants to be paid first', 'Buy credit for the account.'],
  403: [
    'does not allow this request',
    'Ask the provider whether your account and the public address of ISE may send; an IP allow list is the usual reason.',
  ],
  404: ['has nothing at this address', 'Correct the path of "URL".'],
  405: [
    'does not allow this method',
    'Switch "Use HTTP POST method for data portion" to the other position.',
  ],
  406: ['cannot answer in a form that ISE accepts', "Choose the provider's URL for plain text or JSON."],
  408: [
    'did not get the whole request in time',
    'Try again, and look for a slow proxy or firewall in between.',
  ],
  410: ['has removed this address', "Look up the provider's present URL."],
  411: ['misses the length of the body', 'Turn "Use HTTP POST method for data portion" on, or send by GET.'],
  413: ['finds the request too large', 'Shorten the SMS text of the portal.'],
  414: ['finds the URL too long', 'Shorten the SMS text of the portal, or send it by HTTP POST.'],
  415: [
    'does not take this content type',
    'Write the content type that the provider documents into "HTTP POST data content type".',
  ],
  422: ['understood the request and finds a value in it wrong', "Correct what the answer's body names."],
  426: [
    'wants another protocol, mostly a newer TLS',
    'Begin "URL" with https:// and let ISE use TLS 1.2 or newer.',
  ],
  429: ['got too many requests', 'Send again a little later, with fewer messages at once.'],
  500: ['had an error of its own', 'Send again later; if it stays, show the provider this answer.'],
  502: ['is behind a gateway that cannot reach it', 'Send again later; if it stays, ask the provider.'],
  503: ['is not available at the moment', 'Send again later; if it stays, ask the provider.'],
  504: ['is behind a gateway that got no answer from it', 'Send again later; if it stays, ask the provider.'],
};

/** A 403 that speaks of the login: Kannel's "Authorization failed for sendsms". */
const LOGIN = /authori[sz]ation|authenticat|password|credential|log ?in\b|api.?key/i;
const LOGIN_REMEDY =
  'Correct user name and password, or the key, where this provider has them: in "URL", or in "HTTPS Username" and "HTTPS Password".';

/** A port that wants TLS, or a certificate of the client; the family tls has its rules. */
const WANTS_TLS =
  /No required SSL certificate was sent|The SSL certificate error|plain HTTP request was sent to HTTPS port|speaking plain HTTP to an? (?:SSL|TLS)|HTTP request to an HTTPS server/i;

const addressOf = (one: Case): string => shownAddress(httpOf(one)?.url ?? '');

/** The answers that only their status, or their shape, explains. */
export const httpStatusRules: Rule[] = [
  {
    name: 'redirect-not-followed',
    source: 'GUESS: ISE follows no redirect; a POST would lose its body on the way.',
    find: answered((one, answer) => {
      if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return null;
      const target = headerOf(answer, 'location');
      const secure = /^http:/i.test(addressOf(one)) && /^https:/i.test(target ?? '');
      return {
        problem: `The provider sends the request on to ${target === null ? 'an address that it does not name' : `"${oneLine(withoutQuery(target))}"`} with HTTP ${answer.status}, and ISE does not follow.`,
        remedy: secure
          ? 'Begin "URL" with https:// and import the certificates of the provider into Trusted Certificates.'
          : 'Write the new address into "URL" and keep the parameters.',
        evidence: target === null ? [] : [`Location: ${oneLine(withoutQuery(target))}`],
      };
    }),
  },
  ...Object.entries(STATUSES).map(
    ([status, [problem, remedy]]): Rule => ({
      name: `http-${status}`,
      source: RFC,
      ...(status === '404' ? { follows: ['no-simulator-plays-it'] } : {}),
      find: answered((one, answer) =>
        answer.status === Number(status) && isPlain(one, answer)
          ? {
              problem: `The provider at "${addressOf(one)}" ${problem}: ${said(answer)}.`,
              remedy: answer.status === 403 && LOGIN.test(answer.text) ? LOGIN_REMEDY : remedy,
            }
          : null,
      ),
    }),
  ),
  {
    name: 'http-status',
    source: RFC,
    find: answered((one, answer) =>
      answer.status >= 400 && answer.status !== 401 && !(answer.status in STATUSES) && isPlain(one, answer)
        ? {
            problem: `The provider at "${addressOf(one)}" refused the request: ${said(answer)}.`,
            remedy: "Look this answer up in the provider's documentation.",
          }
        : null,
    ),
  },
  {
    name: 'web-page-instead-of-answer',
    source: 'A web server, a login page or a filtering proxy that answers 200 for every address.',
    find: answered((one, answer) =>
      isUnclear(one) && /^\s*(?:<!doctype html|<html)/i.test(answer.text)
        ? {
            problem: `"${addressOf(one)}" answered with a web page${titleOf(answer)}, so no SMS gateway took the message.`,
            remedy:
              'Correct "URL"; if it is right, look for a proxy or a login page between ISE and the provider.',
          }
        : null,
    ),
  },
  {
    name: 'list-instead-of-message',
    source: "Twilio's Messages resource: GET lists messages, POST creates one.",
    find: answered((_, answer) =>
      answer.status === 200 && /"first_page_uri"\s*:/.test(answer.text)
        ? {
            problem: 'Twilio listed old messages and sent none, because the request was a GET.',
            remedy: 'Turn "Use HTTP POST method for data portion" on.',
          }
        : null,
    ),
  },
  {
    name: 'answer-sounds-like-no',
    source: 'Many gateways answer HTTP 200 to everything and say no in the body.',
    find: answered((one, answer) => {
      const word = isUnclear(one) && refusalsOf(one).length === 0 ? soundsLikeNo(answer) : null;
      if (word === null) return null;
      return {
        certainty: 'suspect',
        problem: `The provider's answer sounds like a refusal ("${word}"), ${said(answer)}, and ISE counts it as sent.`,
        remedy: 'Correct what the answer names, and look for the message in the log of the provider.',
      };
    }),
  },
  {
    name: 'answer-says-nothing',
    source: 'A 2xx that no known vendor would give.',
    find: answered((one, answer) => {
      if (!isUnclear(one) || /^\s*<(?:!doctype )?html|"first_page_uri"/i.test(answer.text)) return null;
      if (refusalsOf(one).length > 0 || soundsLikeNo(answer)) return null;
      return {
        certainty: 'suspect',
        problem: `The provider's answer ${said(answer)} says neither yes nor no, and ISE counts it as sent.`,
        remedy:
          "Compare it with the provider's example of a success, and look for the message in its own log.",
      };
    }),
  },
  {
    name: 'refusal-behind-success',
    source: 'GUESS: ISE takes any 2xx for sent and does not read the body.',
    find: answered((one, answer) =>
      answer.status >= 200 && answer.status < 300 && isRefused(one)
        ? {
            certainty: 'risk',
            problem: `ISE counts this message as sent, because it reads only HTTP ${answer.status} and not the refusal behind it.`,
            remedy: "Do not rely on ISE's report with this provider; read the provider's own answer here.",
          }
        : null,
    ),
  },
];

type Words = Pick<Finding, 'problem' | 'remedy'> & Partial<Finding>;

function answered(judge: (one: Case, answer: Answer) => Words | null): Rule['find'] {
  return (one) => {
    const answer = answerOf(one);
    const found = answer === null ? null : judge(one, answer);
    if (answer === null || found === null) return null;
    const redirect = answer.status >= 300 && answer.status < 400;
    return {
      certainty: 'cause',
      ...found,
      evidence: [
        ...(found.evidence ?? []),
        ...answerLines(redirect ? { ...answer, text: withoutQueries(answer.text) } : answer),
      ],
    };
  };
}

/** The word that says no in an answer of no known shape; null when none does, or when it is about no error. */
function soundsLikeNo({ text }: Answer): string | null {
  if (/^\s*<(?:!doctype )?html/i.test(text)) return null;
  const without = text
    .slice(0, 4000)
    .replace(
      /"?\b(?:errors?|error_?(?:code|text|message)|failed|rejected)\b"?\s*[:=]\s*(?:null|false|"?0"?|""|\[\s*\]|\{\s*\}|none)|\b(?:no|0) errors?\b|without errors?\b/gi,
      '',
    );
  const no =
    /\b(?:errors?|err|fail(?:ed|ure)?|invalid|denied|rejected|refused|unauthori[sz]ed|forbidden|insufficient|expired|blocked|not (?:allowed|authori[sz]ed|permitted|found)|missing|nok)\b/i;
  return no.exec(without)?.[0] ?? null;
}

/** Most repeat the whole request there, with the guest's text. */
const withoutQuery = (address: string): string =>
  address.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');

/** The page behind a redirect repeats its address as a link. */
const withoutQueries = (text: string): string => text.replace(/\?[^\s"'<>]*/g, '?…');

/** No vendor's words and no better rule explain it. */
function isPlain(one: Case, answer: Answer): boolean {
  return refusalsOf(one).length === 0 && !WANTS_TLS.test(answer.text);
}

function isUnclear(one: Case): boolean {
  return one.end?.receipt?.verdict === 'unclear' && one.end.failure === null;
}

function titleOf({ text }: Answer): string {
  const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim() ?? '';
  return title === '' ? '' : ` ("${oneLine(title)}")`;
}

function said({ status, text }: Answer): string {
  const line = oneLine(text).slice(0, 100);
  return line === '' ? `HTTP ${status} without a text` : `HTTP ${status} "${line}"`;
}
