import type { Answer } from '../http/answer.ts';
import { isForm, mediaType, readForm, utf8 } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import type { NewMessage } from '../ports.ts';
import { countParts } from '../sms-parts.ts';
import type { FaultTaker, VendorParts } from '../vendor.ts';
import type { Account } from './accounts.ts';
import { deliveryFailure, TwilioError } from './errors.ts';
import { checkMagic } from './magic.ts';
import { type NewTwilioMessage, newMessage, type TwilioMessage } from './message.ts';
import { owns, readSender, readTwilioNumber, splitChannel } from './numbers.ts';
import type { TwilioOutbox } from './outbox.ts';
import { type Format, presentMessage } from './present.ts';

const MOST_CHARACTERS = 1600;
const MOST_MEDIA = 10;

/** Parameters by their exact names; a repeated one has several values. */
type Parameters = Map<string, string[]>;

/**
 * Create a message. GUESS: which fault of a request with two is reported; the order here is To, sender, text, length,
 * URLs, syntax of the numbers, ownership.
 */
export function createMessage(
  request: SimRequest,
  context: { account: Account; format: Format; faults: FaultTaker; parts: VendorParts; outbox: TwilioOutbox },
): Answer {
  const { account, format, faults, parts, outbox } = context;
  const parameters = readParameters(request, parts);
  const struck = faults.take(parameters.get('To') ?? []);
  if (struck.answer) return struck.answer;
  const code = struck.code ? Number(struck.code.code) : null;
  const doom = code === null ? null : deliveryFailure(code);
  if (struck.code && code !== null && !doom) {
    throw new TwilioError(code, valuesOf(parameters, request), { text: struck.code.text });
  }

  const given = readMessage(parameters, account, parts);
  const message = newMessage(given, doom, parts);
  // The test account's messages are answered, but neither delivered nor kept.
  if (account.kind === 'test') return presentMessage(201, message, format);
  outbox.add(message);
  return presentMessage(201, message, format, {
    messages: doom ? [] : [received(message, parts)],
    afterwards: () => outbox.launch(message),
  });
}

/**
 * The form body. Loose also reads JSON and the query, without regard to case; strict ignores both, as Twilio's page on
 * 21604 says of JSON.
 */
function readParameters(request: SimRequest, parts: VendorParts): Parameters {
  const parameters: Parameters = new Map();
  const add = (name: string, value: string) => {
    const known = parts.loose ? canonical(name) : name;
    parameters.set(known, [...(parameters.get(known) ?? []), value]);
  };
  const type = request.header('content-type');
  if (isForm(type)) for (const { name, value } of readForm(request.body)) add(name, utf8(value));
  if (parts.loose && mediaType(type) === 'application/json')
    for (const [name, value] of jsonPairs(request)) add(name, value);
  if (parts.loose || parts.choices.twilioQueryParameters) {
    const inBody = new Set(parameters.keys());
    for (const { name, value } of readForm(request.query)) {
      if (!inBody.has(parts.loose ? canonical(name) : name)) add(name, utf8(value));
    }
  }
  return parameters;
}

const NAMES = [
  'To',
  'From',
  'Body',
  'MessagingServiceSid',
  'MediaUrl',
  'StatusCallback',
  'ContentSid',
  'SendAt',
  'ScheduleType',
];

function canonical(name: string): string {
  return NAMES.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
}

function jsonPairs(request: SimRequest): [string, string][] {
  try {
    const body: unknown = JSON.parse(utf8(request.body));
    return Object.entries(body ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
  } catch {
    return [];
  }
}

function valuesOf(parameters: Parameters, request: SimRequest) {
  return { to: parameters.get('To')?.[0], from: parameters.get('From')?.[0], path: request.path };
}

function readMessage(parameters: Parameters, account: Account, parts: VendorParts): NewTwilioMessage {
  const one = (name: string) => parameters.get(name)?.at(-1) ?? '';
  const to = one('To');
  const from = one('From');
  const service = one('MessagingServiceSid');
  const body = one('Body');
  const media = parameters.get('MediaUrl') ?? [];
  if (to.trim() === '') throw new TwilioError(21604);
  if ((parameters.get('To')?.length ?? 0) > 1) throw new TwilioError(21653);
  if (from.trim() === '' && service === '') throw new TwilioError(21603);
  if (service !== '') checkService(service, account, parts);
  if (body === '' && media.length === 0 && one('ContentSid') === '') {
    throw new TwilioError(service === '' ? 21602 : 21619);
  }
  if ([...body].length > MOST_CHARACTERS) throw new TwilioError(21617);
  const statusCallback = one('StatusCallback');
  if (statusCallback !== '' && !isCallbackUrl(statusCallback)) throw new TwilioError(21609);
  if (media.length > MOST_MEDIA) throw new TwilioError(21623);
  if (!media.every((url) => /^https?:\/\/[^\s]+$/i.test(url))) throw new TwilioError(21620);

  const addresses = readAddresses({ to, from }, account, parts);
  return {
    accountSid: account.sid,
    ...addresses,
    messagingServiceSid: service === '' ? null : service,
    body,
    // Not known before a Messaging Service has picked its sender.
    segments: service === '' || from !== '' ? countParts(body) : 0,
    media: media.length,
    sendAt: one('ScheduleType') === 'fixed' && service !== '' ? readDate(one('SendAt')) : null,
    statusCallback: statusCallback === '' ? null : statusCallback,
  };
}

function readAddresses(given: { to: string; from: string }, account: Account, parts: VendorParts) {
  const to = splitChannel(given.to);
  const from = splitChannel(given.from);
  if (given.from !== '' && to.channel !== from.channel) throw new TwilioError(21910, given);
  const number = readTwilioNumber(to.address, parts.loose);
  if (number === null) throw new TwilioError(21211, given);
  const prefix = to.channel === 'sms' ? '' : `${to.channel}:`;
  if (given.from === '') {
    if (account.kind === 'test') checkMagic(null, number);
    return { to: prefix + number, from: null };
  }
  const sender = readSender(from.address, parts.loose);
  if (sender === null) throw new TwilioError(21212, given);
  if (account.kind === 'test') checkMagic(sender.value, number);
  else if (!parts.loose) {
    if (sender.kind === 'alphanumeric' && number.startsWith('+1'))
      throw new TwilioError(21612, { ...given, to: number });
    const foreign =
      sender.kind === 'short' || (sender.kind === 'number' && !owns(parts.credentials, sender.value));
    if (foreign) throw new TwilioError(parts.choices.twilioForeignFrom, given);
  }
  if (sender.value === number) throw new TwilioError(21266, given);
  return { to: prefix + number, from: prefix + sender.value };
}

function checkService(sid: string, account: Account, parts: VendorParts): void {
  if (!/^MG[0-9a-fA-F]{32}$/.test(sid)) throw new TwilioError(21705);
  const known = account.kind === 'live' && sid === parts.credentials.twilio.messagingServiceSid;
  if (!known && !parts.loose) throw new TwilioError(21701);
}

function isCallbackUrl(text: string): boolean {
  if (text.length > 4000 || !URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  const host = /^[^:]+:\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
  return (protocol === 'http:' || protocol === 'https:') && !host.includes('_');
}

function readDate(text: string): Date | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}

function received(message: TwilioMessage, parts: VendorParts): NewMessage {
  return {
    channel: 'sms',
    provider: 'twilio',
    to: message.to,
    from: message.from ?? parts.credentials.twilio.from,
    subject: null,
    text: message.body,
    html: null,
    providerMessageId: message.sid,
  };
}
