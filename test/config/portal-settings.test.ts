import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { portalSettingsSchema } from '../../src/config/portal-schema.ts';
import { portalSettingsDocument } from '../../src/config/portal-settings-document.ts';
import { PORTAL_SETTINGS } from '../../src/config/portal-settings-table.ts';
import { unsupportedSettings } from '../../src/config/portal-unsupported.ts';

/** The paths of all settings in the schema. */
function leaves(schema: unknown, path: string): string[] {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return leaves(schema.def.innerType, path);
  }
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
}

/** A file with one setting in it. */
function fileWith(path: string, value: unknown) {
  const portal: Record<string, unknown> = { id: 'x', name: 'x' };
  let at = portal;
  const names = path.split('.');
  for (const name of names.slice(0, -1)) {
    at[name] = {};
    at = at[name] as Record<string, unknown>;
  }
  at[names.at(-1) ?? ''] = value;
  return portal;
}

describe('the table of portal settings', () => {
  const rows = PORTAL_SETTINGS.filter(({ path }) => path.startsWith('settings.'));

  it('has one row for each setting of the schema, and none for anything else', () => {
    const paths = rows.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length, 'a setting has two rows');
    assert.deepEqual([...paths].sort(), leaves(portalSettingsSchema, 'settings').sort());
  });

  it('has complete rows', () => {
    for (const { path, support, tag, does } of PORTAL_SETTINGS) {
      assert.ok(['yes', 'no', 'part', 'kept'].includes(support), `${path}: ${support}`);
      assert.ok(['ISE', 'SEEN', 'GUESS'].includes(tag), `${path}: ${tag}`);
      assert.match(does, /^[A-Z].*\.$/, path);
    }
  });

  it('docs/portal-settings.md is what the table says now (npm run schemas)', () => {
    assert.equal(readFileSync('docs/portal-settings.md', 'utf8'), portalSettingsDocument());
  });

  it('a switch without effect is named when it is on, one with effect never', () => {
    for (const { path, support } of PORTAL_SETTINGS) {
      const named = unsupportedSettings(fileWith(path, true)).includes(path);
      assert.equal(named, support === 'no', path);
      assert.deepEqual(unsupportedSettings(fileWith(path, false)), [], path);
    }
  });
});
