import type { ComparedRow, Item, Place, Verdict, Why } from './row.ts';

/** Says of two values of one name that they may differ, and why. */
export type Allowance = (name: string, theirs: Item | null, ours: Item | null) => Why | null;

/**
 * Two lists, name by name: the same name twice is the first with the first, the second with the second. Case of names
 * does not join or part them, but is a spelling. One more row when what both have stands in another order.
 */
export function compareItems(
  place: Place,
  { theirs, ours }: { theirs: Item[]; ours: Item[] },
  allowance: Allowance = () => null,
): ComparedRow[] {
  const own = keyed(ours);
  const rest = new Map(own);
  const rows = [...keyed(theirs)].map(([key, item]) => {
    const other = rest.get(key) ?? null;
    rest.delete(key);
    return rowOf(place, { theirs: item, ours: other }, allowance);
  });
  rows.push(...[...rest.values()].map((item) => rowOf(place, { theirs: null, ours: item }, allowance)));
  const order = orderOf(place, keyed(theirs), own);
  return order === null ? rows : [...rows, order];
}

function rowOf(
  place: Place,
  { theirs, ours }: { theirs: Item | null; ours: Item | null },
  allowance: Allowance,
): ComparedRow {
  const name = theirs?.name ?? ours?.name ?? '';
  const row = { place, name, theirs: theirs?.written ?? null, ours: ours?.written ?? null };
  const allowed = allowance(name, theirs, ours);
  if (allowed !== null) return { ...row, verdict: 'ignored', why: allowed };
  return { ...row, ...verdictOf(theirs, ours) };
}

function verdictOf(theirs: Item | null, ours: Item | null): { verdict: Verdict; why: Why | null } {
  if (ours === null) return { verdict: 'only-theirs', why: null };
  if (theirs === null) return { verdict: 'only-ours', why: null };
  if (theirs.means !== ours.means) return { verdict: 'different', why: null };
  if (theirs.written !== ours.written) {
    const blanks = (text: string) => text.replaceAll('%20', '+');
    const why = blanks(theirs.written) === blanks(ours.written) ? 'blank' : 'escapes';
    return { verdict: 'spelling', why };
  }
  return theirs.name === ours.name ? { verdict: 'same', why: null } : { verdict: 'spelling', why: 'case' };
}

function keyed(items: Item[]): Map<string, Item> {
  const seen = new Map<string, number>();
  return new Map(
    items.map((item) => {
      const name = item.name.toLowerCase();
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [`${name}#${count}`, item];
    }),
  );
}

function orderOf(place: Place, theirs: Map<string, Item>, ours: Map<string, Item>): ComparedRow | null {
  const common = [...theirs.keys()].filter((key) => ours.has(key));
  const other = [...ours.keys()].filter((key) => theirs.has(key));
  if (common.join('\n') === other.join('\n')) return null;
  const names = (keys: string[], items: Map<string, Item>) =>
    keys.map((key) => items.get(key)?.name).join(', ');
  return {
    place,
    name: 'order',
    theirs: names(common, theirs),
    ours: names(other, ours),
    verdict: 'order',
    why: null,
  };
}
