import { valueAt } from './mistake.ts';
import { portalSettingsSchema } from './portal-schema.ts';
import { PORTAL_SETTINGS } from './portal-settings-table.ts';

/** Settings that count only when another one has a certain value: without it, nothing is lost. */
const ONLY_WITH: Record<string, [path: string, value: string]> = {
  'settings.portalSettings.alwaysUsedLanguage': ['settings.portalSettings.displayLang', 'ALWAYSUSE'],
  'settings.portalSettings.fallbackLanguage': ['settings.portalSettings.displayLang', 'USEBROWSERLOCALE'],
};

/**
 * Settings that are switched on and do nothing, by their JSON paths below the portal, such as
 * `settings.loginPageSettings.allowForgotPassword`. Which do nothing is the table's word (`portal-settings-table.ts`).
 */
export function unsupportedSettings(portal: unknown): string[] {
  return PORTAL_SETTINGS.filter(({ path, support }) => {
    if (support !== 'no' || !isOn(valueAt(portal, path.split('.')), path)) return false;
    const condition = ONLY_WITH[path];
    return condition === undefined || valueAt(portal, condition[0].split('.')) === condition[1];
  }).map(({ path }) => path);
}

const DEFAULTS = { settings: portalSettingsSchema.parse({}) };

/** ISE's own value of a setting that a file leaves out; undefined where it has none. */
export function defaultOf(path: string): unknown {
  return valueAt(DEFAULTS, path.split('.'));
}

/** A switch is on when it is true; anything else when it has a value other than the default. */
function isOn(value: unknown, path: string): boolean {
  if (typeof value === 'boolean' || value === 'true' || value === 'false') return String(value) === 'true';
  if (value === undefined || value === null || value === '' || value === defaultOf(path)) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
