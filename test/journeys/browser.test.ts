import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Emulator } from '../../src/index.ts';
import { checkPage, showTwin, watchPage } from '../support/browser.ts';
import { customizedPortal } from '../support/customized.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { startBrowser } from '../support/start-browser.ts';

const PHONE = { width: 360, height: 740 };

describe('journey in a browser: a guest with a phone', function () {
  this.timeout(180_000);
  let browser: Browser;
  let page: Page;
  let troubles: string[];
  let twin: Page | null;

  before(async () => {
    browser = await startBrowser();
  });

  after(() => browser?.close());

  afterEach(async () => {
    await page?.context().close();
    await twin?.context().close();
    await closeEmulators();
  });

  async function land(emulator: Emulator, javaScriptEnabled: boolean, more: object = {}): Promise<void> {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled, ...more });
    page = await context.newPage();
    const withScripts = { ...more, viewport: PHONE };
    twin = javaScriptEnabled ? null : await (await browser.newContext(withScripts)).newPage();
    troubles = watchPage(page);
    await page.goto(emulator.urls.portal);
  }

  /** The page has this heading, and nothing is wrong with it. */
  async function on(heading: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    if (twin !== null) await showTwin(page, twin);
    await checkPage(twin ?? page);
    assert.deepEqual(troubles, [], heading);
  }

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  async function credentials(): Promise<{ username: string; password: string }> {
    const read = (word: string) =>
      page.locator(`.ui_self_reg_results_${word}_label > div.ui-block-b`).textContent().then(String);
    return { username: await read('username'), password: await read('password') };
  }

  async function finish(javaScriptEnabled: boolean): Promise<void> {
    if (!javaScriptEnabled) await press('Finish connecting');
    await page.waitForLoadState('networkidle');
    await on('Success');
  }

  for (const [name, javaScriptEnabled] of [
    ['with scripts', true],
    ['without scripts', false],
  ] as const) {
    it(`the shipped portal, ${name}: from the first page to the last, each sound`, async () => {
      const emulator = await startEmulator();
      await land(emulator, javaScriptEnabled, javaScriptEnabled ? {} : { colorScheme: 'dark' });
      await on('Welcome');
      await press('Register for guest access');
      await on('Registration');
      await page.getByLabel('Phone number').fill('12');
      await press('Register');
      await on('Registration');
      assert.ok(String(await page.locator('#problems').textContent()).includes('phone number'));
      await page.getByLabel('First name').fill('Jane');
      await page.getByLabel('Phone number').fill('+1 (555) 666-1212');
      await press('Register');
      await on('Account created');
      const { username, password } = await credentials();
      await press('Sign On');
      await on('Welcome');
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password').fill('wrong');
      await press('Sign On');
      await on('Welcome');
      await page.getByLabel('Password').fill(password);
      await press('Sign On');
      await on('Acceptable Use Policy');
      await press('Accept');
      await on('Welcome, Jane');
      const asked = javaScriptEnabled
        ? page.waitForResponse((answer) => answer.url().includes('/CheckCoAStatus.action'))
        : null;
      await press('Continue');
      if (asked !== null) assert.equal((await (await asked).json()).status, 'requested');
      await finish(javaScriptEnabled);
      await emulator.settled();
    });

    it(`a portal customised in every way, ${name}: sound, itself, and cleaned`, async () => {
      const emulator = await startEmulator({ portal: customizedPortal() });
      await land(emulator, javaScriptEnabled);
      await on('Guten Tag');
      const hint = page.locator('#own-hint');
      assert.equal(await hint.textContent(), javaScriptEnabled ? 'Changed by jQuery' : 'Not changed');
      assert.equal(await page.locator('.site-name').textContent(), 'Gäste & Freunde');
      assert.equal(
        await page.evaluate('getComputedStyle(document.querySelector(".site-header")).backgroundColor'),
        'rgb(0, 68, 136)',
      );
      assert.equal(
        await page.evaluate('getComputedStyle(document.querySelector(".button")).borderRadius'),
        '0px',
      );
      assert.equal(await page.evaluate('document.querySelector(".custom-logo").naturalWidth'), 1);
      await press('Call us');
      await on('Support information');
      await page.goBack();
      // SEEN: what scripts of real portals do with the register form.
      if (javaScriptEnabled) await page.getByRole('link', { name: 'Straight to registration' }).click();
      else await press('Register for guest access');
      await on('Registration');
      await page.getByLabel('Registration Code').fill('welcome');
      await page.getByLabel('Email address').fill('jane@example.com');
      await page.getByRole('checkbox').check();
      await press('Make it so');
      await on('Account created');
      const { username, password } = await credentials();
      assert.equal(await page.getByText('use the print command').isVisible(), !javaScriptEnabled);
      await press('Email Me');
      await on('Account created');
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.print-only').isVisible());
      assert.ok(!(await page.getByRole('heading', { level: 1 }).isVisible()));
      await page.emulateMedia({ media: null });
      await press('Sign On');
      await on('Guten Tag');
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password').fill(password);
      await page.getByLabel('Passcode').fill('let me in');
      await press('Sign On');
      await on('Acceptable Use Policy');
      assert.equal(await page.getByRole('heading', { level: 2 }).textContent(), 'Rules');
      await press('Accept');
      await on('Welcome');
      await press('Continue');
      await finish(javaScriptEnabled);
      assert.equal(await page.locator('#ui_success_message').textContent(), `\nDone: ${username}`);
      await emulator.settled();
    });
  }
});
