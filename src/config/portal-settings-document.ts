import { PORTAL_SETTINGS, type SettingRow, type Support } from './portal-settings-table.ts';
import { defaultOf } from './portal-unsupported.ts';

const SUPPORT: Record<Support, string> = {
  yes: 'yes',
  no: '**no**',
  part: '**no** (part of the switch above)',
  kept: 'read only',
};

/** `docs/portal-settings.md`: every setting of a portal with what we make of it, from the table in the code. */
export function portalSettingsDocument(): string {
  const groups = [...new Set(PORTAL_SETTINGS.map(({ group }) => group))];
  return `${[
    '# Settings of `portal.json`',
    '',
    'Written by `npm run schemas` from `src/config/portal-settings-table.ts`; a test fails when the two disagree.',
    '',
    'The names are those of ISE’s ERS resource `SelfRegPortal`, so an exported portal can be dropped in. Every setting is read and checked. One that is **no** here is named at boot when it is switched on; one that is *read only* has nothing to act on in a lab. The tag says how we know what a setting does: `ISE:` it is documented, `SEEN:` a client of a real portal shows it, `GUESS:` it is assumed.',
    '',
    ...groups.flatMap(tableOf),
  ].join('\n')}`;
}

function tableOf(group: string): string[] {
  const rows = PORTAL_SETTINGS.filter((row) => row.group === group);
  return [
    `## ${group}`,
    '',
    '| setting | supported | default | source | what it does |',
    '|---|---|---|---|---|',
    ...rows.map((row) => lineOf(row)),
    '',
  ];
}

function lineOf({ path, group, support, tag, does }: SettingRow): string {
  const value = defaultOf(path);
  const shown = value === undefined || value === '' ? '' : `\`${JSON.stringify(value)}\``;
  return `| \`${path.slice(group.length + 1)}\` | ${SUPPORT[support]} | ${shown} | \`${tag}:\` | ${does} |`;
}
