/**
 * Values inside the `page.init(…)` and `portalSession.setParams(…)` calls of a page. They are read by browsers and, as
 * raw text, by SEEN: Cisco's load generator, which balances brackets without looking at strings and wants the
 * locations as a quoted JSON text. So everything but plain characters is written as an escape.
 */
export function scriptText(text: string): string {
  return `'${escaped(text)}'`;
}

/** `["Global Default","Twilio"]` */
export function scriptTexts(texts: string[]): string {
  return `[${texts.map((text) => `"${escaped(text)}"`).join(',')}]`;
}

/** `'[{"locationName":"San Jose"}]'` */
export function scriptLocations(names: string[]): string {
  return `'[${names.map((name) => `{"locationName":"${escaped(name)}"}`).join(',')}]'`;
}

/** Letters of any script, digits and harmless signs stay; brackets, quotes, markup and line ends become `\uXXXX`. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:;/_@&+*=?-]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
