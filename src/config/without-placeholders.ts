import { pathText } from './mistake.ts';

/** ISE: what the description of its API writes in place of values that come from its pages. */
const PLACEHOLDERS =
  /^(?:base ?64 encoded (?:string of theme css file|value of image)|(?:banner|label and)? ?(?:text )?colou?r (?:code )?from gui)\s*$/i;

/**
 * A copy in which what stands for nothing is left out: `null`, and the placeholders of ISE's own example, whose paths
 * are listed.
 */
export function withoutPlaceholders(json: unknown): { json: unknown; placeholders: string[] } {
  const placeholders: string[] = [];
  const copy = (value: unknown, path: (string | number)[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([name, member]) => {
      const isPlaceholder = typeof member === 'string' && PLACEHOLDERS.test(member);
      if (isPlaceholder) placeholders.push(pathText([...path, name]));
      return member !== null && !isPlaceholder;
    });
    return Object.fromEntries(kept.map(([name, member]) => [name, copy(member, [...path, name])]));
  };
  return { json: copy(json, []), placeholders };
}
