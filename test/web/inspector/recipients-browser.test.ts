import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { Diagnosis } from '../../../src/domain/diagnosis.ts';
import { anAccount } from '../../storage/builders.ts';
import { checkPage, showTwin, watchPage } from '../../support/browser.ts';
import { startBrowser } from '../../support/start-browser.ts';
import { type Lab, startLab } from './lab.ts';

const FINDING: Diagnosis = {
  rule: 'number-without-plus',
  certainty: 'cause',
  problem: 'The number 15556661212 has no +.',
  remedy: 'Put a + in front of the number.',
  evidence: [`Data: To=15556661212&Body=${'x'.repeat(300)}`],
};
const MAIL = `EHLO a\r\nDATA\r\nSubject: ${'Welcome '.repeat(20)}\r\n\r\nHello\r\n.\r\n`;
const htmlOf = (spy: string) =>
  `<p style="color:red">Hi</p><img src="${spy}/x"><script>document.title="x"</script>`;

describe('inspector: phones, mailboxes, search and diagnosis in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let lab: Lab;
  let server: Server;
  let baseURL: string;
  let mail: string;
  let spy: Server;
  let spied = 0;

  before(async () => {
    browser = await startBrowser();
    spy = createServer((_request, response) => {
      spied += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(spy, 'listening');
    lab = await startLab();
    server = createServer(lab.app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await lab.stores.accounts.create(anAccount({ id: 'a', username: 'jdoe' }), []);
    const failed = { status: 'failed', providerVerdict: 'refused', reason: 'HTTP 400' } as const;
    const risk: Diagnosis = { ...FINDING, certainty: 'risk', problem: 'It costs two segments.' };
    await lab.deliver({}, { ...failed, diagnosis: [FINDING, { ...FINDING, certainty: 'suspect' }, risk] });
    await lab.receive();
    await lab.receive({ text: `${'Grüße – '.repeat(30)}${'x'.repeat(90)}`, from: '' });
    const received = await lab.receive(
      {
        channel: 'email',
        to: 'jane.with.a.long.name@mail.example',
        subject: 'Welcome jdoe',
        html: htmlOf(`http://127.0.0.1:${(spy.address() as AddressInfo).port}`),
      },
      { protocol: 'smtp', raw: Buffer.from(MAIL) },
    );
    mail = received.id;
  });

  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    spy?.close();
    await lab?.close();
  });

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}) {
    const page = await (
      await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, ...options })
    ).newPage();
    const troubles = watchPage(page);
    await page.goto(path);
    return { page, troubles };
  }

  async function openAll(page: Page): Promise<void> {
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`${javaScriptEnabled ? 'with' : 'without'} scripts every page fits a phone, breaks no rule of accessibility, and asks no other host`, async () => {
      const twin = await (
        await browser.newContext({ baseURL, viewport: { width: 360, height: 740 } })
      ).newPage();
      const mailbox = '/lab/mailboxes/jane.with.a.long.name%40mail.example';
      for (const path of [
        '/lab',
        '/lab/deliveries',
        '/lab/deliveries/delivery-1',
        '/lab/phones',
        '/lab/phones/15556661212',
        '/lab/phones/15550000000',
        '/lab/mailboxes',
        mailbox,
        `${mailbox}/${mail}`,
        '/lab/search?q=jdoe',
        '/lab/search',
        '/lab/messages?q=jdoe',
        '/lab/accounts?q=jdoe',
      ]) {
        const { page, troubles } = await open(path, { javaScriptEnabled });
        if (javaScriptEnabled) {
          await openAll(page);
          await checkPage(page, { more: ['best-practice'] });
          // The policy of a mail says no to its picture and its script; that is what it is for.
          const own = troubles.filter((trouble) => !/img-src|sandboxed/.test(trouble));
          assert.deepEqual(own, [], path);
        } else {
          await showTwin(page, twin);
          await checkPage(twin, { more: ['best-practice'] });
          assert.equal(await page.getByRole('button', { name: 'Copy the password' }).count(), 0, path);
        }
        await page.context().close();
      }
      await twin.context().close();
      assert.equal(spied, 0);
    });
  }

  it('from a list to the reason it is one click, and the diagnosis is what is then in sight', async () => {
    const { page } = await open('/lab');
    await page.getByRole('link', { name: FINDING.problem }).click();
    await page.getByRole('heading', { name: FINDING.problem }).first().waitFor();
    const top = await page.locator('#diagnosis').evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 740, String(top));
    await page.context().close();
  });

  it('a phone that is looked at shows a new message by itself, and announces it', async () => {
    const { page } = await open('/lab/phones/447700900000');
    await page.getByText('Live.').waitFor();
    await lab.receive({ to: '+44 7700 900000', text: 'Username: anna Password: n3w' });
    await page.getByText('n3w', { exact: true }).waitFor();
    assert.equal(await page.locator('#news').textContent(), 'SMS arrived for +44 7700 900000');
    assert.ok(await page.getByRole('button', { name: 'Copy the password' }).isVisible());
    await page.context().close();
  });

  it('the search box of any page finds by keyboard', async () => {
    const { page } = await open('/lab/phones');
    await page.getByRole('searchbox', { name: 'Search all' }).focus();
    await page.keyboard.type('666-1212');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
    assert.ok(await page.locator('a[href="/lab/deliveries/delivery-1"]').isVisible());
    await page.context().close();
  });
});
