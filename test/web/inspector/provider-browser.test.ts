import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { checkPage, showTwin, watchPage } from '../../support/browser.ts';
import { closeEmulators } from '../../support/emulators.ts';
import { type OwnProviders, startWithOwnProviders } from '../../support/lab-pages.ts';
import { startBrowser } from '../../support/start-browser.ts';

describe('the pages of providers and certificates in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let own: OwnProviders;
  let page: Page;
  let troubles: string[];

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    own = await startWithOwnProviders();
  });
  afterEach(async () => {
    await page?.context().close();
    await closeEmulators();
    own.remove();
  });

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    page = await (await browser.newContext(options)).newPage();
    troubles = watchPage(page);
    await page.goto(own.emulator.urls.lab + path);
  }
  const bytes = () => page.locator('#preview-bytes pre');
  const saved = () => readFileSync(own.file, 'utf8');

  it('with scripts: the bytes follow what one types, then a test is sent, and the row is saved', async () => {
    await open('/providers/Twilio', { viewport: { width: 1280, height: 900 } });
    await page.getByLabel('Message', { exact: true }).fill('Tea & cake');
    await bytes().filter({ hasText: 'Body=Tea+%26+cake' }).waitFor();
    await page
      .getByLabel('URL', { exact: true })
      .fill('https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json');
    await page.locator('#preview-findings').getByText('From').first().waitFor();
    assert.equal(await page.locator('#preview-findings').getAttribute('aria-live'), 'polite');
    await page.getByLabel('HTTPS Port').fill('0');
    await page.locator('#field-httpsPort-problem').getByText('it must be a whole number').waitFor();
    assert.equal(await page.getByLabel('HTTPS Port').getAttribute('aria-invalid'), 'true');
    await page.getByLabel('HTTPS Port').fill('443');
    await page.locator('[aria-invalid]').waitFor({ state: 'detached' });
    assert.doesNotMatch(saved(), /AC1\/Messages/, 'typing saves nothing');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('heading', { name: 'The test was sent' }).waitFor();
    assert.equal(await page.locator(':focus').getAttribute('id'), 'sent');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('used from now on').waitFor();
    assert.match(saved(), /AC1\/Messages/);
    assert.deepEqual(troubles, []);
  });

  it('without scripts: Show shows the bytes and keeps what was typed, and sending and saving work', async () => {
    await open('/providers/Twilio', { javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    await page.getByLabel('Message', { exact: true }).fill('Tea & cake');
    await page.getByLabel('HTTP POST data content type').fill('text/plain');
    await page.getByRole('button', { name: 'Show' }).click();
    await bytes().filter({ hasText: 'Tea & cake' }).waitFor();
    assert.equal(await page.getByLabel('HTTP POST data content type').inputValue(), 'text/plain');
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('heading', { name: 'The test was sent' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('used from now on').waitFor();
    assert.match(saved(), /"httpPostContentType": "text\/plain"/);
    assert.deepEqual(troubles, []);
  });

  it('by keyboard: Enter in a field shows and sends nothing', async () => {
    await open('/providers/Twilio', { javaScriptEnabled: false });
    await page.getByLabel('HTTPS Host').press('Enter');
    await page.waitForLoadState();
    assert.equal((await own.emulator.deliveries.list({ limit: 1 })).total, 0);
    assert.equal(await page.getByRole('heading', { name: 'The test was sent' }).count(), 0);
  });

  for (const [name, options] of [
    ['on a phone', { viewport: { width: 360, height: 800 } }],
    ['on a desktop in the dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ] as const) {
    it(`${name}: every page fits, breaks no rule of accessibility, and obeys its own policy`, async () => {
      const paths = [
        '/providers',
        '/providers/Global%20Default',
        '/providers/SMS%20Email%20Gateway',
        '/new-provider',
        '/new-provider?type=http',
        '/recipes/twilio',
        '/certificates',
      ];
      for (const path of paths) {
        await open(path, options);
        await checkPage(page, { more: ['best-practice'] });
        assert.deepEqual(troubles, [], path);
        await page.context().close();
      }
    });

    it(`${name}: what comes of posts is as good: sent twice, a refused save, a chain`, async () => {
      const twin = await (await browser.newContext(options)).newPage();
      await open('/providers/Twilio', { ...options, javaScriptEnabled: false });
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page
        .getByLabel('URL', { exact: true })
        .fill('https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json');
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('Compared with the last try').waitFor();
      await showTwin(page, twin);
      await checkPage(twin, { more: ['best-practice'] });
      await page.getByLabel('URL', { exact: true }).fill('nowhere');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Not saved').waitFor();
      await showTwin(page, twin);
      await checkPage(twin, { more: ['best-practice'] });
      await page.goto(`${own.emulator.urls.lab}/certificates`);
      await page.getByRole('button', { name: 'Of Twilio' }).click();
      await page.locator('#chain').waitFor();
      await showTwin(page, twin);
      await checkPage(twin, { more: ['best-practice'] });
      await twin.context().close();
    });
  }
});
