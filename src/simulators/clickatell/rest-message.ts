import { mediaType } from '../http/form.ts';
import type { SimRequest } from '../http/sim-request.ts';
import { countParts } from '../sms-parts.ts';
import type { VendorParts } from '../vendor.ts';
import { ClickatellError } from './errors.ts';
import { delayUntil, readClientMessageId, readSender, readWhole } from './parameters.ts';

/** The members of a body, or the parameters of a query. */
export type RestMembers = Record<string, string | undefined>;
type Members = Record<string, unknown>;

export interface RestMessage {
  to: string[];
  text: string;
  from: string;
  clientMessageId: string;
  delayMs: number;
  /** Found wrong with the text, and reported for each number. */
  error: ClickatellError | null;
}

const MOST_RECIPIENTS = 500;

/** Body and query as one, the body first: clients put members in either. Error 100 for what is not a JSON object. */
export function readRestMembers(request: SimRequest, query: RestMembers, loose: boolean): Members {
  if (!loose && mediaType(request.header('content-type')) !== 'application/json')
    throw new ClickatellError('100');
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw new ClickatellError('100');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new ClickatellError('100');
  return { ...query, ...body };
}

/** Checks what concerns the whole request, and throws its error. Members it does not know are ignored. */
export function readRestMessage(members: Members, parts: VendorParts): RestMessage {
  const { text } = members;
  const zeroOne = { from: 0, to: 1, default: 0 };
  const to = readRecipients(members.to, parts.loose);
  if (typeof text !== 'string') throw new ClickatellError('101');
  if (text === '') throw new ClickatellError('107');
  for (const name of ['mo', 'unicode', 'binary', 'escalate']) readWhole(scalar(members[name]), zeroOne);
  readWhole(scalar(members.callback), { from: 0, to: 7, default: 0 });
  readWhole(scalar(members.userPriorityQueue), { from: 1, to: 3, default: 3 });
  readWhole(scalar(members.validityPeriod), { from: 1, to: 10_080, default: 1440 });
  const maxParts = readWhole(scalar(members.maxMessageParts), {
    from: 1,
    to: 3,
    default: parts.choices.clickatellRestMaxParts,
  });
  readCredits(scalar(members.maxCredits));
  const clientMessageId = readClientMessageId(scalar(members.clientMessageId));
  const delayMs = readSchedule(scalar(members.scheduledDeliveryTime), parts.clock.now());
  const tooLong = !parts.loose && countParts(text) > maxParts;
  let from = '';
  let error = tooLong ? new ClickatellError('113') : null;
  try {
    from = readSender(scalar(members.from) ?? '');
  } catch (wrong) {
    if (!(wrong instanceof ClickatellError)) throw wrong;
    error = wrong;
  }
  return { to, text, from, clientMessageId, delayMs, error };
}

function readRecipients(given: unknown, loose: boolean): string[] {
  const list = loose && typeof given === 'string' ? given.split(',') : given;
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_RECIPIENTS)
    throw new ClickatellError('101');
  if (!list.every((to) => typeof to === 'string' || (loose && typeof to === 'number')))
    throw new ClickatellError('101');
  return list.map(String);
}

/** ISE: Cisco's sample body has numbers in quotes, clients send them bare. */
function scalar(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  throw new ClickatellError('101');
}

function readCredits(given: string | undefined): void {
  if (given === undefined || given === '') return;
  const credits = Number(given);
  if (!(credits >= 0.8 && credits <= 3)) throw new ClickatellError('101');
}

function readSchedule(given: string | undefined, now: Date): number {
  if (given === undefined || given === '') return 0;
  if (!/^\d{4}-\d\d-\d\dT/.test(given)) throw new ClickatellError('120');
  return delayUntil(Date.parse(given.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')), now);
}
