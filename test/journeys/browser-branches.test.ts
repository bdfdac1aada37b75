import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { portalJson } from '../support/guest.ts';
import { Phone } from '../support/phone.ts';
import { startBrowser } from '../support/start-browser.ts';

const PARAGRAPHS = '<p>Use this network with care and within the law.</p>'.repeat(30);

/** A portal with the pages and buttons that the shipped one leaves off. */
function thoroughPortal(): object {
  return portalJson(
    {
      loginPageSettings: { includeAup: true, aupDisplay: 'ONPAGE', requireAupAcceptance: true },
      selfRegPageSettings: { includeAup: true, aupDisplay: 'ASLINK', requireAupAcceptance: true },
      selfRegSuccessSettings: {
        allowGuestSendSelfUsingPrint: true,
        allowGuestSendSelfUsingEmail: true,
        allowGuestSendSelfUsingSms: true,
      },
      aupSettings: { requireAupScrolling: true },
      supportInfoSettings: {
        includeSupportInfoPage: true,
        includeMacAddr: true,
        includeIpAddress: true,
        includeBrowserUserAgent: true,
        emptyFieldDisplay: 'DISPLAYWITHNOVALUE',
      },
      authSuccessSettings: { successRedirect: 'ORIGINATINGURL' },
    },
    {},
    {
      pageCustomizations: {
        data: [{ key: 'ui_aup_guest_text', value: Buffer.from(PARAGRAPHS).toString('base64') }],
      },
    },
  );
}

const WAYS = [
  ['with scripts', true],
  ['without scripts', false],
] as const;

