import type { Case } from '../domain/diagnosis.ts';
import { VARIABLE_NAMES } from '../domain/notification.ts';
import { isBuilt } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shown } from './shown.ts';
import { spelling } from './spelling.ts';
import { vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

const KNOWN = ['mobilenumber', 'message'];
const VARIABLE = /\$\s*([A-Za-z][\w .-]{0,30}?)\s*\$/g;
const OTHER_SYNTAX =
  /(?:\$\{|\{\{|\{|%|\[|\$)\s*(mobile_?number|mobile|phone_?number|message|msg)\s*(?:\}\}|\}|%|\])?(?![\w$])/gi;

/** The variables in the fields of a provider, and in the portal's text. */
export const variableRules: Rule[] = [
  {
    name: 'misspelt-variable',
    afterYes: true,
    source: "ISE's SMS gateway page knows $mobilenumber$ and $message$, the email gateway $timestamp$ too.",
    find: (one) =>
      fieldsOf(one).flatMap(({ field, text, known }) =>
        [...text.matchAll(VARIABLE)]
          .filter(([whole, name = '']) => !known.includes(name.toLowerCase()) || /\s/.test(whole))
          .map(([whole, name = '']) => {
            const right = nearest(name, known);
            return {
              certainty: right === null ? ('suspect' as const) : weigh(one, ['number', 'text', 'parameters']),
              problem: `"${whole}" in "${field}" is no variable that ISE knows, and is sent as it stands.`,
              remedy:
                right === null
                  ? `Use only ${known.map((each) => `$${each}$`).join(' and ')} in "${field}"; write a $ that is meant as such as %24.`
                  : `Write $${right}$ instead of ${whole}.`,
              evidence: [`${field}: ${around(shown(text), whole)}`],
            };
          }),
      ),
  },
  {
    name: 'variable-in-other-syntax',
    afterYes: true,
    source: 'ISE before 1.3 wrote %mobilenumber%; other systems write {message}. ISE replaces $…$ only.',
    find: (one) =>
      fieldsOf(one).flatMap(({ field, text, known }) =>
        [...text.replace(/\$[A-Za-z]+\$/g, (whole) => ' '.repeat(whole.length)).matchAll(OTHER_SYNTAX)].map(
          ([whole, name = '']) => ({
            certainty: weigh(one, ['number', 'text', 'parameters']),
            problem: `"${whole}" in "${field}" is not written as ISE writes variables, and is sent as it stands.`,
            remedy: `Write $${nearest(name, known) ?? 'message'}$ instead of ${whole}.`,
            evidence: [`${field}: ${around(shown(text), whole)}`],
          }),
        ),
      ),
  },
  {
    name: 'no-message-variable',
    afterYes: true,
    source:
      "ISE puts the text where $message$ stands, and nowhere else (Cisco's pages on Clickatell and Twilio).",
    find(one) {
      const { provider } = one;
      if (provider === null) return null;
      const fields =
        provider.type === 'http'
          ? [provider.url, provider.data]
          : [provider.smtpApiBodyTemplate || '$message$'];
      if (fields.some((text) => /\$message\$/i.test(text))) return null;
      const where = provider.type === 'http' ? '"URL" and "Data"' : '"SMTP API body template"';
      return {
        certainty: weigh(one, ['text', 'parameters']),
        problem: `The text of the message is not sent: there is no $message$ in ${where} of "${provider.name}".`,
        remedy:
          provider.type === 'http'
            ? 'Write $message$ into "Data", and let "URL" end in the parameter that takes the text.'
            : 'Write $message$ into "SMTP API body template", or leave it empty.',
        evidence: fieldsOf(one).map(({ field, text }) => `${field}: ${shown(text) || '(empty)'}`),
      };
    },
  },
  {
    name: 'no-number-variable',
    afterYes: true,
    source:
      'ISE puts the number where $mobilenumber$ stands; only in a body that it builds it adds the number itself.',
    find(one) {
      const { provider } = one;
      if (provider === null || isBuilt(one)) return null;
      const smtp = provider.type === 'smtp';
      // ISE adds the number for these as soon as Data is $message$ alone: what is beside it is the fault.
      const vendor = vendorOf(one);
      if (vendor === 'twilio' || vendor === 'twexit' || vendor === 'clickatell-rest') return null;
      if (smtp && provider.smtpApiDestinationAddress === '') return null;
      const fields = smtp ? [provider.smtpApiBodyTemplate] : [provider.url, provider.data];
      if (fields.some((text) => /\$mobilenumber\$/i.test(text))) return null;
      return {
        certainty: weigh(one, ['number', 'parameters']),
        problem: `The provider is not told the number: there is no $mobilenumber$ in ${smtp ? '"SMTP API body template"' : '"URL" and "Data"'} of "${provider.name}".`,
        remedy: smtp
          ? `Write $mobilenumber$ into "SMTP API body template", since all mails go to ${provider.smtpApiDestinationAddress}.`
          : 'Write $mobilenumber$ into "URL" as the value of the parameter that takes the number, e.g. to=$mobilenumber$.',
        evidence: fieldsOf(one).map(({ field, text }) => `${field}: ${shown(text) || '(empty)'}`),
      };
    },
  },
  {
    name: 'message-in-url-of-built-post',
    source: 'GUESS: where ISE builds the body, only the number is replaced in the URL.',
    find(one) {
      const { provider } = one;
      if (provider?.type !== 'http' || !isBuilt(one) || !/\$message\$/i.test(provider.url)) return null;
      return {
        certainty: weigh(one, ['text', 'parameters'], 'suspect'),
        problem: `"URL" of "${provider.name}" has $message$, which stays as it is, since ISE builds the body from Data.`,
        remedy: 'Remove $message$ with its parameter from "URL"; Data has it.',
        evidence: [`URL: ${around(shown(provider.url), '$message$')}`],
      };
    },
  },
  {
    name: 'unreplaced-variable-in-text',
    afterYes: true,
    source: "ISE's portals fill $ui_…$ variables; a name that they do not know stays in the text.",
    find: ({ message, template }) =>
      [...new Set(template.match(/\$[A-Za-z][\w-]{1,40}\$/g) ?? [])]
        .filter((variable) => message.text.includes(variable))
        .map((variable) => {
          const right = nearest(variable.slice(1, -1), VARIABLE_NAMES);
          return {
            certainty: 'risk' as const,
            problem: `The text has "${variable}", which nothing replaced, and the guest reads it so.`,
            remedy:
              right === null
                ? `Correct or remove ${variable} in the portal's notification text.`
                : `Write $${right}$ instead of ${variable} in the portal's notification text.`,
            evidence: [`Text: ${around(message.text, variable)}`],
          };
        }),
  },
];

function fieldsOf({ provider }: Case): { field: string; text: string; known: string[] }[] {
  if (provider === null) return [];
  if (provider.type === 'smtp') {
    const text = provider.smtpApiBodyTemplate;
    return [{ field: 'SMTP API body template', text, known: [...KNOWN, 'timestamp'] }];
  }
  return [
    { field: 'URL', text: provider.url, known: KNOWN },
    { field: 'Data', text: provider.data, known: KNOWN },
  ];
}

/** What a tester may call the two things. */
const MEANT: [RegExp, string][] = [
  [/mob|phone|number|msisdn|recip/i, 'mobilenumber'],
  [/m(?:e)?s(?:s)?(?:a)?g|text|body|content/i, 'message'],
  [/pass|pwd/i, 'ui_password'],
  [/user/i, 'ui_user_name'],
  [/time/i, 'timestamp'],
];

/** The name that was meant: a few letters away, or another word for it; null when none is near. */
function nearest(name: string, known: readonly string[]): string | null {
  const plain = name.toLowerCase();
  const [best = ''] = [...known].sort((a, b) => spelling(plain, a) - spelling(plain, b));
  if (best !== '' && spelling(plain, best) <= Math.max(2, Math.floor(best.length / 3))) return best;
  return MEANT.find(([pattern, right]) => known.includes(right) && pattern.test(plain))?.[1] ?? null;
}

/** The place with a little of what stands around it. */
function around(text: string, part: string): string {
  const at = Math.max(0, text.indexOf(part));
  const start = Math.max(0, at - 30);
  const end = Math.min(text.length, at + part.length + 30);
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
