import { readFileSync } from 'node:fs';
import { compileTexts, type Texts } from './compile-texts.ts';

export type { Texts, TextValues } from './compile-texts.ts';

/** The parts of the catalogue: the portals' texts, and the lab's, whose keys begin with `inspector_`. */
const FILES = ['./en.json', './en.inspector.json'];

/** Immutable once read, so that several emulators in one process share it. */
let english: Texts | null = null;

/**
 * The English catalogue, which is complete: a key that it does not have throws. Keys are ISE's own where ISE has one,
 * and begin with `own_` where it has none, or with `inspector_` in the lab; the sentences are ours. ICU syntax, without
 * tags: what looks like markup is text.
 */
export function createTexts(): Texts {
  english ??= readCatalogue();
  return english;
}

function readCatalogue(): Texts {
  const parts = FILES.map((name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')));
  return compileTexts(Object.assign({}, ...parts), 'en', (key) => {
    throw new Error(`the en catalogue has no text ${key}`);
  });
}
