/** A page of a list, with the way to its neighbours. */
export interface Listing<T> {
  /** With `more`, it was not counted any further. */
  total: number;
  more: boolean;
  limit: number;
  offset: number;
  items: T[];
  /** `further` goes on with a search that looked only through the newest. */
  links: { newer: string | null; older: string | null; further: string | null };
}

/** `query` holds the filter in force; null and undefined members are left out of the links. */
export function paged<T>(
  {
    total,
    items,
    more = false,
    further = null,
  }: { total: number; items: T[]; more?: boolean; further?: number | null },
  { limit, offset }: { limit: number; offset: number },
  path: string,
  query: Record<string, string | number | undefined> = {},
): Listing<T> {
  const link = (from: number, changes: Record<string, number> = {}) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, ...changes })) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    if (limit !== DEFAULT_LIMIT) parameters.set('limit', String(limit));
    if (from > 0) parameters.set('offset', String(from));
    return parameters.size === 0 ? path : `${path}?${parameters}`;
  };
  return {
    total,
    more,
    limit,
    offset,
    items,
    links: {
      newer: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      older: more || offset + limit < total ? link(offset + limit) : null,
      further: further === null ? null : link(0, { before: further }),
    },
  };
}

export const DEFAULT_LIMIT = 50;
