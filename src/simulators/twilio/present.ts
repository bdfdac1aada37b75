import { type Answer, answer } from '../http/answer.ts';
import type { TwilioError } from './errors.ts';
import type { TwilioMessage } from './message.ts';

/** Message resources and errors as Twilio writes them, in JSON (path ends in `.json`) and XML (`.xml`, or neither). */

export type Format = 'json' | 'xml';

const API = '2010-04-01';

export function messagesPath(accountSid: string): string {
  return `/${API}/Accounts/${accountSid}/Messages`;
}

/** `Thu, 24 Aug 2023 05:01:45 +0000` */
export function rfc2822(date: Date | null): string | null {
  return date === null ? null : date.toUTCString().replace('GMT', '+0000');
}

export function messageJson(message: TwilioMessage) {
  const path = `${messagesPath(message.accountSid)}/${message.sid}`;
  return {
    sid: message.sid,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    date_sent: rfc2822(message.sentAt),
    account_sid: message.accountSid,
    to: message.to,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    body: message.body,
    status: message.status,
    num_segments: String(message.segments),
    num_media: String(message.media),
    direction: 'outbound-api',
    api_version: API,
    price: null,
    price_unit: 'USD',
    error_code: message.errorCode,
    error_message: message.errorMessage,
    uri: `${path}.json`,
    subresource_uris: { media: `${path}/Media.json` },
  };
}

export function messageXml(message: TwilioMessage): string {
  const path = `${messagesPath(message.accountSid)}/${message.sid}`;
  const elements: [string, string | number | null][] = [
    ['Sid', message.sid],
    ['DateCreated', rfc2822(message.createdAt)],
    ['DateUpdated', rfc2822(message.updatedAt)],
    ['DateSent', rfc2822(message.sentAt)],
    ['AccountSid', message.accountSid],
    ['To', message.to],
    ['From', message.from],
    ['MessagingServiceSid', message.messagingServiceSid],
    ['Body', message.body],
    ['Status', message.status],
    ['NumSegments', message.segments],
    ['NumMedia', message.media],
    ['Direction', 'outbound-api'],
    ['ApiVersion', API],
    ['Price', null],
    ['PriceUnit', 'USD'],
    ['ErrorCode', message.errorCode],
    ['ErrorMessage', message.errorMessage],
    ['Uri', path],
  ];
  const content = elements.map(([name, value]) => element(name, value)).join('');
  return `<Message>${content}<SubresourceUris>${element('Media', `${path}/Media`)}</SubresourceUris></Message>`;
}

export function presentMessage(
  status: number,
  message: TwilioMessage,
  format: Format,
  more: Partial<Answer> = {},
): Answer {
  return format === 'json'
    ? jsonAnswer(status, messageJson(message), more)
    : xmlAnswer(status, messageXml(message), more);
}

export function presentError(error: TwilioError, format: Format): Answer {
  const info = `https://www.twilio.com/docs/errors/${error.code}`;
  const refusal = `${error.code} ${error.message}`;
  const detail = error.detail === null ? {} : { detail: error.detail };
  const given =
    format === 'json'
      ? jsonAnswer(
          error.status,
          { code: error.code, ...detail, message: error.message, more_info: info, status: error.status },
          { refusal },
        )
      : xmlAnswer(
          error.status,
          `<RestException>${element('Code', error.code)}${error.detail === null ? '' : element('Detail', error.detail)}${element('Message', error.message)}${element('MoreInfo', info)}${element('Status', error.status)}</RestException>`,
          { refusal },
        );
  if (error.status === 401) given.headers.push(['WWW-Authenticate', 'Basic realm="Twilio API"']);
  return given;
}

export function jsonAnswer(status: number, body: unknown, more: Partial<Answer> = {}): Answer {
  return answer(status, 'application/json', JSON.stringify(body), more);
}

export function xmlAnswer(status: number, content: string, more: Partial<Answer> = {}): Answer {
  const body = `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>${content}</TwilioResponse>`;
  return answer(status, 'application/xml', body, more);
}

export function element(name: string, value: string | number | null): string {
  return value === null || value === '' ? `<${name}/>` : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** Characters that XML 1.0 cannot hold become the replacement character. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
  );
}
