import type { Case } from '../domain/diagnosis.ts';
import { breakUpMessage } from '../domain/long-message.ts';
import { type SmsSegments, smsSegments } from '../domain/sms-segments.ts';
import { escapingRules } from './message-escaping.ts';
import { refusalsOf } from './refusals-of.ts';
import { remember } from './remember.ts';
import { httpOf } from './request-of.ts';
import type { Family } from './rule.ts';
import { typedParameters } from './typed-parameters.ts';
import { type Vendor, vendorName, vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

const segmentsOf = remember(({ message }): SmsSegments => smsSegments(message.text));

/** The text of the message: how long it is as SMS, and what it does to the place that it is put in. */
export const message: Family = {
  name: 'message',
  rules: [
    {
      name: 'empty-text',
      source: 'Twilio 21602, Clickatell 107, Vonage 2: a text is required.',
      find: (one) =>
        one.message.kind !== 'sms' || one.message.text.trim() !== ''
          ? null
          : {
              certainty: weigh(one, ['text', 'parameters']),
              problem: 'The text of the message is empty.',
              remedy: "Write a text into the portal's SMS notification.",
              evidence: [
                `Text: ${JSON.stringify(one.message.text)}`,
                `${segmentLine(one)}: a provider that takes it charges for it like for any other`,
                ...refusalsOf(one).map(({ said }) => `The provider said: ${said}`),
              ],
            },
    },
    {
      name: 'text-too-long',
      source:
        'Twilio: 1600 characters (21617); Clickatell classic: one part unless concat allows more (113).',
      find(one) {
        const vendor = vendorOf(one);
        const limit = limitOf(one, vendor);
        if (one.sample || limit === null) return null;
        const { characters, segments } = segmentsOf(one);
        const twilio = vendor === 'twilio' || vendor === 'twexit';
        if (httpOf(one)?.breakUpLongMessage || (twilio ? one.message.text.length : segments) <= limit)
          return null;
        return {
          certainty: weigh(one, ['text'], twilio ? 'cause' : 'suspect'),
          problem: twilio
            ? `The text has ${one.message.text.length} characters, and ${vendorName(vendor)} takes ${limit}.`
            : `The text has ${characters} characters and needs ${segments} SMS, and Clickatell may join ${limit}.`,
          remedy: twilio
            ? "Shorten the portal's SMS notification."
            : `Shorten the portal's SMS notification, or write &concat=3 into "URL" in front of &text=.`,
          evidence: [segmentLine(one)],
        };
      },
    },
    {
      name: 'ucs2-character',
      source:
        '3GPP TS 23.038: one character outside the GSM alphabet makes the whole text UCS-2, 70 instead of 160.',
      find(one) {
        if (one.message.kind !== 'sms' || one.sample) return null;
        const { encoding, forcing, segments } = segmentsOf(one);
        // A text in a language of its own letters has no choice.
        if (encoding !== 'UCS-2' || forcing.length > 5) return null;
        const [first = ''] = forcing;
        const without = smsSegments(
          [...one.message.text].filter((each) => !forcing.some((found) => found.includes(each))).join(''),
        );
        const costs =
          without.segments < segments
            ? `travels as UCS-2 in ${segments} SMS instead of ${without.segments}`
            : 'travels as UCS-2, and a longer one would need more SMS than without it';
        return {
          certainty: 'risk',
          problem: `The character "${first}" (${codePoint(first)}) is not in the GSM alphabet, so the text ${costs}.`,
          remedy: `Replace ${forcing.map((each) => `"${each}"`).join(', ')} in the portal's SMS notification.`,
          evidence: [
            `Characters: ${forcing.map((each) => `${each} ${codePoint(each)}`).join(', ')}`,
            segmentLine(one),
          ],
        };
      },
    },
    {
      name: 'unicode-not-announced',
      source:
        "Clickatell's HTTP API: outside the GSM alphabet the text must be UCS-2 in hex, with unicode=1.",
      find(one) {
        if (vendorOf(one) !== 'clickatell-classic' || one.sample) return null;
        const { encoding, forcing } = segmentsOf(one);
        if (encoding !== 'UCS-2') return null;
        return {
          certainty: weigh(one, ['text'], 'suspect'),
          problem: `Clickatell's HTTP API cannot be given "${forcing[0] ?? ''}": it takes such characters in hexadecimal digits only, which ISE does not write.`,
          remedy: "Replace the character in the portal's SMS notification, or use Clickatell's REST API.",
          evidence: [`Characters: ${forcing.slice(0, 10).join(' ')}`],
        };
      },
    },
    {
      name: 'several-segments',
      follows: ['text-too-long'],
      source:
        '3GPP TS 23.040: 160 or 70 characters in one SMS, 153 or 67 in each of several; each is paid for.',
      find(one) {
        if (one.message.kind !== 'sms' || one.sample) return null;
        const { segments, characters, encoding } = segmentsOf(one);
        if (segments < 2) return null;
        return {
          certainty: 'risk',
          problem: `The text has ${characters} characters and travels as ${segments} SMS (${encoding}), each of which costs.`,
          remedy: `Shorten the portal's SMS notification to ${encoding === 'GSM-7' ? 160 : 70} characters.`,
          evidence: [segmentLine(one)],
        };
      },
    },
    {
      name: 'broken-into-parts',
      source:
        'ISE: "Break up long message into multiple parts (140 byte chunks)"; each part is a request of its own.',
      find(one) {
        const parts = breakUpMessage(one.message.text).length;
        if (one.sample || httpOf(one)?.breakUpLongMessage !== true || parts < 2) return null;
        return {
          certainty: 'risk',
          problem: `ISE sends the text as ${parts} messages of at most 140 bytes, which may arrive in another order.`,
          remedy:
            'Turn "Break up long message into multiple parts" off if the provider joins long texts, or shorten the text.',
          evidence: [`Bytes: ${Buffer.byteLength(one.message.text)}`],
        };
      },
    },
    {
      name: 'markup-in-text',
      source: 'GUESS: ISE strips no HTML from an SMS text; a phone shows the tags.',
      find(one) {
        const tag = /<\/?(?:p|br|b|i|u|strong|em|span|div|a|font|ul|li)\b[^<>]*>/i.exec(one.template)?.[0];
        if (one.message.kind !== 'sms' || tag === undefined || !one.message.text.includes(tag)) return null;
        return {
          certainty: 'risk',
          problem: `The text has the HTML tag "${tag}", which a phone shows as it is.`,
          remedy: `Remove "${tag}" from the portal's SMS notification.`,
          evidence: [`Text: ${one.message.text.slice(0, 160)}`],
        };
      },
    },
    ...escapingRules,
  ],
};

/** Characters for Twilio, parts for Clickatell; null where no limit is known. */
function limitOf(one: Case, vendor: Vendor | null): number | null {
  const provider = httpOf(one);
  if (provider === null) return null;
  if (vendor === 'twilio' || vendor === 'twexit') return 1600;
  if (vendor !== 'clickatell-classic') return null;
  const concat = typedParameters(provider).find(({ name }) => /^concat$/i.test(name))?.value;
  return Number(concat) || 1;
}

function segmentLine(one: Case): string {
  const { encoding, characters, segments } = segmentsOf(one);
  return `${encoding}, ${characters} characters, ${segments} SMS`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
