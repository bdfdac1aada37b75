import type { Case } from '../domain/diagnosis.ts';
import { answerOf } from './answer-of.ts';
import { httpOf, isBuilt } from './request-of.ts';
import type { Rule } from './rule.ts';
import { shown } from './shown.ts';
import { vendorOf } from './vendor-of.ts';
import { weigh } from './weigh.ts';

export type BodyShape = 'json' | 'xml' | 'form' | 'text';

/** What Data looks like, whatever its content type says. */
export function shapeOfData(data: string): BodyShape {
  const start = data.trimStart();
  if (/^[{[]/.test(start)) return 'json';
  if (/^<[?!\w]/.test(start)) return 'xml';
  return /^[\w.%-]+=/.test(start) ? 'form' : 'text';
}

/** What a content type says; null when it says nothing about these. */
export function shapeOfType(contentType: string): BodyShape | null {
  if (/\bjson\b/i.test(contentType)) return 'json';
  if (/\bxml\b/i.test(contentType)) return 'xml';
  if (/form-urlencoded/i.test(contentType)) return 'form';
  return /^text\//i.test(contentType) ? 'text' : null;
}

const TYPES: Record<BodyShape, string> = {
  json: 'application/json',
  xml: 'application/xml',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain',
};

const WORDS: Record<BodyShape, string> = { json: 'JSON', xml: 'XML', form: 'a form', text: 'plain text' };

/** The body that is typed into Data, and its content type. */
export const bodyRules: Rule[] = [
  {
    name: 'content-type-contradicts-body',
    source:
      'RFC 9110, Content-Type; gateways read a body by its type, and answer 400, 415 or "missing parameter".',
    find(one) {
      const provider = httpOf(one);
      if (provider === null || !provider.useHttpPost || isBuilt(one)) return null;
      const type = provider.httpPostContentType;
      const shape = shapeOfData(provider.data);
      const said = shapeOfType(type);
      if (shape === 'text' || said === shape || vendorOf(one) === 'twilio' || vendorOf(one) === 'twexit')
        return null;
      return {
        // It may be overlooked; a provider that cannot read a request has not overlooked it.
        certainty: weigh(one, ['text', 'parameters', 'number'], isUnread(one) ? 'cause' : 'suspect'),
        problem:
          type === ''
            ? `Data is ${WORDS[shape]}, and "HTTP POST data content type" is empty, so the provider is not told.`
            : `Data is ${WORDS[shape]}, and "HTTP POST data content type" says ${type}.`,
        remedy: `Write ${TYPES[shape]} into "HTTP POST data content type".`,
        evidence: [
          `HTTP POST data content type: ${type || '(empty)'}`,
          `Data begins: ${shown(provider.data).slice(0, 40)}`,
        ],
      };
    },
  },
  {
    name: 'data-is-not-json',
    source: 'RFC 8259, tried with harmless values in place of the variables.',
    find(one) {
      const provider = httpOf(one);
      if (provider === null || !isJsonTemplate(one)) return null;
      const error = jsonError(filled(provider.data, 'x', '1'));
      if (error === null) return null;
      const unquoted = /:\s*\$(?:message|mobilenumber)\$/i.exec(provider.data)?.[0];
      return {
        certainty: weigh(one, ['text', 'parameters']),
        problem:
          unquoted === undefined
            ? `Data is no JSON, whatever the message: ${error}.`
            : `Data is no JSON: the variable in "${unquoted}" has no quotation marks around it.`,
        remedy:
          unquoted === undefined
            ? 'Correct Data; a JSON checker shows the place.'
            : 'Put quotation marks around the variable: "$message$", "$mobilenumber$".',
        evidence: [`Data: ${shown(provider.data)}`],
      };
    },
  },
];

/** The statuses of a request that could not be read. */
function isUnread(one: Case): boolean {
  return [400, 415, 422].includes(answerOf(one)?.status ?? 0);
}

/** True when Data is a body of its own that shall be JSON. */
export function isJsonTemplate(one: Case): boolean {
  const provider = httpOf(one);
  if (provider === null || !provider.useHttpPost || isBuilt(one)) return false;
  return shapeOfData(provider.data) === 'json';
}

/** Data as ISE fills it: put in as it is, neither encoded nor escaped. */
export function filled(data: string, message: string, number: string): string {
  return data.replace(/\$(message|mobilenumber)\$/gi, (_, name: string) =>
    name.toLowerCase() === 'message' ? message : number,
  );
}

/** Why a text is no JSON, in a phrase with the place; null when it is. */
export function jsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    return words.replace(/,? ?(?:\.\.\.)?"[\s\S]*" is not valid JSON$/, '').replace(/ in JSON/, '');
  }
}
