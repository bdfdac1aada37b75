import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { Phone } from '../support/phone.ts';
import { startBrowser } from '../support/start-browser.ts';

describe('journey in a browser: a sponsor does things to several accounts at once', function () {
  this.timeout(180_000);
  let browser: Browser;
  let ise: Emulator;
  let phone: Phone | null = null;

  before(async () => {
    browser = await startBrowser();
    ise = await startEmulator({ random: 'browser bulk' });
  });

  after(async () => {
    await browser?.close();
    await closeEmulators();
  });

  afterEach(() => phone?.close());

  for (const scripts of [true, false]) {
    it(`${scripts ? 'with' : 'without'} scripts: create, print, extend, suspend, reinstate, reset, resend, delete`, async () => {
      const sponsor = await Phone.open(browser, scripts);
      phone = sponsor;
      const { page } = sponsor;
      const prefix = scripts ? 'with' : 'without';
      await page.goto(ise.urls.sponsorHttp);
      await sponsor.type('Username', 'sponsor');
      await sponsor.type('Password', 'lab-sponsor');
      await sponsor.press('Sign On');
      await sponsor.follow('Create accounts');
      await sponsor.follow('Random');
      await sponsor.type('Number of accounts', '3');
      await sponsor.type('Username prefix', prefix);
      await page.getByRole('button', { name: 'Create', exact: true }).dblclick();
      await sponsor.sees('3 accounts are created.');
      await sponsor.on('Create accounts');
      const { items } = await ise.accounts.list({ limit: 100, offset: 0 });
      const made = items.filter(({ username }) => username.startsWith(prefix));
      assert.equal(made.length, 3, 'a double click is one batch');

      const choose = async (action: string) => {
        await sponsor.follow('Manage accounts');
        await sponsor.type('Search', prefix);
        await sponsor.press('Show');
        await sponsor.sees('3 accounts');
        if (scripts) await page.getByLabel('Select all').check();
        else
          for (const { username } of made)
            await page.getByRole('checkbox', { name: `Select ${username}` }).check();
        await sponsor.press(action);
      };
      await choose('Print');
      await sponsor.on('Print');
      const paper = await sponsor.onPaper();
      for (const { username, password } of made)
        assert.ok(paper.includes(username) && paper.includes(password), paper);
      assert.doesNotMatch(
        paper,
        /Manage accounts|Sign out|Print|Back|Skip|emulator/,
        `only the sheets: ${paper}`,
      );

      await choose('Extend');
      await sponsor.on('Extend');
      await sponsor.type('Days', 'x');
      await sponsor.press('Extend');
      await sponsor.on('Extend');
      await sponsor.sees('Enter a number of days');
      await sponsor.type('Days', '1');
      await sponsor.press('Extend');
      await sponsor.on('Extend');
      await choose('Suspend');
      await sponsor.type('Reason', 'Left <early>');
      await sponsor.press('Suspend');
      await sponsor.on('Suspend');
      await choose('Reinstate');
      await sponsor.on('Reinstate');
      await choose('Reset password');
      await sponsor.press('Reset password');
      await sponsor.on('Reset password');
      await choose('Resend');
      await sponsor.press('Resend');
      await sponsor.sees('The guest gave no address');
      await sponsor.on('Resend');
      await choose('Delete');
      await sponsor.on('Delete');
      await sponsor.press('Delete');
      await sponsor.on('Delete');
      await sponsor.follow('Notices');
      await sponsor.on('Notices');
      const left = await ise.accounts.list({ limit: 100, offset: 0 });
      assert.ok(!left.items.some(({ username }) => username.startsWith(prefix)));
    });
  }
});
