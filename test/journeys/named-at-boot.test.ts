import assert from 'node:assert/strict';
import { PORTAL_SETTINGS } from '../../src/config/portal-settings-table.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { portalFile } from '../support/sponsor.ts';

describe('named at boot', () => {
  afterEach(closeEmulators);

  async function notes(...file: Parameters<typeof portalFile>): Promise<string> {
    return (await startEmulator({ portal: portalFile(...file) })).notes.join('\n');
  }

  it('the locations that guests can choose and that have no time zone; those that have one are not', async () => {
    const offered = { selfRegPageSettings: { selectableLocations: ['San Jose', 'Paris', 'Atlantis'] } };
    const zones = { locations: { 'San Jose': 'America/Los_Angeles', Paris: 'Europe/Paris' } };
    assert.match(
      await notes(offered, zones),
      /No time zone is known for the locations Atlantis \(emulator\.locations\)/,
    );
    const all = { locations: { ...zones.locations, Atlantis: 'Atlantic/Azores' } };
    assert.doesNotMatch(await notes(offered, all), /time zone/);
  });

  it('each switch that does nothing here, when it is on, and none of them when they are off', async () => {
    const switches = PORTAL_SETTINGS.filter(({ support }) => support === 'no').map(({ path }) =>
      path.replace('settings.', ''),
    );
    assert.ok(switches.includes('loginPageSettings.allowAlternateGuestPortal'));
    assert.ok(switches.includes('byodSettings.byodWelcomeSettings.enableBYOD'));
    assert.doesNotMatch(await notes(), /without effect/);
    for (const path of switches) {
      const [group = '', ...names] = path.split('.');
      const inner = names.reduceRight<unknown>((value, name) => ({ [name]: value }), true);
      const said = await notes({ [group]: inner as Record<string, unknown> });
      assert.ok(said.includes(`without effect yet: settings.${path}`), `${path}: ${said}`);
    }
  });
});
