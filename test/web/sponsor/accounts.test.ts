import assert from 'node:assert/strict';
import type { Emulator } from '../../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../../support/emulators.ts';
import type { Page } from '../../support/page.ts';
import { attribute, SponsorBrowser } from '../../support/sponsor.ts';

describe('sponsor portal: sign in and the list of accounts', () => {
  let ise: Emulator;

  beforeEach(async () => {
    ise = await startEmulator({ random: 'sponsor accounts' });
  });

  afterEach(closeEmulators);

  it('sign in: right credentials lead to the accounts, wrong ones do not say what was wrong', async () => {
    const browser = new SponsorBrowser(ise);
    const wrong = await browser.signOn('sponsor', 'nonsense');
    const unknown = await browser.signOn('nobody', 'nonsense');
    assert.deepEqual(wrong.page.problems, unknown.page.problems);
    assert.match(wrong.page.problems[0] ?? '', /do not match/);
    const before = browser.cookie;
    const { page, headers } = await browser.signOn('Sponsor', 'lab-sponsor');
    assert.equal(page.heading, 'Manage accounts');
    assert.notEqual(browser.cookie, before, 'the session id is another one from the sign-in on');
    assert.match(headers.token ?? '', /^[A-Z0-9]{32}$/);
  });

  it('sign in: after five failures even the right password has to wait', async () => {
    const browser = new SponsorBrowser(ise);
    for (let count = 0; count < 5; count += 1) await browser.signOn('sponsor', 'nonsense');
    const { page } = await browser.signOn('sponsor', 'lab-sponsor');
    assert.match(page.problems[0] ?? '', /too many failed tries/);
  });

  it('without a sign-in every page asks for one, and a sign-out ends it', async () => {
    const browser = new SponsorBrowser(ise);
    for (const address of [
      'ManageAccounts.action',
      'pending.action',
      'Notices.action',
      'CreateAccounts.action',
    ]) {
      const { status, page } = await browser.get(address);
      assert.equal(status, 403, address);
      assert.equal(page.heading, 'Sign On');
    }
    const { page } = await browser.signOn('sponsor', 'lab-sponsor');
    await browser.send(page.formWith('Sign out'));
    assert.equal((await browser.get('ManageAccounts.action')).status, 403);
  });

  it('a guest’s session cookie opens nothing here', async () => {
    const { browser: guest } = await register(ise);
    const id = guest.cookies.get('APPSESSIONID') ?? '';
    assert.match(id, /^[0-9A-F]{32}$/);
    await new SponsorBrowser(ise).signOn('sponsor', 'lab-sponsor');
    const browser = new SponsorBrowser(ise, `APPSESSIONID=${id}`);
    const stolen = await browser.get('ManageAccounts.action');
    assert.equal(stolen.status, 403);
  });

  it('a form without the session’s token changes nothing', async () => {
    const { username } = await register(ise);
    const account = await ise.accounts.findByUsername(username);
    const browser = new SponsorBrowser(ise);
    await browser.signOn('sponsor', 'lab-sponsor');
    const { status } = await browser.post('AccountAction.action', {
      selected: account?.id ?? '',
      action: 'delete',
      confirmed: 'true',
      token: 'A'.repeat(32),
    });
    assert.equal(status, 403);
    assert.equal((await ise.accounts.findByUsername(username))?.id, account?.id);
  });

  it('the list: searched by text, filtered by state, sorted, with passwords only on an account’s own page', async () => {
    await register(ise, { first: 'Ann', last: 'Able' });
    await register(ise, { first: 'Bob', last: '50%_Baker' });
    const browser = new SponsorBrowser(ise);
    await browser.signOn('sponsor', 'lab-sponsor');
    const names = async (query: string) => {
      const { page } = await browser.get(`ManageAccounts.action?${query}`);
      return page.byClass('who-line').map((line) => line.text.split(' ')[0]);
    };
    assert.equal((await names('')).length, 2);
    assert.equal((await names('search=able')).length, 1);
    assert.equal((await names('search=%25_b')).length, 1, 'a typed % is no pattern');
    assert.equal((await names('search=first_name')).length, 0, 'names of fields are not searched');
    assert.equal((await names('state=SUSPENDED')).length, 0);
    assert.equal((await names('state=AWAITING_INITIAL_LOGIN')).length, 2);
    const up = await names('sort=firstName&order=asc');
    const down = await names('sort=firstName&order=desc');
    assert.deepEqual(up, [...down].reverse());
    const account = await ise.accounts.findByUsername(up[0] ?? '');
    const { page } = await browser.get(`Account.action?id=${account?.id}`);
    assert.equal(page.byId('password')?.text, account?.password);
  });

  it('lists of accounts and of pending guests go on on the next page, each account on one of them', async () => {
    const browser = new SponsorBrowser(ise);
    await browser.signOn('sponsor', 'lab-sponsor');
    const form = (await browser.get('CreateAccounts.action?type=random')).page.form('createForm');
    await browser.send(form.fill('Number of accounts', '70'));
    const { items } = await ise.accounts.list({ limit: 100, offset: 0 });
    for (const { id } of items) await ise.accounts.update(id, { state: 'PENDING_APPROVAL' });
    const link = (page: Page, text: string) =>
      page.one((element) => element.tag === 'a' && element.text === text, text).attributes.href ?? '';
    for (const list of ['ManageAccounts.action', 'pending.action']) {
      const first = (await browser.get(list)).page;
      assert.match(first.text, /Page 1 of 2/);
      const next = link(first, 'Next');
      const second = (await browser.get(next)).page;
      const names = [first, second].flatMap((page) => page.byClass('who-line').map(({ text }) => text));
      assert.deepEqual([names.length, new Set(names).size], [70, 70], list);
      assert.match(link(second, 'Previous'), /page=1$/);
    }
  });

  it('a program reads the same by manageGuestsList and readGuest', async () => {
    const { username } = await register(ise, { first: 'Ann', last: 'Able' });
    const browser = new SponsorBrowser(ise);
    await browser.signOn('sponsor', 'lab-sponsor');
    const query = new URLSearchParams({
      'meta.searchBy': 'all',
      'meta.search': 'able',
      'meta.searchStates': 'AWAITING_INITIAL_LOGIN,ACTIVE',
      'meta.perPage': '50',
      'meta.page': '1',
      sortBy: 'username',
      sortOrder: 'ASC',
    });
    const { json, headers } = await browser.program(`manageGuestsList.action?${query}`);
    assert.equal(json.status, 'success');
    assert.equal(json.total, 1);
    assert.match(headers.token ?? '', /^[A-Z0-9]{32}$/);
    const id = attribute(json.guests?.[0], 'id');
    const read = await browser.program(`readGuest.action?selected=${id}`);
    assert.equal(attribute(read.json, 'username'), username);
    assert.match(attribute(read.json, 'toDate'), /^\d\d\/\d\d\/\d{4} \d\d:\d\d$/);
    assert.match(attribute(read.json, 'password'), /^\d{4}$/);
  });
});
