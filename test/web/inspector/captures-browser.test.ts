import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { checkPage, showTwin, watchPage } from '../../support/browser.ts';
import { startBrowser } from '../../support/start-browser.ts';
import { aRecording, aRequest, type Lab, NOW, startLab } from './lab.ts';

const LONG = 'x'.repeat(300);
const RAW = `POST /2010-04-01/Accounts/AC1/Messages.json?${LONG}=1 HTTP/1.1\r\nHost: lab\r\nUser-Agent: ${LONG}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nTo=%2B15556661212&Body=Hello%20${LONG}`;

describe('inspector: comparison, the lab as a file and recordings in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let lab: Lab;
  let server: Server;
  let baseURL: string;

  before(async () => {
    browser = await startBrowser();
    lab = await startLab();
    server = createServer(lab.app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const save = lab.stores.received.saveRequest;
    await save(aRequest({ id: 'theirs', receivedAt: NOW, raw: Buffer.from(RAW) }));
    await save(
      aRequest({ id: 'unknown', raw: Buffer.from('POST /nowhere HTTP/1.1\r\n\r\n{"to":"1555","text":"a"}') }),
    );
    await save(aRequest({ id: 'nonsense', raw: Buffer.from('\u0016\u0003') }));
    await lab.stores.recordings.save(aRecording({ body: LONG, headers: [['X-Long', LONG]] }));
  });

  after(async () => {
    await browser.close();
    server.close();
    server.closeAllConnections();
    await lab.close();
  });

  for (const [scheme, scripts] of [
    ['light', true],
    ['dark', false],
  ] as const) {
    it(`each page fits 360 pixels and breaks no rule, ${scheme}, ${scripts ? 'with' : 'without'} scripts`, async () => {
      const options = { baseURL, colorScheme: scheme, viewport: { width: 360, height: 700 } };
      const context = await browser.newContext({ ...options, javaScriptEnabled: scripts });
      const twins = await browser.newContext({ ...options, bypassCSP: true });
      const [page, twin] = [await context.newPage(), await twins.newPage()];
      const troubles = watchPage(page);
      for (const path of [
        '/requests/theirs',
        '/requests/unknown',
        '/requests/nonsense',
        '/recordings',
        '/recordings/recording-1',
        '',
      ]) {
        await page.goto(`/lab${path}`);
        const closed = page.locator('details:not([open]) > summary');
        for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
        await showTwin(page, twin);
        await checkPage(twin);
      }
      assert.deepEqual(troubles, []);
      await context.close();
      await twins.close();
    });
  }

  it('by keyboard: another provider is chosen, a file is imported', async () => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/lab/requests/unknown');
    await page.getByLabel('Compared with the provider').selectOption('Telnyx');
    await page.getByRole('button', { name: 'Compare' }).press('Enter');
    assert.match(page.url(), /\?provider=Telnyx#comparison$/);
    assert.match(await page.locator('#comparison').innerText(), /differences/);
    const archive = await lab.archives.export({ keepTexts: true });
    await page.goto('/lab');
    await page.getByText('Import a lab', { exact: true }).press('Enter');
    await page.getByLabel('Exported file').setInputFiles({
      name: 'lab.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(archive)),
    });
    await page.getByLabel('Delete what is in this lab first').check();
    await page.getByRole('button', { name: 'Import', exact: true }).press('Enter');
    await page.getByText('This lab shows an import').waitFor();
    await context.close();
  });
});
