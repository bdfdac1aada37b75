/** A page of a list, with the way to its neighbours. */
export interface Listing<T> {
  total: number;
  limit: number;
  offset: number;
  items: T[];
  links: { newer: string | null; older: string | null };
}

/** `query` holds the filter in force; null and undefined members are left out of the links. */
export function paged<T>(
  { total, items }: { total: number; items: T[] },
  { limit, offset }: { limit: number; offset: number },
  path: string,
  query: Record<string, string | undefined> = {},
): Listing<T> {
  const link = (from: number) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
    if (limit !== DEFAULT_LIMIT) parameters.set('limit', String(limit));
    if (from > 0) parameters.set('offset', String(from));
    return parameters.size === 0 ? path : `${path}?${parameters}`;
  };
  return {
    total,
    limit,
    offset,
    items,
    links: {
      newer: offset > 0 ? link(Math.max(0, offset - limit)) : null,
      older: offset + limit < total ? link(offset + limit) : null,
    },
  };
}

export const DEFAULT_LIMIT = 50;
