import type { Case } from '../domain/diagnosis.ts';

/** What many rules ask of the same case is worked out once. */
export function remember<T>(work: (one: Case) => T): (one: Case) => T {
  const known = new WeakMap<Case, T>();
  return (one) => {
    const before = known.get(one);
    if (before !== undefined || known.has(one)) return before as T;
    const result = work(one);
    known.set(one, result);
    return result;
  };
}
