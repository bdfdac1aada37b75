import { addressKey } from '../domain/address.ts';
import type { ReceivedMessage, ReceivedStore } from '../domain/stores.ts';

/** Which messages; all that is given must hold. */
export interface InboxFilter {
  /** A number in any spelling, or an address. */
  to?: string;
  channel?: 'sms' | 'email';
  /** Contained in the text or the subject, or matched by one of them. Of a mail without text, its HTML is read. */
  text?: string | RegExp;
  /** The `X-Lab-Tag` of the request that caused it. */
  tag?: string;
}

/** How many messages are read at a time to look into their texts. */
const PAGE = 100;

export function matches(message: ReceivedMessage, { to, channel, text, tag }: InboxFilter): boolean {
  if (channel !== undefined && message.channel !== channel) return false;
  if (tag !== undefined && message.tag !== tag) return false;
  if (to !== undefined && addressKey(message.to) !== addressKey(to)) return false;
  return text === undefined || saysText(message, text);
}

/**
 * Those of the store that match, newest first. Texts are looked into here: they take all spellings a pattern can have.
 */
export async function listMatching(
  received: ReceivedStore,
  filter: InboxFilter & { after?: string },
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<{ total: number; items: ReceivedMessage[] }> {
  const { text, to, channel, tag, after } = filter;
  const known = { to, channel, tag, after };
  if (text === undefined) return received.listMessages({ ...known, limit, offset });
  const found: ReceivedMessage[] = [];
  for (let from = 0; ; from += PAGE) {
    const { items } = await received.listMessages({ ...known, limit: PAGE, offset: from });
    found.push(...items.filter((message) => saysText(message, text)));
    if (items.length < PAGE) return { total: found.length, items: found.slice(offset, offset + limit) };
  }
}

/** The newest that matches; with `after`, the first one later than that. Null when there is none. */
export async function findMatching(
  received: ReceivedStore,
  filter: InboxFilter & { after?: string },
): Promise<ReceivedMessage | null> {
  const newest = await listMatching(received, filter, { limit: 1 });
  if (filter.after === undefined || newest.total <= 1) return newest.items[0] ?? null;
  const first = await listMatching(received, filter, { limit: 1, offset: newest.total - 1 });
  return first.items[0] ?? null;
}

function saysText({ text, html, subject }: ReceivedMessage, wanted: string | RegExp): boolean {
  const texts = [text.trim() === '' && html !== null ? textOfHtml(html) : text, subject ?? ''];
  if (typeof wanted === 'string') return texts.some((one) => one.includes(wanted));
  // A pattern that remembers where it stopped would answer differently the next time.
  const pattern = new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, ''));
  return texts.some((one) => pattern.test(one));
}

/** A filter in words: `SMS to +1… with the tag "a"`. */
export function describeFilter({ to, channel, text, tag }: InboxFilter): string {
  const shown = typeof text === 'string' ? JSON.stringify(text) : String(text);
  return [
    channel === 'sms' ? 'SMS' : (channel ?? 'message'),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(tag === undefined ? [] : [`with the tag ${JSON.stringify(tag)}`]),
    ...(text === undefined ? [] : [`with the text ${shown}`]),
  ].join(' ');
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'" };

/** Good enough to find words in a mail that has no text part; nothing is shown from it. */
export function textOfHtml(html: string): string {
  return html
    .slice(0, 100_000)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(lt|gt|amp|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
