import { z } from 'zod';
import { unknownVariables } from '../domain/notification.ts';
import type { Portal, PortalEmulatorSettings } from '../domain/portal.ts';
import { templateParts } from '../domain/template-parts.ts';
import { type Mistake, pathText, valueAt } from './mistake.ts';
import { portalFileSchema } from './portal-schema.ts';
import { unsupportedSettings } from './portal-unsupported.ts';
import { readCustomization } from './read-customization.ts';
import { withoutPlaceholders } from './without-placeholders.ts';

type Json = Record<string, unknown>;

/**
 * Reads `portal.json`: the ERS resource `SelfRegPortal` with or without its wrapper, and our optional `emulator` block.
 * All mistakes at once; what is merely unknown is listed in `portal.ignored`.
 */
export function parsePortalFile(json: unknown): { portal: Portal } | { mistakes: Mistake[] } {
  if (!isObject(json))
    return { mistakes: [{ path: '', value: json, allowed: 'an object with SelfRegPortal' }] };
  const { json: given, placeholders } = withoutPlaceholders(wrapped(json));
  const file = given as Json;
  const bare = !('SelfRegPortal' in json);
  useOneSpelling(file);
  unwrapSponsorGroups(file);

  const ignored = [...setAsideUnknown(file), ...linkOf(file)];
  const parsed = portalFileSchema.safeParse(file, { jitless: true });
  const custom = parsed.success
    ? readCustomization(parsed.data.SelfRegPortal.customizations, parsed.data.emulator.allowScripts)
    : null;
  const mistakes = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => mistakeOf(file, issue))),
    ...(custom?.mistakes ?? []),
    ...missingCodes(file),
  ].map((mistake) => ({ ...mistake, path: bare ? withoutWrapper(mistake.path) : mistake.path }));
  if (!parsed.success || custom === null || mistakes.length > 0) return { mistakes };

  const { SelfRegPortal, emulator } = parsed.data;
  const { id, name, description, settings } = SelfRegPortal;
  return {
    portal: {
      id,
      name,
      description,
      settings,
      emulator,
      customization: custom.customization,
      notes: [
        ...placeholders.map(
          (path) => `${path} is the placeholder of ISE's own example, and counts as empty.`,
        ),
        ...custom.notes,
        ...unknownInTemplates(emulator),
      ],
      ignored: ignored.map((path) => (bare ? withoutWrapper(path) : path)),
      unsupported: unsupportedSettings(SelfRegPortal),
    },
  };
}

/** The JSON Schema that `$schema` points at, for editors. */
export function portalJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(portalFileSchema, { io: 'input', unrepresentable: 'any' });
  return { ...schema, title: 'ise-guest-emulator: portal.json' };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrapped(json: Json): Json {
  if ('SelfRegPortal' in json) return json;
  const { emulator, $schema, ...portal } = json;
  return {
    SelfRegPortal: portal,
    ...(emulator === undefined ? {} : { emulator }),
    ...($schema ? { $schema } : {}),
  };
}

function withoutWrapper(path: string): string {
  return path.replace(/^SelfRegPortal\.?/, '');
}

/** SEEN: exports and ISE's own description disagree on two names; ours are those of the exports. */
function useOneSpelling(file: Json): void {
  const settings = valueAt(file, ['SelfRegPortal', 'settings']);
  if (!isObject(settings)) return;
  rename(settings, 'postLoginBannerSettings', 'postAccessBannerSettings');
  rename(settings, 'GuestChangePasswordSettings', 'guestChangePasswordSettings');
  if (isObject(settings.aupSettings)) rename(settings.aupSettings, 'requireScrolling', 'requireAupScrolling');
}

/** ERS wraps a resource in its name; an exported sponsor group may be pasted as it is. */
function unwrapSponsorGroups(file: Json): void {
  const groups = valueAt(file, ['emulator', 'sponsors', 'groups']);
  if (!Array.isArray(groups)) return;
  for (const [index, group] of groups.entries()) {
    if (isObject(group) && isObject(group.SponsorGroup)) groups[index] = group.SponsorGroup;
  }
}

function rename(object: Json, from: string, to: string): void {
  if (!(from in object)) return;
  if (!(to in object)) object[to] = object[from];
  delete object[from];
}

/** Deletes members that the schema does not know and returns their paths. */
function setAsideUnknown(file: Json): string[] {
  const parsed = portalFileSchema.safeParse(file, { jitless: true });
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const parent = valueAt(file, issue.path);
    return issue.keys.map((key) => {
      if (isObject(parent)) delete parent[key];
      return pathText([...issue.path, key]);
    });
  });
}

function linkOf(file: Json): string[] {
  return valueAt(file, ['SelfRegPortal', 'link']) === undefined ? [] : ['SelfRegPortal.link'];
}

function mistakeOf(file: Json, issue: z.core.$ZodIssue): Mistake {
  return { path: pathText(issue.path), value: valueAt(file, issue.path), allowed: issue.message };
}

/** A code that is asked for must be known. */
function missingCodes(file: Json): Mistake[] {
  return [
    ['loginPageSettings', 'requireAccessCode', 'accessCode'] as const,
    ['selfRegPageSettings', 'requireRegistrationCode', 'registrationCode'] as const,
  ].flatMap(([group, switchName, name]) => {
    const at = ['SelfRegPortal', 'settings', group];
    const value = valueAt(file, [...at, name]);
    const on = [true, 'true'].includes(valueAt(file, [...at, switchName]) as boolean);
    if (!on || (typeof value === 'string' && value.trim() !== '')) return [];
    return [{ path: pathText([...at, name]), value, allowed: `the code, as ${switchName} is on` }];
  });
}

/** In sentences, for whoever starts the emulator. */
function unknownInTemplates({ notifications, guestTypes }: PortalEmulatorSettings): string[] {
  const notices = guestTypes.flatMap(({ name, expirationNotification: { emailText, smsText } }) =>
    templateParts({ emailText, smsText }, `guestTypes.${name}.expirationNotification`),
  );
  const messages = templateParts(notifications).map((part) => ({
    ...part,
    path: `notifications.${part.path}`,
  }));
  return [...messages, ...notices].flatMap((part) =>
    [...new Set(unknownVariables(part))].map(
      (name) => `Unknown variable ${name} in emulator.${part.path}: it is sent as it is written.`,
    ),
  );
}
