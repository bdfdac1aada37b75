import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import type { Emulator } from '../../src/index.ts';
import { startEmulator } from './emulators.ts';
import { Browser, type FakeClock } from './guest.ts';
import type { Page } from './page.ts';
import { portalFile } from './sponsor.ts';

export const APPROVER = 'host@example.com';

export const GUEST = {
  'First name': 'Ann',
  'Last name': 'Smith',
  'Email address': 'ann@example.com',
  'Phone number': '+1 408 555 0123',
};

/** A portal whose guests wait for `APPROVER`, and whose links ask first; `settings` of the registration page on top. */
export function startWithApproval(
  clock: FakeClock,
  settings: Record<string, unknown> = {},
  emulator: Record<string, unknown> = {},
): Promise<Emulator> {
  const selfRegPageSettings = {
    requireGuestApproval: true,
    approvalEmailAddresses: APPROVER,
    autoLoginSelfWait: true,
    ...settings,
  };
  return startEmulator({
    clock,
    random: 'approval',
    portal: portalFile({ selfRegPageSettings }, { approvalLinksAsk: true, ...emulator }),
  });
}

/** A guest who has sent the form; the page is what he sees then. */
export async function registered(ise: Emulator, more: Record<string, string> = {}) {
  const browser = new Browser(ise.app, ise.portal.id);
  const { page, status } = await browser.register({ ...GUEST, ...more });
  assert.equal(status, 200);
  return { browser, page };
}

/** The links of the request mail, as addresses below the sponsor portal. */
export async function links(ise: Emulator, to = APPROVER) {
  const mail = await ise.inbox.waitFor({ to });
  const link = (action: string) => {
    const found = new RegExp(
      `https://\\S+/sponsorportal/(OneClick\\.action\\?action=${action}&link=\\S+)`,
    ).exec(mail.text);
    assert.ok(found, mail.text);
    return found[1] ?? '';
  };
  return { mail, approve: link('approve'), deny: link('deny') };
}

/** Follows the link that a wait page without scripts is reloaded by. */
export async function reload(browser: Browser, page: Page): Promise<Page> {
  const address = page.byId('approval-reload')?.attributes.href ?? '';
  return (await browser.get(address)).page;
}

export async function theAccount(ise: Emulator): Promise<Account | undefined> {
  const { items } = await ise.accounts.list({ limit: 5, offset: 0 });
  assert.equal(items.length, 1);
  return items[0];
}

/** The tab of the step viewer the guest is at. */
export function currentStep(page: Page): string {
  return page.one((element) => element.attributes['aria-current'] === 'step', 'current step').text;
}
