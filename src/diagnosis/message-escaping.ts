import type { Case, Certainty } from '../domain/diagnosis.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { answerOf } from './answer-of.ts';
import { refusalsOf } from './refusals-of.ts';
import { httpOf, isBuilt } from './request-of.ts';
import type { Finding, Rule } from './rule.ts';
import { shown } from './shown.ts';
import { filled, isJsonTemplate, jsonError, shapeOfData } from './template-body.ts';
import { parametersOf } from './url-parts.ts';
import { weigh } from './weigh.ts';

const SOURCE =
  "SEEN: Cisco's own receiver matches the raw body against the template, and nothing in it is escaped.";

const KEEP_OUT =
  "Keep such characters out of the portal's SMS notification, or use Data exactly $message$, where ISE builds the body and escapes it.";

/** What the text does to the body that it is put into as it is. */
export const escapingRules: Rule[] = [
  {
    name: 'message-breaks-json',
    source: SOURCE,
    find(one) {
      const provider = httpOf(one);
      if (provider === null || !isJsonTemplate(one) || !/\$message\$/i.test(provider.data)) return null;
      if (jsonError(filled(provider.data, 'x', '1')) !== null) return null;
      const { text } = one.message;
      const body = filled(shown(provider.data), text, '1');
      const broken = jsonError(body);
      if (broken !== null) {
        const guilty = /["\\]|\p{Cc}/u.exec(text)?.[0] ?? '';
        return {
          certainty: one.sample ? 'risk' : broke(one),
          problem: `With this message Data is no longer JSON: ${name(guilty)} in the text is not escaped.`,
          remedy: KEEP_OUT,
          evidence: [
            `Data: ${shown(provider.data)}`,
            `Becomes: ${placeIn(body, text, guilty)}`,
            `JSON: ${broken}`,
          ],
        };
      }
      if (JSON.stringify(JSON.parse(body)).includes(JSON.stringify(text).slice(1, -1)))
        return latent(one, '"');
      return {
        certainty: one.sample ? 'risk' : 'suspect',
        problem: `The text is changed on its way: ${name('\\')} in it begins an escape in JSON.`,
        remedy: KEEP_OUT,
        evidence: [`Becomes: ${placeIn(body, text, '\\')}`],
      };
    },
  },
  {
    name: 'message-breaks-xml',
    source: SOURCE,
    find(one) {
      const provider = bodyOf(one, 'xml');
      if (provider === null) return null;
      const inCdata = /<!\[CDATA\[[^\]]*\$message\$/i.test(provider.data);
      const guilty = inCdata
        ? /\]\]>/.exec(one.message.text)
        : /<|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.exec(one.message.text);
      if (guilty === null) return inCdata ? null : latent(one, '&');
      return {
        certainty: one.sample ? 'risk' : broke(one),
        problem: `With this message Data is no longer XML: ${name(guilty[0])} in the text is not escaped.`,
        remedy: `Write <![CDATA[$message$]]> in Data, so that the text needs no escapes.`,
        evidence: [
          `Becomes: ${placeIn(filled(shown(provider.data), one.message.text, '1'), one.message.text, guilty[0])}`,
        ],
      };
    },
  },
  {
    name: 'message-breaks-form',
    afterYes: true,
    source: `${SOURCE} application/x-www-form-urlencoded: & ends a value, + is a blank, % begins an escape.`,
    find(one) {
      const provider = bodyOf(one, 'form');
      if (provider === null) return null;
      const { text } = one.message;
      const guilty = [/&/, /\+/, /%/, /[\r\n]/].flatMap((each) => each.exec(text)?.[0] ?? []);
      if (guilty.length === 0) return latent(one, '&');
      const body = filled(shown(provider.data), text, '1');
      const parameter = /([\w.%-]+)=[^&]*\$message\$/i.exec(provider.data)?.[1] ?? '';
      const read = parametersOf(body).find((each) => each.name === parameter)?.value ?? '';
      return {
        certainty: one.sample ? 'risk' : weigh(one, ['text', 'parameters'], 'suspect'),
        problem:
          read === text
            ? `In the text, ${guilty.map(name).join(', ')} is not escaped for a form; this provider may read it as it is meant, another will not.`
            : `In the text, ${guilty.map(name).join(', ')} is not escaped for a form, so the provider reads ${JSON.stringify(read.slice(0, 80))}.`,
        remedy: KEEP_OUT,
        evidence: [`Becomes: ${placeIn(body, text, guilty[0] ?? '')}`],
      };
    },
  },
];

/** A body that is none is what many a gateway answers HTTP 500 to, and not an error of its own. */
function broke(one: Case): Certainty {
  const plain500 = answerOf(one)?.status === 500 && refusalsOf(one).length === 0;
  return plain500 ? 'cause' : weigh(one, ['text', 'parameters']);
}

/** The provider, when its Data is a body of this shape with the message in it. */
function bodyOf(one: Case, shape: 'xml' | 'form'): HttpProvider | null {
  const provider = httpOf(one);
  if (provider === null || !provider.useHttpPost || isBuilt(one)) return null;
  if (shapeOfData(provider.data) !== shape || !/\$message\$/i.test(provider.data)) return null;
  const type = provider.httpPostContentType;
  return shape === 'form' && /json|xml|^text\//i.test(type) ? null : provider;
}

/** Today's text is harmless, another will not be; said before sending only. */
function latent(one: Case, character: string): Finding | null {
  if (one.end !== null) return null;
  return {
    certainty: 'risk',
    problem: `A text with ${name(character)} in it will break this Data, since ISE puts it in as it is.`,
    remedy: KEEP_OUT,
    evidence: [`Data: ${shown(httpOf(one)?.data ?? '')}`],
  };
}

function name(character: string): string {
  if (/[\r\n]/.test(character)) return 'a line break';
  if (character === '"') return 'a quotation mark (")';
  return character < ' ' ? 'a control character' : `"${character}"`;
}

/** The body around the guilty character of the text, which stands where the text was put in. */
function placeIn(body: string, text: string, guilty: string): string {
  const at = Math.max(0, body.indexOf(text)) + Math.max(0, text.indexOf(guilty));
  const start = Math.max(0, at - 30);
  return JSON.stringify(body.slice(start, at + 30))
    .slice(1, -1)
    .replaceAll('\\"', '"');
}
