import { sameRecipient } from '../faults.ts';
import { type Answer, json } from '../http/answer.ts';
import type { NewMessage } from '../ports.ts';
import { countParts } from '../sms-parts.ts';
import type { Handler, VendorParts } from '../vendor.ts';
import { type ClickatellAccount, smsFrom } from './account.ts';
import { ClickatellError } from './errors.ts';
import { readNumber } from './parameters.ts';
import { readJson } from './platform.ts';
import { oneApiError, type PlatformError } from './platform-errors.ts';

/**
 * Clickatell's One API (documentation).
 *
 *   POST /v1/message  Authorization: <key>
 *   {"messages":[{"channel":"sms","to":"27999112345","content":"Your code"}]}
 *   202 {"messages":[{"apiMessageId":"…","accepted":true,"to":"27999112345","error":null}],"error":null}
 */

const MOST_MESSAGES = 100;
const MOST_PARTS = 10;

export function createOneApi(parts: VendorParts, account: ClickatellAccount) {
  function accept(given: unknown, messages: NewMessage[]): string | PlatformError {
    const { channel, to, content, from = '' } = (given ?? {}) as Record<string, unknown>;
    if (channel !== 'sms') return channel === undefined ? missing('channel') : oneApiError(39);
    if (typeof to !== 'string' || to === '') return missing('to');
    if (typeof content !== 'string' || content === '') return missing('content');
    const sender = String(from ?? '').replace(/^\+/, '');
    if (sender !== '' && parts.choices.clickatellPlatformTwoWay && !parts.loose) {
      if (!parts.credentials.numbers.includes(sender)) return oneApiError(45);
    }
    if (!parts.loose && countParts(content) > MOST_PARTS) return oneApiError(100);
    try {
      const number = readNumber(to, parts.loose);
      const sent = account.accept({ text: content, clientMessageId: '', delayMs: 0 });
      messages.push(smsFrom('clickatell-platform', { to: number, from: sender, text: content, id: sent.id }));
      return sent.id;
    } catch (error) {
      if (!(error instanceof ClickatellError)) throw error;
      return error.code === '301' ? oneApiError(20) : oneApiError(25, `Invalid recipient address: ${to}`);
    }
  }

  const send: Handler = (request, faults) => {
    if (request.method !== 'POST') return refused(oneApiError(42));
    const key = request.header('authorization') ?? '';
    if (parts.loose ? key === '' : key !== parts.credentials.clickatell.key) return refused(oneApiError(1));
    const body = readJson(request, parts.loose);
    const list: unknown[] | null = Array.isArray(body?.messages) ? body.messages : null;
    const recipients = (list ?? []).map((one) => String((one as { to?: unknown } | null)?.to ?? ''));
    const struck = faults.take(recipients);
    if (struck.answer) return struck.answer;
    const scripted = struck.code ? oneApiError(Number(struck.code.code), struck.code.text) : null;
    const scriptedFor = struck.code?.to ?? null;
    if (scripted?.requestLevel) return refused(scripted);
    if (!list)
      return refused(
        body && 'messages' in body ? oneApiError(21) : body ? missing('messages') : oneApiError(21),
      );
    if (list.length === 0) return refused(missing('messages'));
    if (list.length > MOST_MESSAGES) return refused(oneApiError(22));

    const messages: NewMessage[] = [];
    const errors: PlatformError[] = [];
    const rows = list.map((one, index) => {
      const to = recipients[index] ?? '';
      const hit = scripted && (scriptedFor === null || sameRecipient(scriptedFor, to)) ? scripted : null;
      const outcome = hit ?? accept(one, messages);
      if (typeof outcome === 'string') return { apiMessageId: outcome, accepted: true, to, error: null };
      errors.push(outcome);
      return { apiMessageId: null, accepted: false, to, error: errorBody(outcome) };
    });
    const status = errors.length === 0 ? 202 : messages.length > 0 ? 207 : (errors[0]?.status ?? 400);
    const refusal = errors.map(({ code, text }) => `${code} ${text}`).join('; ');
    return json(
      status,
      { messages: rows, error: null },
      { messages, refusal: refusal === '' ? null : refusal },
    );
  };

  return { handlerFor: (path: string): Handler | null => (path === '/v1/message' ? send : null) };
}

function missing(name: string): PlatformError {
  return oneApiError(23, `Invalid or missing parameter: ${name}`);
}

function refused(error: PlatformError): Answer {
  const refusal = `${error.code} ${error.text}`;
  return json(error.status, { messages: [], error: errorBody(error) }, { refusal });
}

function errorBody(error: PlatformError) {
  return { code: error.code, description: error.text };
}
