import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Emulator } from '../../src/index.ts';
import { checkPage, showTwin, watchPage } from '../support/browser.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import { portalJson } from '../support/guest.ts';
import { startBrowser } from '../support/start-browser.ts';

const PHONE = { width: 360, height: 740 };

const portal = portalJson(
  {
    loginPageSettings: { allowForgotPassword: true, allowGuestToChangePassword: true },
    guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true },
    guestDeviceRegistrationSettings: { autoRegisterGuestDevices: true, allowGuestsToRegisterDevices: true },
    postAccessBannerSettings: { includePostAccessBanner: false },
  },
  { guestTypes: [{ name: 'Daily (default)', loginOptions: { maxRegisteredDevices: 1 } }] },
);

describe('journey in a browser: passwords and devices', function () {
  this.timeout(180_000);
  let browser: Browser;

  before(async () => {
    browser = await startBrowser();
  });

  after(() => browser?.close());
  afterEach(closeEmulators);

  for (const javaScriptEnabled of [true, false]) {
    it(`${javaScriptEnabled ? 'with' : 'without'} scripts: every page of the way fits and is sound`, async () => {
      const emulator = await startEmulator({ portal });
      const guest = await register(emulator);
      const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled });
      const plain = await browser.newContext({ viewport: PHONE });
      try {
        const page = await context.newPage();
        await walk(emulator, guest, page, javaScriptEnabled ? null : await plain.newPage());
      } finally {
        await Promise.all([context.close(), plain.close()]);
      }
    });
  }

  async function walk(
    emulator: Emulator,
    guest: { username: string; password: string },
    page: Page,
    twin: Page | null,
  ): Promise<void> {
    const troubles = watchPage(page);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const type = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    const on = async (heading: string) => {
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      if (twin !== null) await showTwin(page, twin);
      await checkPage(twin ?? page);
      assert.deepEqual(troubles, [], heading);
    };
    const arrive = (mac: string) =>
      page.goto(`${emulator.urls.http}/portal/gateway?sessionId=0A${mac}&client_mac=a1b3e5196f${mac}`);
    const signOn = async (password: string) => {
      await type('Username', guest.username);
      await type('Password', password);
      await press('Sign On');
    };

    await arrive('01');
    await on('Welcome');
    await press('Reset Password');
    await on('Reset password');
    await press('Send a new password');
    await on('Reset password');
    await type('Username', 'nobody');
    await press('Send a new password');
    await on('Welcome');
    await press('Change password');
    await on('Change password');
    await type('Username', guest.username);
    await type('Current password', guest.password);
    await type('New password', '98765');
    await type('Confirm password', '98766');
    await press('Submit');
    await on('Change password');
    assert.match(String(await page.locator('#problems').textContent()), /not the same/);
    await page.goto(emulator.urls.portal);

    await arrive('01');
    await signOn(guest.password);
    await on('Acceptable Use Policy');
    await press('Accept');
    await on('Change password');
    await type('Current password', guest.password);
    await type('New password', '98765');
    await type('Confirm password', '98765');
    await press('Submit');
    await on('Device registration');
    await press('Delete A1:B3:E5:19:6F:01');
    await on('Device registration');
    await type('Device ID', 'nonsense');
    await press('Add');
    await on('Device registration');
    await type('Device ID', 'a1b3e5196f02');
    await press('Add');
    await on('Device registration');
    await press('Save, Continue');
    await on('Success');
    await page.waitForLoadState('networkidle');

    await arrive('03');
    await signOn('98765');
    await on('Maximum devices reached');
    await press('Continue');
    await on('Device registration');
    await press('Save, Continue');
    await on('Success');
    await page.waitForLoadState('networkidle');

    const account = await emulator.accounts.findByUsername(guest.username);
    for (const address of ['sessions', `accounts/${account?.id}`]) {
      const lab = twin ?? page;
      await lab.goto(`${emulator.urls.lab}/${address}`);
      await lab.getByText('0A03', { exact: true }).waitFor();
      await checkPage(lab);
    }
  }
});
