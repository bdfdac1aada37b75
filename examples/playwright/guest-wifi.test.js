import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createEmulator } from 'ise-guest-emulator';
import { chromium } from 'playwright-core';

let ise;
let browser;
before(async () => {
  ise = await createEmulator();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: process.env.CHROMIUM_ARGS?.split(' '),
  });
});
after(async () => {
  await browser?.close();
  await ise?.close();
});

test('a guest registers, reads the SMS, and signs on with it', async () => {
  // Every request of this browser names the test, so that no other reads its messages.
  const context = await browser.newContext({ extraHTTPHeaders: { 'X-Lab-Tag': 'sign on' } });
  const page = await context.newPage();
  await page.goto(ise.portal.url);
  await page.getByText('Register for guest access').click();
  await page.getByLabel('First name').fill('Jane');
  await page.getByLabel('Phone number').fill('+1 (555) 666-1212');
  await page.getByRole('button', { name: 'Register', exact: true }).click();

  const sms = await ise.inbox.waitFor({ tag: 'sign on', channel: 'sms' });
  assert.equal(sms.username, 'jane');
  await page.getByRole('button', { name: 'Sign On', exact: true }).click();
  await page.getByLabel('Username').fill(sms.username);
  await page.getByLabel('Password').fill(sms.password);
  await page.getByRole('button', { name: 'Sign On', exact: true }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForLoadState();
  const { items } = await ise.accounts.list({ limit: 1, offset: 0 });
  assert.equal(items[0].state, 'ACTIVE');
});
