import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Emulator } from '../../../src/index.ts';
import { checkPage, showTwin, watchPage } from '../../support/browser.ts';
import { closeEmulators, register, smsDelivery, startEmulator } from '../../support/emulators.ts';
import { startBrowser } from '../../support/start-browser.ts';

describe('inspector: faults in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let ise: Emulator;

  before(async () => {
    [browser, ise] = await Promise.all([startBrowser(), startEmulator()]);
  });
  after(async () => {
    await browser.close();
    await closeEmulators();
  });

  it('on a phone, without JavaScript: scripted, hit, followed to the request, removed', async () => {
    const viewport = { width: 360, height: 740 };
    const context = await browser.newContext({ javaScriptEnabled: false, viewport });
    const twin = await (await browser.newContext({ viewport })).newPage();
    const page = await context.newPage();
    const troubles = watchPage(page);
    await page.goto(`${ise.urls.lab}/faults`);
    await page.getByRole('textbox', { name: 'Value' }).fill('21211');
    await page.getByRole('textbox', { name: 'How often' }).fill('2');
    await page.getByRole('button', { name: 'Script the fault' }).click();
    await register(ise, { provider: 'Twilio' });
    assert.equal((await smsDelivery(ise)).delivery.status, 'failed');
    await page.goto(`${ise.urls.lab}/faults`);
    assert.equal(await page.locator('#live-faults').getByText('code 21211').count(), 3);
    await showTwin(page, twin);
    await checkPage(twin);
    await page
      .getByRole('link', { name: '+1 (555) 666-1212' })
      .or(page.getByRole('link', { name: '+15556661212' }))
      .click();
    assert.match(await page.locator('main').innerText(), /21211/);
    await page.goto(`${ise.urls.lab}/faults`);
    await page.getByRole('button', { name: 'Remove fault 1' }).click();
    assert.deepEqual(ise.faults.list(), []);
    assert.deepEqual(troubles, []);
  });

  it('in the dark and wide, with a refusal: no rule of accessibility is broken', async () => {
    const page = await (await browser.newContext({ colorScheme: 'dark' })).newPage();
    await page.goto(`${ise.urls.lab}/faults`);
    await page.getByLabel('What happens').selectOption('status');
    await page.getByRole('button', { name: 'Script the fault' }).click();
    assert.match(await page.getByRole('alert').innerText(), /status: "" is not allowed/);
    await checkPage(page);
  });
});
