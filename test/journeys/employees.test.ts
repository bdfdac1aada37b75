import assert from 'node:assert/strict';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { type Browser, GuestLab } from '../support/guest.ts';
import { newGuest } from '../support/network.ts';
import type { Page } from '../support/page.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

const employees = [{ username: 'Alice', password: 'Wonder-land1', firstName: 'Alice', lastName: 'Liddell' }];

describe('employees', () => {
  let lab: GuestLab;
  let browser: Browser;

  async function open(settings: Parameters<typeof GuestLab.open>[0] = {}): Promise<void> {
    lab = await GuestLab.open(settings, { employees });
    browser = lab.browser();
  }

  async function signOn(username = 'alice', password = 'Wonder-land1'): Promise<Page> {
    return (await browser.signOn((await browser.land()).page, username, password)).page;
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
    await closeEmulators();
  });

  it('sign on beside the guests, with the guest type set for them, and nothing is kept of a failed try', async () => {
    await open({ portalSettings: { assignedGuestTypeForEmployee: 'Weekly (default)' } });
    assert.match((await signOn('alice', 'wrong')).problems.join(), /do not match/);
    assert.equal((await lab.accounts()).total, 0);
    const policy = await signOn();
    assert.equal(policy.heading, 'Acceptable Use Policy');
    const banner = (await browser.send(policy.formWith('Accept'))).page;
    assert.equal((await browser.send(banner.formWith('Continue'))).page.heading, 'Success');
    const { items } = await lab.accounts();
    assert.deepEqual(
      items.map(({ username, guestType, creation, password }) => [username, guestType, creation, password]),
      [['Alice', 'Weekly (default)', 'employee', '']],
    );
    assert.equal((await signOn()).heading, 'Welcome, Alice', 'the policy was accepted already');
    assert.equal((await lab.accounts()).total, 1);
  });

  it('nobody can sign on with the empty password of what is kept', async () => {
    await open();
    await signOn();
    assert.match((await signOn('alice', '')).problems.join(), /do not match/);
  });

  it('with useDiffAupForEmployees they read another policy than guests', async () => {
    await open({ aupSettings: { useDiffAupForEmployees: true } });
    const policy = await signOn();
    assert.ok(policy.byId('ui_aup_employee_text'));
    const guest = await newGuest(lab);
    assert.ok((await signOn(guest.username, guest.password)).byId('ui_aup_guest_text'));
    assert.ok(!(await signOn(guest.username, guest.password)).byId('ui_aup_employee_text'));
  });

  it('with skipAupForEmployees they read none, and guests still do', async () => {
    await open({ aupSettings: { skipAupForEmployees: true } });
    assert.equal((await signOn()).heading, 'Welcome, Alice');
    const guest = await newGuest(lab);
    assert.equal((await signOn(guest.username, guest.password)).heading, 'Acceptable Use Policy');
  });

  it('their password is not the portal’s to change or to reset', async () => {
    await open({
      loginPageSettings: { allowForgotPassword: true, allowGuestToChangePassword: true },
      guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true },
      aupSettings: { includeAup: false },
    });
    assert.equal((await signOn()).heading, 'Welcome, Alice');
    const { page } = await browser.send((await browser.land()).page.formWith('Change password'));
    const form = page.formWith('Submit').fill('Username', 'alice').fill('Current password', 'Wonder-land1');
    form.fill('New password', '98765').fill('Confirm password', '98765');
    assert.match((await browser.send(form)).page.problems.join(), /cannot be changed here/);
    const forgot = await browser.send((await browser.land()).page.formWith('Reset Password'));
    await browser.send(forgot.page.formWith('Send a new password').fill('Username', 'alice'));
    assert.equal((await signOn()).heading, 'Welcome, Alice');
  });

  it('a guest can take none of their names, typed or made from his own', async () => {
    await open();
    const typed = await lab.browser().register({ Username: 'ALICE' });
    assert.match(typed.page.problems.join(), /already exists/);
    const made = await lab.browser().register({ 'First name': 'Alice' });
    assert.equal(made.page.heading, 'Account created');
    assert.deepEqual(
      (await lab.accounts()).items.map(({ username }) => username),
      ['alice01'],
    );
    assert.equal((await signOn()).heading, 'Acceptable Use Policy');
  });

  it('nor is one of their names given by a sponsor', async () => {
    await open();
    const sponsors = {
      groups: [{ name: 'Hosts', guestTypes: ['Daily (default)'] }],
      sponsors: [{ username: 'host', password: 'desk', groups: ['Hosts'] }],
    };
    const ise = await startEmulator({ portal: portalFile({}, { sponsors, employees }) });
    const sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('host', 'desk');
    const form = (await sponsor.get('CreateAccounts.action?type=known')).page.form('createForm');
    await sponsor.send(form.fill('First name', 'Alice'));
    assert.equal(await ise.accounts.findByUsername('alice'), null);
    assert.equal((await ise.accounts.findByUsername('alice01'))?.creation, 'known');
  });
});
