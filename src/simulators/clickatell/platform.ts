import { sameRecipient } from '../faults.ts';
import { type Answer, json } from '../http/answer.ts';
import { mediaType, readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import type { NewMessage } from '../ports.ts';
import { countParts } from '../sms-parts.ts';
import type { FaultTaker, Handler, VendorParts } from '../vendor.ts';
import { type ClickatellAccount, smsFrom } from './account.ts';
import { ClickatellError } from './errors.ts';
import { delayUntil, readNumber } from './parameters.ts';
import { type PlatformError, platformError } from './platform-errors.ts';

/**
 * Clickatell's Platform API (`platform.clickatell.com`; documentation, and answers quoted by client libraries). Failures
 * hide behind HTTP 202: who looks at the status alone believes everything was sent.
 *
 *   GET /messages/http/send?apiKey=<key>&to=27999112345&content=Your+code
 *   POST /messages  Authorization: <key>  {"content":"Your code","to":["27999112345"]}
 *   202 {"messages":[{"apiMessageId":"…","accepted":true,"to":"27999112345","errorCode":null,…}],"errorCode":null,…}
 */

const MOST_RECIPIENTS = 200;
const BAD_KEY = 'The integration API key is either incorrect or has not been included in the API call.';
const FOREIGN_FROM = 'Two-Way integration error - From number is not related to integration';

interface PlatformMessage {
  to: string[];
  content: string;
  from: string;
  clientMessageId: string;
  delayMs: number;
}

export function createPlatform(parts: VendorParts, account: ClickatellAccount) {
  function badKey(): Answer {
    const { text } = platformError(108);
    const status = parts.choices.clickatellPlatformBadKeyStatus;
    const body = { messages: [], errorCode: 108, error: text, errorDescription: BAD_KEY };
    return json(status, body, { refusal: `108 ${text}` });
  }

  const knows = (key: string | undefined) => (parts.loose ? !!key : key === parts.credentials.clickatell.key);

  function send(
    faults: FaultTaker,
    read: () => PlatformMessage | PlatformError,
    recipients: string[],
  ): Answer {
    const struck = faults.take(recipients);
    if (struck.answer) return struck.answer;
    const scripted = struck.code ? platformError(Number(struck.code.code), struck.code.text) : null;
    const scriptedFor = struck.code?.to ?? null;
    if (scripted?.code === 108) return badKey();
    if (scripted?.requestLevel) return refused(scripted);
    const message = read();
    if ('code' in message) return refused(message);
    if (message.from !== '' && parts.choices.clickatellPlatformTwoWay && !parts.loose) {
      const digits = message.from.replace(/^\+/, '');
      if (!parts.credentials.numbers.includes(digits)) {
        return json(202, { messages: [], error: FOREIGN_FROM }, { refusal: FOREIGN_FROM });
      }
    }
    const messages: NewMessage[] = [];
    const refusals: string[] = [];
    const rows = message.to.map((to) => {
      const hit = scripted && (scriptedFor === null || sameRecipient(scriptedFor, to)) ? scripted : null;
      const outcome = hit ?? accept(to, message, messages);
      if (typeof outcome === 'string') return row(outcome, to, null);
      refusals.push(`${outcome.code} ${outcome.text}`);
      return row(null, to, outcome);
    });
    const body = { messages: rows, errorCode: null, error: null, errorDescription: null };
    return json(202, body, { messages, refusal: refusals.length > 0 ? refusals.join('; ') : null });
  }

  /** The message's id, or why not. */
  function accept(to: string, message: PlatformMessage, messages: NewMessage[]): string | PlatformError {
    try {
      const number = readNumber(to, parts.loose);
      if (!parts.loose && countParts(message.content) > 10) return platformError(113);
      const sent = account.accept({ ...message, text: message.content });
      messages.push(
        smsFrom('clickatell-platform', {
          to: number,
          from: message.from,
          text: message.content,
          id: sent.id,
        }),
      );
      return sent.id;
    } catch (error) {
      if (!(error instanceof ClickatellError)) throw error;
      return platformError(Number(error.code));
    }
  }

  const post: Handler = (request, faults) => {
    const given = request.header('authorization');
    // The vendor's page: no "Bearer"; some clients add it and are refused.
    if (!knows(parts.loose ? given?.replace(/^Bearer +/i, '') : given)) return badKey();
    const body = readJson(request, parts.loose);
    const to = Array.isArray(body?.to) ? body.to.map(String) : [];
    return send(faults, () => readPosted(body, parts), to);
  };

  const get: Handler = (request, faults) => {
    const query = new Map(readForm(request.query).map(({ name, value }) => [name, utf8(value)]));
    if (!knows(query.get('apiKey'))) return badKey();
    const to = query.get('to');
    const read = () => readPosted({ ...Object.fromEntries(query), to: to === undefined ? [] : [to] }, parts);
    return send(faults, read, to === undefined ? [] : [to]);
  };

  /** Null: no such path. */
  function handlerFor(path: string): Handler | null {
    if (path === '/messages') return only('POST', post);
    if (path === '/messages/http/send') return only('GET', get);
    return null;
  }

  return { handlerFor };
}

function readPosted(
  body: Record<string, unknown> | null,
  parts: VendorParts,
): PlatformMessage | PlatformError {
  if (!body) return platformError(100);
  const { content, to, from = '', clientMessageId = '', scheduledDeliveryTime } = body;
  if (typeof content !== 'string' || !Array.isArray(to) || to.length === 0) return platformError(101);
  if (content === '') return platformError(107);
  const numbers = to.map(String);
  const unique = new Set(numbers).size === numbers.length;
  if (!parts.loose && (numbers.length > MOST_RECIPIENTS || !unique)) return platformError(101);
  let delayMs = 0;
  if (scheduledDeliveryTime !== undefined && scheduledDeliveryTime !== null) {
    try {
      const time = Date.parse(String(scheduledDeliveryTime).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
      delayMs = delayUntil(time, parts.clock.now());
    } catch {
      return platformError(120);
    }
  }
  return {
    to: numbers,
    content,
    from: String(from ?? ''),
    clientMessageId: String(clientMessageId ?? ''),
    delayMs,
  };
}

/** Null for what is not a JSON object. */
export function readJson(request: SimRequest, loose: boolean): Record<string, unknown> | null {
  if (!loose && mediaType(request.header('content-type')) !== 'application/json') return null;
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** GUESS: what is wrong with the request as a whole answers 400; only row errors and a bad key were captured. */
function refused(error: PlatformError): Answer {
  const body = { messages: [], errorCode: error.code, error: error.text, errorDescription: null };
  return json(400, body, { refusal: `${error.code} ${error.text}` });
}

function row(id: string | null, to: string, error: PlatformError | null) {
  return {
    apiMessageId: id,
    accepted: id !== null,
    to,
    errorCode: error?.code ?? null,
    error: error?.text ?? null,
    errorDescription: null,
  };
}

function only(method: string, handler: Handler): Handler {
  return (request, faults) => {
    if (request.method === method) return handler(request, faults);
    const given = json(
      405,
      { messages: [], error: 'Method not allowed.' },
      { refusal: `HTTP 405: ${request.method}` },
    );
    return { ...given, headers: [...given.headers, ['Allow', method]] };
  };
}