describe('journey in a browser: the branches of a guest’s way', function () {
  this.timeout(180_000);
  let browser: Browser;
  let thorough: Emulator;
  let asking: Emulator;
  let phones: Phone[] = [];

  before(async () => {
    browser = await startBrowser();
    thorough = await startEmulator({ portal: thoroughPortal() });
    asking = await startEmulator({
      random: 'branches',
      portal: portalJson(
        {
          selfRegPageSettings: {
            requireGuestApproval: true,
            sendApprovalRequestTo: 'PERSONBEINGVISITED',
            autoLoginSelfWait: true,
          },
        },
        { approvalLinksAsk: true },
      ),
    });
  });

  after(async () => {
    await browser?.close();
    await closeEmulators();
  });

  afterEach(async () => {
    await Promise.all(phones.map((phone) => phone.close()));
    phones = [];
  });

  async function phone(javaScriptEnabled: boolean, address: string): Promise<Phone> {
    const opened = await Phone.open(browser, javaScriptEnabled);
    phones.push(opened);
    await opened.page.goto(address);
    return opened;
  }

  for (const [way, scripts] of WAYS) {
    it(`${way}: terms as link, on the page and to be scrolled; sent to oneself, printed, declined, support`, async () => {
      const mac = scripts ? '01' : '02';
      const guest = await phone(
        scripts,
        `${thorough.urls.http}/portal/gateway?sessionId=0B${mac}&client_mac=a1b3e5196f${mac}&redirect=${thorough.urls.lab}/`,
      );
      const { page } = guest;
      await guest.on('Welcome');
      await guest.press('Register for guest access');
      await guest.on('Registration');
      await guest.type('First name', 'Jane');
      await page.getByLabel('Phone number').fill('+1 (555) 666-1212');
      await page.getByLabel('Email address').fill('jane@example.com');
      await guest.press('Register');
      await guest.on('Registration');
      await guest.sees('The terms of use are not accepted yet');
      assert.equal(await page.getByLabel('First name').inputValue(), 'Jane');
      await page.locator('summary').click();
      await guest.sees('within the law');
      await guest.on('Registration');
      await page.getByRole('checkbox').check();
      const before = (await thorough.accounts.list({ limit: 1, offset: 0 })).total;
      await page.getByRole('button', { name: 'Register', exact: true }).dblclick();
      await guest.on('Account created');
      const { total } = await thorough.accounts.list({ limit: 1, offset: 0 });
      assert.equal(total, before + 1, 'a double click is one account');

      const read = (word: string) =>
        page.locator(`.ui_self_reg_results_${word}_label > div.ui-block-b`).textContent();
      const [username, password] = [String(await read('username')), String(await read('password'))];
      const paper = await guest.onPaper();
      assert.ok(paper.includes(username) && paper.includes(password), paper);
      assert.doesNotMatch(
        paper,
        /Account created|Email Me|Text Me|Sign On|Lab portal|Contact|Skip/,
        'only the credentials',
      );
      for (let left = 4; left >= 0; left -= 1) await guest.press('Text Me');
      await guest.press('Email Me');
      await guest.on('Account created');
      assert.ok(await page.getByRole('button', { name: 'Text Me' }).isDisabled());

      await guest.press('Sign On');
      await guest.on('Welcome');
      await guest.type('Username', username);
      await guest.type('Password', password);
      await guest.press('Sign On');
      await guest.on('Welcome');
      await guest.sees('The terms of use are not accepted yet');
      await guest.type('Password', password);
      await page.getByRole('checkbox').check();
      await guest.press('Sign On');
      await guest.on('Acceptable Use Policy');
      const accept = page.getByRole('button', { name: 'Accept', exact: true });
      assert.equal(await accept.isDisabled(), scripts, 'held until the text is read');
      await guest.press('Decline');
      await guest.on('Acceptable Use Policy');
      await guest.sees('you are not connected');
      // By keyboard, as a person without a pointer would.
      await page.locator('.aup-text').focus();
      await page.keyboard.press('End');
      await accept.click();
      await guest.on('Welcome');
      await guest.press('Contact Support');
      await guest.on('Support information');
      await guest.sees(`A1:B3:E5:19:6F:${mac}`);
      await page.goBack();
      await guest.on('Welcome');
      await guest.press('Continue');
      if (scripts) {
        await page.waitForURL(`${thorough.urls.lab}/`);
      } else {
        await guest.on('Success');
        await guest.press('Finish connecting');
        await page.locator('#portal-redirect').click();
        await page.waitForURL(`${thorough.urls.lab}/`);
      }
      await thorough.settled();
    });

    it(`${way}: waiting for approval, denied by the link`, async () => {
      const { guest, sponsor } = await askFor(scripts ? 'ann' : 'bob', 'deny', scripts);
      await sponsor.on('Deny this guest?');
      await sponsor.press('Deny');
      await sponsor.on('The guest');
      if (!scripts) await guest.follow('Reload now');
      await guest.on('Not approved');
      await guest.follow('Back to Log In');
      await guest.on('Welcome');
    });
  }

  it('without scripts: waiting for approval, approved by the link, and signed on by a button', async () => {
    const { guest, sponsor } = await askFor('cid', 'approve', false);
    await guest.follow('Reload now');
    await guest.on('Waiting for approval');
    await sponsor.press('Approve');
    await sponsor.sees('is approved');
    await guest.follow('Reload now');
    await guest.on('You are approved');
    await guest.press('Sign On');
    await guest.on('Acceptable Use Policy');
    await asking.settled();
  });

  /** A guest who waits, and who is visited, with the page that a link of the request leads to. */
  async function askFor(name: string, action: 'approve' | 'deny', scripts: boolean) {
    const guest = await phone(scripts, asking.urls.portal);
    await guest.press('Register for guest access');
    await guest.type('First name', name);
    await guest.type('Email address', `${name}@example.com`);
    await guest.type('Person being visited', `${name}.host@example.com`);
    await guest.press('Register');
    await guest.on('Waiting for approval');
    const mail = await asking.inbox.waitFor({ to: `${name}.host@example.com` });
    const [query = ''] = new RegExp(`\\?action=${action}&link=\\S+`).exec(mail.text) ?? [];
    return {
      guest,
      sponsor: await phone(scripts, `${asking.urls.http}/sponsorportal/OneClick.action${query}`),
    };
  }
});
