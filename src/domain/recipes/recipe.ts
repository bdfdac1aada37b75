import type { JsonRow } from '../provider-book.ts';

/** How ISE's fields are filled in for one vendor. Data: to add one, write a file and a line in `index.ts`. */
export interface Recipe {
  id: string;
  title: string;
  /** How we know: the vendor's or Cisco's document. */
  source: string;
  /** As in `providers.json`, `{{key}}` where a blank belongs; null when ISE cannot reach this interface at all. */
  row: JsonRow | null;
  blanks: Blank[];
  /** What to know before using it, a sentence each. */
  notes: string[];
  /** What the vendor has, or needs, and ISE's fields cannot express. */
  cannot: { what: string; instead: string }[];
}

/** What only the tester knows. */
export interface Blank {
  key: string;
  label: string;
  /** As the vendor spells it; nothing that works anywhere. */
  example: string;
  secret: boolean;
}

/**
 * The row of a recipe with its blanks filled in, percent-encoded where they stand in a URL. A blank without a value
 * keeps its `{{key}}`, to be seen. Throws when the recipe has no row.
 */
export function fillRecipe(recipe: Recipe, values: Record<string, string>): JsonRow {
  if (recipe.row === null) throw new Error(`the recipe ${recipe.id} has no row`);
  const filled = Object.entries(recipe.row).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    return [
      name,
      value.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => {
        const given = Object.hasOwn(values, key) ? (values[key] ?? '').trim() : '';
        if (given === '') return whole;
        return name === 'url' ? encodeURIComponent(given) : given;
      }),
    ];
  });
  return Object.fromEntries(filled);
}

export function blank(key: string, label: string, example: string): Blank {
  return { key, label, example, secret: false };
}

export function secretBlank(key: string, label: string, example: string): Blank {
  return { key, label, example, secret: true };
}
