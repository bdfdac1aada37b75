import { readRawMail } from '../domain/comparison/compare-mail.ts';
import { fitProviders } from '../domain/comparison/fit-provider.ts';
import { compareRequests } from '../domain/comparison/index.ts';
import { readRawHttp } from '../domain/comparison/raw-http.ts';
import { PROBE, readSent, type Sent, wholeNumber } from '../domain/comparison/read-sent.ts';
import { type ComparedRow, counts } from '../domain/comparison/row.ts';
import { maskBytes, maskText } from '../domain/mask.ts';
import type { Message } from '../domain/message.ts';
import type { Provider } from '../domain/provider.ts';
import type { DeliveryStore, ReceivedMessage, ReceivedRequest, ReceivedStore } from '../domain/stores.ts';
import type { Trial } from '../domain/trial.ts';
import { ownDelivery } from './own-delivery.ts';
import { SMTP_SERVER } from './route-delivery.ts';

/** A request that a simulator received, beside the one that we would have sent. Secrets are masked. */
export interface RequestComparison {
  /** It is ours: the delivery that sent it. Nothing else is filled in then. */
  own: string | null;
  /** The rows that it may be of, the likeliest first; when none is likely, all of them. */
  choices: string[];
  /** Whether anything of the request says that it is of one of `choices`. */
  likely: boolean;
  /** The provider it was compared with; null while nobody has chosen one. */
  provider: string | null;
  /** What was sent to whom, and whether a simulator or the shape of the request told it. */
  sent: (Sent & { readBy: 'simulator' | 'shape' }) | null;
  /** Our request; null when there is none. */
  ours: Uint8Array | null;
  /** Why we would send none, in a sentence. */
  failure: string | null;
  /** Null when nothing was compared. */
  rows: ComparedRow[] | null;
  /** Of `rows`, those that count. */
  differences: number;
}

export interface CompareParts {
  trial: Pick<Trial, 'preview'>;
  received: ReceivedStore;
  deliveries: DeliveryStore;
  providers(): Provider[];
  secrets(): string[];
}

/** Compares with the row called `wanted`, or else with the likeliest. An unknown name counts as none. */
export type CompareRequest = (request: ReceivedRequest, wanted?: string) => Promise<RequestComparison>;

export function createComparer(parts: CompareParts): CompareRequest {
  return async (request, wanted) => {
    const messages = await parts.received.messagesOf(request.id);
    const message = messages[0] ?? null;
    const none = { choices: [], likely: false, provider: null, sent: null, ours: null, failure: null };
    const nothing: RequestComparison = { own: null, ...none, rows: null, differences: 0 };
    const own = await ownDelivery(parts, request, messages);
    if (own !== null) return { ...nothing, own };
    if (request.protocol === 'smtp') return compareSmtp(parts, { request, message, wanted, nothing });
    const http = readRawHttp(request.raw);
    if (http === null) return nothing;
    const providers = parts.providers().filter(({ type }) => type === 'http');
    const fits = fitProviders(http, { ...request, providers });
    const choices = (fits.length > 0 ? fits : providers).map(({ name }) => name);
    const name = wanted !== undefined && choices.includes(wanted) ? wanted : fits[0]?.name;
    const found = { ...nothing, choices, likely: fits.length > 0, provider: name ?? null };
    const provider = providers.find((row) => row.name === name);
    if (provider === undefined) return found;
    const probe = await bytesOf(parts, provider, smsOf(PROBE));
    const ourProbe = probe.bytes && readRawHttp(probe.bytes);
    const shape = readSent(http, ourProbe === null ? [] : [ourProbe]);
    const sent: RequestComparison['sent'] =
      message !== null
        ? { to: wholeNumber(message.to), text: message.text, readBy: 'simulator' }
        : shape && { ...shape, readBy: 'shape' };
    if (sent === null) return { ...found, failure: probe.failure };
    const { bytes, failure } = await bytesOf(parts, provider, smsOf(sent));
    return { ...found, sent, ...result(parts, { request, bytes, failure }) };
  };
}

async function compareSmtp(
  parts: CompareParts,
  {
    request,
    message,
    wanted,
    nothing,
  }: {
    request: ReceivedRequest;
    message: ReceivedMessage | null;
    wanted: string | undefined;
    nothing: RequestComparison;
  },
): Promise<RequestComparison> {
  const mail = readRawMail(request.raw);
  if (message === null || mail === null) return nothing;
  const gateways = parts.providers().filter((provider) => provider.type === 'smtp');
  const to = mail.to.map((address) => address.toLowerCase());
  const fits = gateways.filter(({ providerDomain, smtpApiDestinationAddress: fixed }) =>
    to.some(
      (address) => address === fixed.toLowerCase() || address.endsWith(`@${providerDomain.toLowerCase()}`),
    ),
  );
  const likely = message.channel === 'email' ? [SMTP_SERVER] : fits.map(({ name }) => name);
  const choices = likely.length > 0 ? likely : gateways.map(({ name }) => name);
  const name = wanted !== undefined && choices.includes(wanted) ? wanted : likely[0];
  const sent = { to: message.to, text: message.text, readBy: 'simulator' as const };
  const found = { ...nothing, choices, likely: likely.length > 0, provider: name ?? null, sent };
  if (name === undefined) return found;
  const provider = gateways.find((row) => row.name === name) ?? null;
  const { bytes, failure } = await bytesOf(parts, provider, messageOf(message));
  return { ...found, ...result(parts, { request, bytes, failure }) };
}

/** Both masked before they are compared, so that no secret comes near a page. */
function result(
  { secrets }: CompareParts,
  { request, bytes, failure }: { request: ReceivedRequest; bytes: Uint8Array | null; failure: string | null },
): Pick<RequestComparison, 'ours' | 'failure' | 'rows' | 'differences'> {
  if (bytes === null) return { ours: null, failure, rows: null, differences: 0 };
  const ours = maskBytes(bytes, secrets());
  const rows = compareRequests(maskBytes(request.raw, secrets()), ours);
  return { ours, failure, rows, differences: rows?.filter(counts).length ?? 0 };
}

/** The first part of what the message becomes. */
async function bytesOf(
  { trial, secrets }: CompareParts,
  provider: Provider | null,
  message: Message,
): Promise<{ bytes: Uint8Array | null; failure: string | null }> {
  const { parts, failure } = await trial.preview({ provider, message, template: '', sample: false });
  const bytes = parts[0]?.rendered.bytes ?? null;
  return {
    bytes: bytes?.length === 0 ? null : bytes,
    failure: failure && maskText(failure.message, secrets()),
  };
}

function smsOf({ to, text }: Sent): Message {
  return { kind: 'sms', to, text, date: new Date(0).toISOString(), id: 'comparison' };
}

function messageOf({ channel, to, text, subject, html, receivedAt }: ReceivedMessage): Message {
  const number = channel === 'sms' ? wholeNumber(to) : to;
  return {
    kind: channel,
    to: number,
    text,
    date: receivedAt,
    id: 'comparison',
    ...(subject !== null && { subject }),
    ...(html !== null && { html }),
  };
}
