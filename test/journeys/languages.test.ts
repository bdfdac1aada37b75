import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openCatalogues } from '../../src/texts/catalogues.ts';
import { customTexts } from '../support/customized.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { GuestLab } from '../support/guest.ts';
import { portalFile } from '../support/sponsor.ts';

describe('languages', () => {
  let folder: string;
  let lab: GuestLab | null = null;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'catalogues-'));
    const german = {
      ...JSON.parse(readFileSync('src/texts/en.json', 'utf8')),
      ui_login_content_label: 'Willkommen',
      own_limited_error: '{minutes, plural, one {Eine Minute} other {# Minuten}} warten',
    };
    delete german.ui_login_username_label;
    writeFileSync(path.join(folder, 'de.json'), JSON.stringify(german));
    writeFileSync(path.join(folder, 'zh-hant.json'), JSON.stringify({ ui_login_content_label: '歡迎' }));
  });

  after(() => rmSync(folder, { recursive: true }));

  afterEach(async () => {
    assert.deepEqual(lab?.errors ?? [], []);
    await lab?.close();
    lab = null;
    await closeEmulators();
  });

  /** The first page as a browser with these languages gets it: language and heading. */
  async function landing(
    accept: string | null,
    portalSettings: Record<string, string> = {},
    customizations: Record<string, unknown> = {},
  ): Promise<string[]> {
    await lab?.close();
    const catalogues = openCatalogues(pathToFileURL(`${folder}/`));
    lab = await GuestLab.open({ portalSettings }, {}, customizations, catalogues);
    const address = `PortalSetup.action?portal=${lab.portal.id}`;
    const { page } = await lab.browser().get(address, accept === null ? {} : { 'Accept-Language': accept });
    const html = page.one(({ tag }) => tag === 'html', 'html');
    return [html.attributes.lang ?? '', page.heading];
  }

  it('USEBROWSERLOCALE: the first of the browser’s that has a catalogue, and a catalogue is one file more', async () => {
    assert.deepEqual(await landing('de'), ['de', 'Willkommen']);
    assert.deepEqual(await landing('fr-CA, de-AT;q=0.8, en;q=0.9'), ['en', 'Welcome']);
    assert.deepEqual(await landing('fr-CA, en;q=0.1, de-AT;q=0.8'), ['de', 'Willkommen']);
    assert.deepEqual(await landing('zh-TW'), ['zh-hant', '歡迎']);
  });

  it('USEBROWSERLOCALE: without one of them fallbackLanguage; without a catalogue for that, English', async () => {
    const fallback = (fallbackLanguage: string) => ({ fallbackLanguage });
    assert.deepEqual(await landing('fr', fallback('German')), ['de', 'Willkommen']);
    assert.deepEqual(await landing(null, fallback('German')), ['de', 'Willkommen']);
    assert.deepEqual(await landing('no such thing;;', fallback('German')), ['de', 'Willkommen']);
    assert.deepEqual(await landing('zh-CN', fallback('French')), ['en', 'Welcome']);
    assert.deepEqual(await landing('zh-CN', fallback('Chinese (Traditional)')), ['zh-hant', '歡迎']);
  });

  it('ALWAYSUSE: alwaysUsedLanguage, whatever the browser wants', async () => {
    const always = { displayLang: 'ALWAYSUSE', alwaysUsedLanguage: 'German', fallbackLanguage: 'English' };
    assert.deepEqual(await landing('en', always), ['de', 'Willkommen']);
    assert.deepEqual(await landing('de', { ...always, alwaysUsedLanguage: 'English' }), ['en', 'Welcome']);
  });

  it('an error of a form and an unknown page speak the language too, and what a catalogue lacks is English', async () => {
    await landing('de', {}, {});
    assert.ok(lab);
    const german = { 'Accept-Language': 'de' };
    const browser = lab.browser();
    const unknown = await browser.get('Nowhere.action', german);
    assert.match(unknown.page.html, /<html lang="de">/);
    const { page } = await browser.get(`PortalSetup.action?portal=${lab.portal.id}`, german);
    assert.ok(page.hasField('Username'), 'the catalogue has no label for it');
    for (let time = 1; time <= 6; time += 1) {
      const form = page.formWith('Sign On').fill('Username', 'ann').fill('Password', `${time}`);
      const { page: failed } = await browser.send(form, german);
      if (time === 6) assert.equal(failed.problems.join(), '2 Minuten warten');
    }
  });

  it('the texts of an export are English ones', async () => {
    const texts = customTexts({ ui_login_content_label: 'Ours' });
    assert.deepEqual(await landing('en', {}, texts), ['en', 'Ours']);
    assert.deepEqual(await landing('de', {}, texts), ['de', 'Willkommen']);
  });

  it('a language without catalogue is named at boot, where it would be used', async () => {
    const notes = async (portalSettings: Record<string, string>) => {
      const { notes } = await startEmulator({ portal: portalFile({ portalSettings }) });
      return notes.filter((note) => note.includes('language')).join();
    };
    const german = { fallbackLanguage: 'German', alwaysUsedLanguage: 'Italian' };
    assert.match(await notes(german), /asks for the language German, of which there is no catalogue/);
    assert.match(await notes({ ...german, displayLang: 'ALWAYSUSE' }), /Italian/);
    assert.equal(await notes({ alwaysUsedLanguage: 'Italian' }), '');
  });
});
