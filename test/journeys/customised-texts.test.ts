import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { customTexts } from '../support/customized.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';

describe('customised texts at boot', () => {
  afterEach(closeEmulators);

  it('those that no page shows are named, the others are not', async () => {
    const file = JSON.parse(readFileSync('portal.json', 'utf8'));
    const texts = {
      ui_login_sso_hyperlink_1: 'Guests',
      ui_contact_helpdesk_text: 'Call',
      ui_login_page_title: 'Hi',
    };
    file.SelfRegPortal.customizations = customTexts(texts);
    const { notes } = await startEmulator({ portal: file });
    const [note = ''] = notes.filter((note) => note.includes('no page of the emulator shows'));
    assert.match(note, /: ui_login_sso_hyperlink_1, ui_contact_helpdesk_text\.$/);
  });
});
