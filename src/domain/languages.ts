import type { GeneralSettings } from './portal.ts';

/**
 * ISE: the languages of a portal, by the names the settings call them. GUESS: the spelling of the two Chinese ones.
 * The tags are those of browsers, and the names of the catalogues: a portal in German needs `de.json`.
 */
const TAGS: Record<string, string> = {
  English: 'en',
  'Chinese - Simplified': 'zh-hans',
  'Chinese - Traditional': 'zh-hant',
  Czech: 'cs',
  Dutch: 'nl',
  French: 'fr',
  German: 'de',
  Hungarian: 'hu',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Polish: 'pl',
  Portuguese: 'pt',
  Russian: 'ru',
  Spanish: 'es',
};

/** The language when everything else is missing: its catalogue is always there. */
export const LAST_RESORT = 'en';

/** Nobody reads more languages than this; who lists more is not looked at for longer. */
const MOST_PREFERRED = 20;

/**
 * The language of a page. ISE: `displayLang`: always the same one, or the browser's, and where there is no catalogue
 * for that, `fallbackLanguage`. `preferred`: the tags the browser accepts, the most wanted first. `available`: the
 * tags of the catalogues there are.
 */
export function pageLanguage(
  settings: GeneralSettings,
  preferred: readonly string[],
  available: readonly string[],
): string {
  if (available.length === 1) return LAST_RESORT;
  if (settings.displayLang === 'USEBROWSERLOCALE') {
    for (const wanted of preferred.slice(0, MOST_PREFERRED)) {
      const found = matching(wanted, available);
      if (found !== null) return found;
    }
  }
  return matching(tagOf(configured(settings)), available) ?? LAST_RESORT;
}

/** The name of the language that the settings ask for and that has no catalogue; null when it has one. */
export function missingLanguage(settings: GeneralSettings, available: readonly string[]): string | null {
  const name = configured(settings);
  return matching(tagOf(name), available) === null ? name : null;
}

/** ISE: which of the two names counts depends on `displayLang`. */
function configured(settings: GeneralSettings): string {
  return settings.displayLang === 'ALWAYSUSE' ? settings.alwaysUsedLanguage : settings.fallbackLanguage;
}

/** By ISE's name, signs and case aside; anything else may be a tag itself. */
function tagOf(name: string): string {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  return Object.entries(TAGS).find(([known]) => letters(known) === letters(name))?.[1] ?? name;
}

/** The catalogue for a tag: the same, or the same language in the same script, so that `fr-CA` reads `fr`. */
function matching(wanted: string, available: readonly string[]): string | null {
  const exact = available.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  if (exact !== undefined) return exact;
  const script = scriptOf(wanted);
  return script === null ? null : (available.find((tag) => scriptOf(tag) === script) ?? null);
}

/** `zh-TW` is `zh Hant`; null for what is no tag. */
function scriptOf(tag: string): string | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language} ${script}`;
  } catch {
    return null;
  }
}
