import { IntlMessageFormat } from 'intl-messageformat';

export type TextValues = Record<string, string | number>;

/** The text of a key, with its values in place; not escaped. */
export type Texts = (key: string, values?: TextValues) => string;

/** The texts of a catalogue, each compiled once, when it is first asked for; `missing` is asked for all other keys. */
export function compileTexts(catalogue: Record<string, string>, language: string, missing: Texts): Texts {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const text = catalogue[key];
    if (text === undefined) return missing(key, values);
    const message =
      compiled.get(key) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    compiled.set(key, message);
    return String(message.format(values));
  };
}
