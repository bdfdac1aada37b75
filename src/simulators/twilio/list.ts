import type { Answer } from '../http/answer.ts';
import { readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import type { TwilioMessage } from './message.ts';
import { readTwilioNumber } from './numbers.ts';
import {
  element,
  escapeXml,
  type Format,
  jsonAnswer,
  messageJson,
  messagesPath,
  messageXml,
  xmlAnswer,
} from './present.ts';

const PAGE_SIZE = 50;
const LARGEST_PAGE = 1000;

/** List: newest first, filtered by To, From and DateSent (`DateSent<` and `DateSent>` include the day), in pages. */
export function listMessages(
  request: SimRequest,
  accountSid: string,
  all: TwilioMessage[],
  format: Format,
): Answer {
  const query = readForm(request.query).map(({ name, value }): [string, string] => [name, utf8(value)]);
  const parameters = new Map(query);
  const size = clamp(parameters.get('PageSize'), 1, LARGEST_PAGE, PAGE_SIZE);
  const page = clamp(parameters.get('Page'), 0, Number.MAX_SAFE_INTEGER, 0);
  const matching = all.filter((message) => matches(message, parameters));
  const start = page * size;
  const shown = matching.slice(start, start + size);
  const filters = query.filter(([name]) => !['PageSize', 'Page', 'PageToken'].includes(name));
  const uri = (number: number, token = '') => {
    const search = new URLSearchParams([...filters, ['PageSize', String(size)], ['Page', String(number)]]);
    const suffix = format === 'json' ? '.json' : '';
    return `${messagesPath(accountSid)}${suffix}?${search}${token === '' ? '' : `&PageToken=${token}`}`;
  };
  const more = start + size < matching.length;
  const envelope = {
    end: shown.length === 0 ? start : start + shown.length - 1,
    first_page_uri: uri(0),
    next_page_uri: more ? uri(page + 1, `PA${shown.at(-1)?.sid}`) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? uri(page - 1) : null,
    start,
    uri: uri(page),
  };
  if (format === 'json') return jsonAnswer(200, { ...envelope, messages: shown.map(messageJson) });
  const attributes = Object.entries(envelope)
    .map(([name, value]) => ` ${name.replaceAll('_', '')}="${escapeXml(String(value ?? ''))}"`)
    .join('');
  const content = shown.map(messageXml).join('');
  return xmlAnswer(
    200,
    content === '' ? element(`Messages${attributes}`, null) : `<Messages${attributes}>${content}</Messages>`,
  );
}

function matches(message: TwilioMessage, parameters: Map<string, string>): boolean {
  const { to, from } = message;
  const wanted = (name: string) => parameters.get(name);
  const sameNumber = (filter: string | undefined, value: string | null) =>
    filter === undefined || value === filter || value === readTwilioNumber(filter, true);
  if (!sameNumber(wanted('To'), to) || !sameNumber(wanted('From'), from)) return false;
  return (
    onDay(message, wanted('DateSent'), (sent, asked) => sent === asked) &&
    onDay(message, wanted('DateSent<'), (sent, asked) => sent <= asked) &&
    onDay(message, wanted('DateSent>'), (sent, asked) => sent >= asked)
  );
}

/** Days compare as text. A date that cannot be read is as good as none. */
function onDay(
  { sentAt }: TwilioMessage,
  filter: string | undefined,
  holds: (sent: string, asked: string) => boolean,
): boolean {
  if (filter === undefined) return true;
  const asked = Date.parse(filter);
  if (Number.isNaN(asked)) return true;
  return sentAt !== null && holds(day(sentAt), day(new Date(asked)));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function clamp(text: string | undefined, from: number, to: number, otherwise: number): number {
  return text !== undefined && /^\d{1,15}$/.test(text)
    ? Math.min(Math.max(Number(text), from), to)
    : otherwise;
}
