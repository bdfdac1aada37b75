import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';

export type TextValues = Record<string, string | number>;

/** The text of a key, with its values in place; not escaped. Throws for a key that the catalogue does not have. */
export type Texts = (key: string, values?: TextValues) => string;

/**
 * The catalogue of a language, each text compiled once, when it is first asked for. Keys are ISE's own where ISE
 * has one, and begin with `own_` where it has none, or with `inspector_` in the lab; the sentences are ours. ICU syntax, without tags: what looks like markup is text.
 */
export function createTexts(language: 'en' = 'en'): Texts {
  const known = CATALOGUES.get(language);
  if (known !== undefined) return known;
  const texts = readCatalogue(language);
  CATALOGUES.set(language, texts);
  return texts;
}

/** The parts of a catalogue: the portals' texts, and the lab's, whose keys begin with `inspector_`. */
const FILES = ['', '.inspector'];

/** Immutable once read, so that several emulators in one process share them. */
const CATALOGUES = new Map<string, Texts>();

function readCatalogue(language: string): Texts {
  const files = FILES.map((area) => new URL(`./${language}${area}.json`, import.meta.url));
  const parts = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  const catalogue: Record<string, string> = Object.assign({}, ...parts);
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const text = catalogue[key];
    if (text === undefined) throw new Error(`the ${language} catalogue has no text ${key}`);
    const message =
      compiled.get(key) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    compiled.set(key, message);
    return String(message.format(values));
  };
}
