import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import type { Browser } from '../support/guest.ts';
import { STRAIGHT_ON } from '../support/network.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

describe('journey: a sponsor ends the access of a guest who is on the network', () => {
  let ise: Emulator;

  beforeEach(async () => {
    ise = await startEmulator({ random: 'ends', portal: portalFile(STRAIGHT_ON) });
  });

  afterEach(closeEmulators);

  async function online() {
    const { browser, username, password } = await register(ise, { email: 'ann@example.com' });
    await browser.get('gateway?sessionId=0A0B&client_mac=a1b3e5196fbb');
    const landed = await browser.get('PortalSetup.action?sessionId=0A0B');
    const { page } = await browser.signOn(landed.page, username, password);
    assert.equal(page.heading, 'Success');
    const account = await ise.accounts.findByUsername(username);
    assert.ok(account);
    return { browser, page, account, password };
  }

  async function act(action: string, selected: string): Promise<void> {
    const sponsor = new SponsorBrowser(ise);
    const { headers } = await sponsor.signOn('sponsor', 'lab-sponsor');
    const body = { action, selected, reason: 'x' };
    const { json } = await sponsor.program('AccountAction.action', { token: headers.token ?? '', body });
    assert.equal(json.status, 'success');
  }

  async function session(browser: Browser) {
    return JSON.parse((await browser.get('CheckCoAStatus.action')).text).session;
  }

  for (const action of ['suspend', 'deny', 'delete']) {
    it(`${action}: the session is dropped and says why, and the page left open gets nobody back`, async () => {
      const { browser, page, account } = await online();
      if (action === 'deny') await ise.accounts.update(account.id, { approvedAt: account.createdAt });
      assert.equal((await session(browser)).state, 'authenticated');
      await act(action, account.id);
      const { state, reason } = await session(browser);
      assert.equal(state, 'disconnected');
      assert.match(reason, /^A sponsor (suspended|denied|deleted) the account\.$/);
      await browser.send(page.form('tokenForm'));
      assert.equal((await session(browser)).state, 'disconnected');
    });
  }

  it('extend and reset password: the guest stays on', async () => {
    const { browser, account } = await online();
    for (const action of ['extend', 'reset-password']) {
      await ise.accounts.update(account.id, { validTo: new Date(Date.now() + 3_600_000).toISOString() });
      const sponsor = new SponsorBrowser(ise);
      const { headers } = await sponsor.signOn('sponsor', 'lab-sponsor');
      const body = { action, selected: account.id, days: '1' };
      await sponsor.program('AccountAction.action', { token: headers.token ?? '', body });
      assert.equal((await session(browser)).state, 'authenticated', action);
    }
  });

  it('reinstated, the guest signs on again', async () => {
    const { browser, account, password } = await online();
    await act('suspend', account.id);
    const landed = await browser.get('PortalSetup.action?sessionId=0A0B');
    const refused = await browser.signOn(landed.page, account.username, password);
    assert.equal(refused.page.heading, 'Welcome');
    await act('reinstate', account.id);
    const { page } = await browser.signOn(refused.page, account.username, password);
    assert.equal(page.heading, 'Success');
    assert.equal((await session(browser)).state, 'authenticated');
  });
});
