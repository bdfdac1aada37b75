import assert from 'node:assert/strict';
import { credentialsOn, GuestLab } from '../../support/guest.ts';

const GUEST = {
  'First name': 'Ann',
  'Last name': 'Smith',
  'Email address': 'ann@example.com',
  'Phone number': '(408) 555-0123',
};

describe('guest portal: the walk', () => {
  let lab: GuestLab;

  beforeEach(async () => {
    lab = await GuestLab.open();
  });

  afterEach(() => lab.close());

  it('register, read the credentials, sign on, accept, continue: ends on the success page', async () => {
    const browser = lab.browser();
    const registered = await browser.register(GUEST);
    assert.equal(registered.status, 200);
    assert.equal(registered.page.heading, 'Account created');
    const { username, password } = credentialsOn(registered.page);
    assert.equal(username, 'asmith');
    assert.match(password, /^\d{4}$/);

    const login = await browser.send(registered.page.formWith('Sign On'));
    assert.equal(login.page.heading, 'Welcome');
    const aup = await browser.signOn(login.page, username, password);
    assert.equal(aup.page.heading, 'Acceptable Use Policy');
    const banner = await browser.send(aup.page.formWith('Accept'));
    assert.equal(banner.page.heading, 'Welcome, Ann');
    const success = await browser.send(banner.page.formWith('Continue'));
    assert.equal(success.page.heading, 'Success');
    for (const answer of [login, aup, banner, success]) assert.equal(answer.status, 200);

    const account = await lab.stores.accounts.findByUsername('asmith');
    assert.equal(account?.state, 'ACTIVE');
    assert.equal(account?.aupAcceptedAt, '2026-07-15T12:00:00.000Z');
  });

  it('without scripts, a button asks for the change of authorization and is answered with the page', async () => {
    const browser = lab.browser();
    const { page } = await browser.register(GUEST);
    const { username, password } = credentialsOn(page);
    const login = await browser.send(page.formWith('Sign On'));
    const aup = await browser.signOn(login.page, username, password);
    const banner = await browser.send(aup.page.formWith('Accept'));
    const success = await browser.send(banner.page.formWith('Continue'));
    assert.equal(JSON.parse((await browser.get('CheckCoAStatus.action')).text).status, 'none');
    const done = await browser.send(success.page.formWith('Finish connecting'));
    assert.equal(done.page.heading, 'Success');
    assert.ok(!done.page.text.includes('press this button'));
    assert.equal(JSON.parse((await browser.get('CheckCoAStatus.action')).text).status, 'requested');
  });

  it('DoCoA without a signed-in guest’s token is refused and noted nowhere', async () => {
    const browser = lab.browser();
    const { headers } = await browser.land();
    const answer = await browser.post('DoCoA.action', { token: headers.token ?? '' });
    assert.equal(answer.status, 403);
    assert.equal(JSON.parse((await browser.get('CheckCoAStatus.action')).text).status, 'none');
  });
});
