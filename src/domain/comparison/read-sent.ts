import { bodyItems, parameterItems } from './body-items.ts';
import { asText, type RawHttp } from './raw-http.ts';
import type { Item } from './row.ts';

/** What was sent to whom, as read out of a request. */
export interface Sent {
  /** A number, with `+` when it is known to be a whole one. */
  to: string;
  text: string;
}

/** A message that nobody sends: where it stands in our request, theirs has number and text. */
export const PROBE: Sent = { to: '+15559990001', text: 'Sentinel9990002' };

const DIGITS = PROBE.to.slice(1);
const NUMBER_NAMES =
  /^(?:to|number|phone|mobile|msisdn|recipients?|destination|mobilenumber|phonenumber|cellnumber|da|dest)$/;
const TEXT_NAMES = /^(?:text|body|message|content|msg|sms|smstext|data|udh?text)$/;

/**
 * Number and text of a captured request: from where `probes`, our requests of the same provider with `PROBE` in them,
 * have them, the first that fits; else by the names that vendors give them. Null when either cannot be found.
 */
export function readSent(theirs: RawHttp, probes: RawHttp[]): Sent | null {
  for (const probe of probes) {
    const text = byPlace(theirs, probe, PROBE.text) ?? byPattern(theirs, probe, PROBE.text);
    const to = byPlace(theirs, probe, DIGITS) ?? byPattern(theirs, probe, DIGITS);
    if (text !== null && to !== null) return { to: wholeNumber(to), text };
    // A template may leave the number out; then any will do.
    const numberless = ![probe.path, probe.query, probe.body].some((part) => part?.includes(DIGITS));
    if (text !== null && numberless) return { to: PROBE.to, text };
  }
  const items = itemsOf(theirs);
  const [to, text] = [byName(items, NUMBER_NAMES), byName(items, TEXT_NAMES)];
  return to === undefined || text === undefined || !/\d/.test(to) ? null : { to: wholeNumber(to), text };
}

/**
 * A `+` that was dropped on the way, or came as the blank that it means in a query, is put back: only so can a setting
 * that drops it be told from one that keeps it.
 */
export function wholeNumber(to: string): string {
  return `+${to.replace(/\D/g, '')}`;
}

function itemsOf(request: RawHttp): Item[] {
  const body = bodyItems(request);
  const plain = (means: string) => (means.startsWith('"') ? String(JSON.parse(means)) : means);
  const items =
    body.kind === 'json' ? body.items.map((item) => ({ ...item, means: plain(item.means) })) : body.items;
  return [...parameterItems(request.query), ...items];
}

function byPlace(theirs: RawHttp, probe: RawHttp, wanted: string): string | null {
  const place = itemsOf(probe).find(({ means }) => means.includes(wanted));
  const found = place && itemsOf(theirs).find(({ name }) => name.toLowerCase() === place.name.toLowerCase());
  return place === undefined || found === undefined ? null : captured(found.means, place.means, wanted);
}

/** In a path, or in a body that is neither form nor JSON, or is JSON no more since a message came into it. */
function byPattern(theirs: RawHttp, probe: RawHttp, wanted: string): string | null {
  const body = captured(asText(theirs.body), probe.body, wanted);
  const path = captured(theirs.path, probe.path, wanted);
  if (body !== null || path === null) return body;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function captured(text: string, template: string, wanted: string): string | null {
  if (!template.includes(wanted)) return null;
  const pattern = template
    .split(/(\+?15559990001|Sentinel9990002)/)
    .map((piece) => {
      if (piece === PROBE.text) return wanted === PROBE.text ? '([\\s\\S]*)' : '[\\s\\S]*';
      if (/^\+?15559990001$/.test(piece)) return wanted === DIGITS ? '([+\\d() %.-]*)' : '[+\\d() %.-]*';
      return piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${pattern}$`).exec(text)?.[1] ?? null;
}

function byName(items: Item[], names: RegExp): string | undefined {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/\[\d+\]$/, '')
      .replace(/^.*\./, '')
      .replace(/[_-]/g, '');
  return items.find(({ name, means }) => means !== '' && names.test(plain(name)))?.means;
}
