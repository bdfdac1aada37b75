import type { Case } from '../domain/diagnosis.ts';
import { httpOf, requestOf, sentNumber, sentSender } from './request-of.ts';
import type { Family, Rule } from './rule.ts';
import { type Vendor, vendorName, vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

/** The number as it was typed and as it is sent. */
interface NumberFacts {
  one: Case;
  vendor: Vendor | null;
  typed: string;
  /** As the provider got it. */
  sent: string;
  digits: string;
  /** Typed with `+` or `00`: its country is in it. */
  international: boolean;
}

/** What is wrong with the whole request comes before how the number looks in it. */
const FOLLOWS: Record<string, string[]> = {
  'number-without-plus': ['plus-read-as-blank', 'body-not-for-vendor', 'number-without-country'],
  'number-with-plus': ['fragment-in-url', 'body-not-for-vendor'],
  'sender-name-not-allowed': ['text-glued-to-url', 'vendor-wants-post'],
};

/** The recipient's number, and the sender's. */
export const number: Family = {
  name: 'number',
  rules: [
    rule(
      'plus-read-as-blank',
      'application/x-www-form-urlencoded: an unescaped + is a blank.',
      ({ one, typed }) => {
        const request = requestOf(one);
        const all = [...(request?.query ?? []), ...(request?.form ?? [])];
        const found = all.find(({ raw, value }) => /^\+\d{5}/.test(raw) && value.startsWith(' '));
        if (found === undefined || !isRecipient(typed, found.raw)) return null;
        return {
          certainty: weigh(one, ['number'], 'suspect'),
          problem: `The + of "${found.raw}" in ${found.name} is not escaped, so the provider reads a blank and ${found.value.trim()}.`,
          remedy: `Write %2B$mobilenumber$ where the number is typed without +, or use a body that ISE builds (Data exactly $message$).`,
          evidence: [`On the wire: ${found.name}=${found.raw}`, `The provider reads: "${found.value}"`],
        };
      },
    ),
    rule(
      'number-without-plus',
      "Twilio's and Telnyx's E.164 rule: + and country code; only US numbers pass without (Twilio 21211, Telnyx 10016).",
      ({ one, vendor, typed, sent, digits }) => {
        if (vendor !== 'twilio' && vendor !== 'twexit' && vendor !== 'telnyx') return null;
        if (sent.startsWith('+') || digits === '') return null;
        const stripped = typed.trim().startsWith('+');
        if (one.sample && !stripped) return null;
        const us = /^1?[2-9]\d{9}$/.test(digits);
        return {
          certainty: weigh(one, ['number'], us ? 'suspect' : 'cause'),
          problem: `${vendorName(vendor)} wants numbers with + and country code, and got "${sent}".`,
          remedy: stripped
            ? 'Let the + stand: set emulator.plus of this provider to keep, or use a body that ISE builds (Data exactly $message$).'
            : 'Enter the number with + and country code, e.g. +15556661212; the portal can ask for it in its phone number field.',
          evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
        };
      },
    ),
    rule(
      'number-with-plus',
      "Clickatell and Vonage: digits only, international, without + (Clickatell's error 105).",
      ({ one, vendor, sent, typed }) => {
        if (vendor === null || !DIGITS_ONLY.includes(vendor) || !sent.trim().startsWith('+')) return null;
        if (requestOf(one) === null) return null;
        return {
          certainty: weigh(one, ['number'], 'suspect'),
          problem: `${vendorName(vendor)} wants digits only, and got "${sent}" with a +.`,
          remedy:
            'Send the number without +: 15556661212; in the emulator, emulator.plus of the provider set to strip drops it.',
          evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
        };
      },
    ),
    rule(
      'number-with-dialling-prefix',
      'E.164: 00 and 011 are dialled, and are no part of a number; Clickatell names 00 with its error 105.',
      ({ one, typed, digits, sent }) => {
        const prefix = /^(?:00|011(?=\d{8}))/.exec(digits)?.[0];
        if (prefix === undefined || one.sample) return null;
        return {
          certainty: weigh(one, ['number']),
          problem: `"${sent}" begins with ${prefix}, which is dialled before a country code and is no part of the number.`,
          remedy: `Enter +${digits.slice(prefix.length)} instead of ${typed}.`,
          evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
        };
      },
    ),
    rule(
      'number-without-country',
      'E.164; a leading 0, or ten digits without +, is how a country writes its own numbers.',
      ({ one, typed, digits, sent, international, vendor }) => {
        if (international || one.sample || digits === '') return null;
        const trunk = /^0[1-9]/.test(digits) && !digits.startsWith('011');
        const national = trunk || (digits.length >= 7 && digits.length <= 10);
        if (!national) return null;
        const us = !trunk && digits.length === 10 && (vendor === 'twilio' || vendor === 'twexit');
        return {
          certainty: weigh(one, ['number'], trunk ? 'cause' : 'suspect'),
          problem: `"${sent}" has no country code${us ? ', and is taken for a US number' : ''}.`,
          remedy: `Enter the number with + and country code${trunk ? ', without the leading 0' : ''}, e.g. +1${trunk ? '5556661212' : digits}.`,
          evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
        };
      },
    ),
    rule(
      'trunk-zero-in-number',
      'The (0) of +44 (0)20 … is dialled inside the country only; ISE keeps every digit.',
      ({ one, typed, sent }) =>
        one.sample || !/^\s*(?:\+|00)\d{1,3}[\s.-]*\(0\)/.test(typed)
          ? null
          : {
              certainty: weigh(one, ['number']),
              problem: `The (0) in "${typed}" is dialled inside the country only, and "${sent}" has it as a digit.`,
              remedy: `Enter ${typed.replace(/\s*\(0\)\s*/, ' ')} instead.`,
              evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
            },
    ),
    rule(
      'number-of-impossible-length',
      'E.164: at most 15 digits; no country has subscriber numbers under seven with its code.',
      ({ one, typed, digits, sent }) => {
        const length = digits.replace(/^00/, '').length;
        if (one.sample || (length >= 7 && length <= 15)) return null;
        return {
          certainty: weigh(one, ['number']),
          problem:
            typed.trim() === ''
              ? 'The number is empty.'
              : `"${sent}" has ${length} digits; a phone number has 7 to 15.`,
          remedy: 'Enter the whole number of one mobile phone, with + and country code.',
          evidence: [`Typed: ${typed || '(empty)'}`],
        };
      },
    ),
    rule(
      'letters-in-number',
      "SEEN: ISE sends the digits alone (Cisco's own receiver compares with them), so letters are lost.",
      ({ one, typed, sent }) => {
        const letters = /[A-Za-z]+/.exec(typed)?.[0];
        if (letters === undefined || one.sample) return null;
        return {
          certainty: weigh(one, ['number']),
          problem: `"${letters}" in the number "${typed}" is lost: "${sent}" is sent.`,
          remedy: 'Enter digits only, with + and country code.',
          evidence: [`Typed: ${typed}`, `Sent: ${sent}`],
        };
      },
    ),
    rule('sender-is-recipient', 'Twilio 21266.', ({ one, digits }) => {
      const sender = sentSender(one);
      if (one.sample || digits.length < 7 || sender.replace(/\D/g, '') !== digits) return null;
      return {
        certainty: weigh(one, ['sender', 'number']),
        problem: `Sender and recipient are the same number, ${sender.trim()}.`,
        remedy: 'Send to another phone than the one that stands in from.',
        evidence: [`From: ${sender}`, `To: ${sentNumber(one)}`],
      };
    }),
    rule(
      'sender-without-plus',
      "Twilio's and Telnyx's From: E.164 with +, a short code, or a name (Twilio 21212, 21606, 21659).",
      ({ one, vendor }) => {
        const sender = sentSender(one);
        if (vendor !== 'twilio' && vendor !== 'twexit' && vendor !== 'telnyx') return null;
        if (!/^\s*\d{7,15}$/.test(sender)) return null;
        return {
          certainty: weigh(one, ['sender'], 'suspect'),
          problem: `The sender "${sender}" has no +, which ${vendorName(vendor)} wants in front of a number.`,
          remedy: 'Write %2B in front of the number in From.',
          evidence: [`From: ${sender}`],
        };
      },
    ),
    rule(
      'sender-name-not-allowed',
      '3GPP TS 23.040: a sender that is a name has at most 11 characters; Twilio takes letters, digits and blanks.',
      ({ one }) => {
        const sender = sentSender(one);
        if (!/[A-Za-z]/.test(sender) || (sender.length <= 11 && /^[\w &+-]+$/.test(sender))) return null;
        return {
          certainty: weigh(one, ['sender'], 'suspect'),
          problem: `The sender "${sender}" has ${sender.length} characters; a name may have 11, letters and digits.`,
          remedy: 'Shorten the name in from, or write a number.',
          evidence: [`From: ${sender}`],
        };
      },
    ),
  ],
};

const DIGITS_ONLY: Vendor[] = ['clickatell-classic', 'clickatell-rest', 'vonage'];

function isRecipient(typed: string, raw: string): boolean {
  return typed.replace(/\D/g, '') === raw.replace(/\D/g, '');
}

function rule(name: string, source: string, judge: (facts: NumberFacts) => ReturnType<Rule['find']>): Rule {
  return {
    name,
    source,
    follows: FOLLOWS[name] ?? [],
    find(one) {
      if (httpOf(one) === null || one.message.kind !== 'sms') return null;
      const typed = one.message.to;
      const sent = sentNumber(one);
      const digits = typed.replace(/\D/g, '');
      const international = /^\s*\+/.test(typed) || digits.startsWith('00');
      return judge({ one, vendor: vendorOf(one), typed, sent, digits, international });
    },
  };
}
