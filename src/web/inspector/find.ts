import type { Account } from '../../domain/account.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Found } from '../../domain/search-store.ts';
import type { ReceivedMessage } from '../../domain/stores.ts';
import { DEFAULT_LIMIT } from './paging.ts';
import type { InspectorParts } from './parts.ts';
import type { ParameterName, Query } from './read-query.ts';

type Names<T extends readonly ParameterName[]> = Partial<Query<T[number]>>;

const PAGE = ['limit', 'offset'] as const;

export const DELIVERY_QUERY = [
  'q',
  'to',
  'provider',
  'status',
  'verdict',
  'tag',
  'since',
  'until',
  'before',
  ...PAGE,
] as const;
export const MESSAGE_QUERY = [
  'q',
  'to',
  'channel',
  'provider',
  'tag',
  'after',
  'since',
  'until',
  'before',
  ...PAGE,
] as const;
export const ACCOUNT_QUERY = ['q', 'state', 'since', 'until', 'before', ...PAGE] as const;

export type DeliveryQuery = Names<typeof DELIVERY_QUERY>;
export type MessageQuery = Names<typeof MESSAGE_QUERY>;
export type AccountQuery = Names<typeof ACCOUNT_QUERY>;

/** A list that needs no search counts all it has. */
const WHOLE = { more: false, further: null };

export async function findDeliveries(parts: InspectorParts, query: DeliveryQuery): Promise<Found<Delivery>> {
  const { q: text, limit = DEFAULT_LIMIT, offset = 0, verdict, since, until, before, ...filter } = query;
  const page = { limit, offset };
  if (isPlain([text, verdict, since, until, before])) {
    return { ...WHOLE, ...(await parts.deliveries.list({ ...filter, ...page })) };
  }
  return parts.search.deliveries(known({ ...filter, text, verdict, since, until, before, ...page }));
}

export async function findMessages(
  parts: InspectorParts,
  query: MessageQuery,
): Promise<Found<ReceivedMessage>> {
  const { q: text, limit = DEFAULT_LIMIT, offset = 0, provider, since, until, before, ...filter } = query;
  const page = { limit, offset };
  if (isPlain([text, provider, since, until, before])) {
    return { ...WHOLE, ...(await parts.received.listMessages({ ...filter, ...page })) };
  }
  return parts.search.messages(known({ ...filter, text, provider, since, until, before, ...page }));
}

export async function findAccounts(parts: InspectorParts, query: AccountQuery): Promise<Found<Account>> {
  const { q: text, limit = DEFAULT_LIMIT, offset = 0, state, since, until, before } = query;
  const page = { limit, offset };
  if (isPlain([text, state, since, until, before])) {
    return { ...WHOLE, ...(await parts.accounts.list(page)) };
  }
  const now = parts.clock.now().toISOString();
  return parts.search.accounts(known({ text, state, since, until, before, now, ...page }));
}

function isPlain(values: unknown[]): boolean {
  return values.every((value) => value === undefined);
}

/** The same without the members that are undefined. */
function known<T extends object>(filter: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
