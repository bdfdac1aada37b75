import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Emulator } from '../../src/index.ts';
import { checkPage, showTwin, watchPage } from '../support/browser.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { portalFile } from '../support/sponsor.ts';
import { startBrowser } from '../support/start-browser.ts';

const PHONE = { width: 360, height: 740 };

describe('journey in a browser: approval, the guest and the sponsor on phones', function () {
  this.timeout(180_000);
  let browser: Browser;
  let ise: Emulator;
  const pages: Page[] = [];
  const troubles: string[][] = [];

  before(async () => {
    browser = await startBrowser();
  });

  after(() => browser?.close());

  beforeEach(async () => {
    ise = await startEmulator({
      random: 'browser approval',
      portal: portalFile(
        {
          selfRegPageSettings: {
            requireGuestApproval: true,
            approvalEmailAddresses: 'host@example.com',
            autoLoginSelfWait: true,
            allowGraceAccess: true,
          },
        },
        { approvalLinksAsk: true },
      ),
    });
  });

  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    troubles.length = 0;
    await closeEmulators();
  });

  async function open(address: string, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled });
    const page = await context.newPage();
    pages.push(page);
    troubles.push(watchPage(page));
    await page.goto(address);
    return page;
  }

  async function on(page: Page, heading: string, twin: Page | null = null): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    if (twin !== null) await showTwin(page, twin);
    await checkPage(twin ?? page);
    for (const found of troubles) assert.deepEqual(found, [], heading);
  }

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  async function registerIn(guest: Page): Promise<void> {
    await press(guest, 'Register for guest access');
    await guest.getByLabel('First name').fill('Ann');
    await guest.getByLabel('Last name').fill('Smith');
    await guest.getByLabel('Email address').fill('ann@example.com');
    await press(guest, 'Register');
  }

  async function approveLink(): Promise<string> {
    const mail = await ise.inbox.waitFor({ to: 'host@example.com' });
    const query = /OneClick\.action(\?action=approve&link=\S+)/.exec(mail.text)?.[1] ?? '';
    return `${ise.urls.http}/sponsorportal/OneClick.action${query}`;
  }

  it('the guest’s page turns by itself when the sponsor approves by the link, and signs on', async () => {
    const guest = await open(ise.urls.portal);
    await registerIn(guest);
    await on(guest, 'Short access while you wait');
    const sponsor = await open(await approveLink());
    await on(sponsor, 'Approve this guest?');
    await press(sponsor, 'Approve');
    await sponsor.locator('#one-click-outcome').waitFor();
    await checkPage(sponsor);
    await on(guest, 'Acceptable Use Policy');
  });

  it('the guest’s page says so when the portal knows nothing of it any more', async () => {
    const guest = await open(ise.urls.portal);
    await registerIn(guest);
    await on(guest, 'Short access while you wait');
    await ise.reset();
    await guest.getByRole('alert').waitFor();
    await checkPage(guest);
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`the sponsor portal, page by page, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const guest = await open(ise.urls.portal);
      await registerIn(guest);
      await guest.getByRole('heading', { level: 1, name: 'Short access while you wait' }).waitFor();
      const page = await open(ise.urls.sponsorHttp, javaScriptEnabled);
      const twin = javaScriptEnabled ? null : await (await browser.newContext({ viewport: PHONE })).newPage();
      if (twin) pages.push(twin);
      await on(page, 'Sign On', twin);
      await page.getByLabel('Username').fill('sponsor');
      await page.getByLabel('Password').fill('lab-sponsor');
      await press(page, 'Sign On');
      await on(page, 'Manage accounts', twin);

      await page.getByRole('link', { name: 'Pending accounts' }).click();
      await on(page, 'Pending accounts', twin);
      await page.getByRole('checkbox', { name: 'Select asmith' }).check();
      await press(page, 'Approve');
      await on(page, 'Approve', twin);

      await page.getByRole('link', { name: 'Create accounts' }).click();
      await on(page, 'Create accounts', twin);
      await press(page, 'Create');
      await page.getByRole('alert').waitFor();
      await checkPage(twin ?? page);
      await page.getByLabel('First name').fill('Bob');
      await press(page, 'Create');
      await page.getByText('The account is created.').waitFor();
      await on(page, 'Create accounts', twin);
      await page.getByRole('link', { name: 'Create more' }).click();
      await page.getByRole('link', { name: 'Random' }).click();
      await page.getByLabel('Number of accounts').fill('3');
      await on(page, 'Create accounts', twin);
      await press(page, 'Create');
      await page.getByText('3 accounts are created.').waitFor();
      await press(page, 'Print');
      await on(page, 'Print', twin);
      await page.getByRole('link', { name: 'Create accounts' }).click();
      await page.getByRole('link', { name: 'Import' }).click();
      await page.getByLabel('CSV file').setInputFiles({
        name: 'guests.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('First Name,Email Address\nCid,\nDan,nonsense\n'),
      });
      await on(page, 'Create accounts', twin);
      await press(page, 'Create');
      await page.getByText('Row 3:').waitFor();
      await page.getByRole('link', { name: 'Notices' }).click();
      await on(page, 'Notices', twin);
      await page.getByRole('link', { name: 'Import accounts' }).click();
      await on(page, 'Notices', twin);

      await page.getByRole('link', { name: 'Manage accounts' }).click();
      await page.getByLabel('Search').fill('bob');
      await press(page, 'Show');
      await page.getByText('1 account', { exact: true }).waitFor();
      await page.getByRole('checkbox', { name: 'Select bob' }).check();
      await press(page, 'Suspend');
      await on(page, 'Suspend', twin);
      await press(page, 'Suspend');
      await on(page, 'Suspend', twin);
      await page.getByRole('link', { name: 'bob' }).click();
      await on(page, 'bob', twin);
      await page.getByRole('link', { name: 'Edit' }).click();
      await on(page, 'Edit account', twin);
      await press(page, 'Sign out');
      await on(page, 'Sign On', twin);
    });
  }
});
