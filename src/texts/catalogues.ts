import { readdirSync, readFileSync } from 'node:fs';
import { compileTexts, type Texts } from './compile-texts.ts';
import { createTexts } from './index.ts';

/** Its catalogue is always there, and complete. */
const ENGLISH = 'en';

export interface Catalogues {
  /** The tags of the languages there are, such as `en`. */
  languages: string[];
  /** The texts of one of them; what a catalogue lacks is read in English. */
  texts(language: string): Texts;
}

/**
 * The catalogues of the guest pages: a file per language, named by its tag, such as `de.json` beside `en.json`. One
 * file more is one language more. `folder`: where others than the English one are.
 */
export function openCatalogues(folder: URL = new URL('./', import.meta.url)): Catalogues {
  const others = readdirSync(folder).flatMap(
    (name) => /^([a-z]{2,3}(?:-[a-z0-9]+)*)\.json$/.exec(name)?.[1] ?? [],
  );
  const languages = [...new Set([ENGLISH, ...others])];
  const read = new Map<string, Texts>([[ENGLISH, createTexts()]]);
  return {
    languages,
    texts(language) {
      const texts = read.get(language) ?? readTexts(new URL(`${language}.json`, folder), language);
      read.set(language, texts);
      return texts;
    },
  };
}

function readTexts(file: URL, language: string): Texts {
  return compileTexts(JSON.parse(readFileSync(file, 'utf8')), language, createTexts());
}
