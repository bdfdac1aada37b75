import { valueAt } from './mistake.ts';
import { portalSettingsSchema } from './portal-schema.ts';
import { PORTAL_SETTINGS } from './portal-settings-table.ts';

/**
 * Settings that are switched on and do nothing, by their JSON paths below the portal, such as
 * `settings.loginPageSettings.allowForgotPassword`. Which do nothing is the table's word (`portal-settings-table.ts`).
 */
export function unsupportedSettings(portal: unknown): string[] {
  return PORTAL_SETTINGS.filter(
    ({ path, support }) => support === 'no' && isOn(valueAt(portal, path.split('.')), path),
  ).map(({ path }) => path);
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
