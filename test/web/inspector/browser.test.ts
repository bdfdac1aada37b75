import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { checkPage, watchPage } from '../../support/browser.ts';
import { startBrowser } from '../../support/start-browser.ts';
import { type Lab, startLab } from './lab.ts';

describe('inspector in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let lab: Lab;
  let server: Server;
  let page: Page;
  let troubles: string[];

  before(async () => {
    browser = await startBrowser();
  });

  after(() => browser?.close());

  beforeEach(async () => {
    lab = await startLab();
    server = createServer(lab.app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    troubles = [];
  });

  afterEach(async () => {
    await page?.context().close();
    server.closeAllConnections();
    server.close();
    await lab.close();
  });

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    page = await (await browser.newContext({ ...options, baseURL })).newPage();
    troubles = watchPage(page);
    await page.goto(path);
  }

  it('on a desktop: however long a reason is, our own words in the list are not broken', async () => {
    const long = `${'a reason of many words '.repeat(20)}${'x'.repeat(400)}`;
    const delivery = await lab.deliver({}, { reason: long });
    await open('/lab/deliveries', { viewport: { width: 1280, height: 900 } });
    const lines = (label: string) =>
      page.evaluate(`{
        const words = document.createRange();
        words.selectNodeContents(document.querySelector('[data-row^="${delivery.id}/"] [data-label="${label}"]'));
        words.getClientRects().length;
      }`);
    assert.equal(await lines('ISE says'), 1);
    assert.equal(await lines('Provider says'), 1);
  });

  it('on a phone: names of headers are not broken, and a tick stands beside its words', async () => {
    const delivery = await lab.deliver({}, {});
    await open(`/lab/deliveries/${delivery.id}`, { viewport: { width: 360, height: 740 } });
    const heights = await page.locator('.pairs th').evaluateAll((cells) =>
      cells.map((cell) => {
        const words = cell.ownerDocument.createRange();
        words.selectNodeContents(cell);
        return [cell.textContent, words.getClientRects().length];
      }),
    );
    assert.ok(heights.some(([name]) => name === 'Authorization' || name === 'Content-Type'));
    assert.deepEqual(
      heights.filter(([, lines]) => lines !== 1),
      [],
    );
    await page.goto('/lab/faults');
    const tick = await page.locator('.check input').boundingBox();
    const label = await page.locator('.check').boundingBox();
    for (const select of await page.locator('.filter select').all()) {
      const box = await select.boundingBox();
      assert.ok(box && box.x + box.width <= 344, JSON.stringify(box));
    }
    assert.ok(tick && label && tick.width < 40 && tick.x - label.x < 8, JSON.stringify({ tick, label }));
  });

  for (const [name, options] of [
    ['on a phone', { viewport: { width: 360, height: 800 } }],
    ['on a desktop in the dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ] as const) {
    it(`${name}: every page fits, breaks no rule of accessibility, and obeys its own policy`, async () => {
      await lab.deliver({}, {});
      await lab.deliver({ to: '+447700900000' });
      await lab.receive();
      const mail = await lab.receive({
        channel: 'email',
        to: 'a@b.c',
        subject: 'Hi',
        html: '<p style="color:red">Hi</p>',
      });
      const paths = [
        '',
        '/deliveries',
        '/deliveries/delivery-1',
        '/deliveries/latest',
        '/messages',
        '/requests',
      ];
      for (const path of [
        ...paths,
        `/messages/${mail.id}`,
        `/requests/${mail.requestId}`,
        '/accounts',
        '/templates',
        '/history',
      ]) {
        await open(`/lab${path}`, options);
        await checkPage(page, { more: ['best-practice'] });
        assert.deepEqual(troubles, [], path);
        await page.context().close();
      }
    });
  }

  it('live: a new delivery appears by itself, is announced, and takes neither focus nor what was open', async () => {
    await lab.deliver({}, {});
    await open('/lab/deliveries');
    await page.getByText('Live.').waitFor();
    await page.locator('a[href="/lab/deliveries/delivery-1"]').focus();
    await lab.deliver({ to: '+15550001111' });
    await page.getByRole('link', { name: '+15550001111' }).waitFor();
    assert.equal(await page.locator(':focus').getAttribute('href'), '/lab/deliveries/delivery-1');
    assert.equal(await page.locator('#news').textContent(), 'Waiting to be sent: +15550001111');
  });

  it('live: the page of a delivery follows it from queued to its end, and keeps open what was open', async () => {
    await lab.deliver({}, {});
    await open('/lab/deliveries/delivery-1');
    await page.getByText('Live.').waitFor();
    await page.getByText('Raw, 220 bytes').click();
    await page.locator('#attempt-1-1-request-text').waitFor();
    await lab.stores.deliveries.requeue('delivery-1', '2026-11-22T11:00:00.000Z');
    lab.events.publish({ type: 'delivery', id: 'delivery-1' });
    await page.getByRole('heading', { name: 'Waiting to be sent' }).waitFor();
    assert.ok(await page.locator('#attempt-1-1-request-text').isVisible());
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`sending again works from the page ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      await lab.deliver({}, {});
      await open('/lab/deliveries/latest', { javaScriptEnabled });
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('heading', { name: 'Waiting to be sent' }).waitFor();
      assert.deepEqual(lab.sentAgain, ['delivery-1']);
    });
  }
});
