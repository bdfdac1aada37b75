import assert from 'node:assert/strict';
import { type Browser, credentialsOn, GuestLab } from '../../support/guest.ts';
import type { Page } from '../../support/page.ts';

const PHONE = '(408) 555-0123';

describe('guest portal: tokens, repeated and lost forms', () => {
  let lab: GuestLab;
  let browser: Browser;

  beforeEach(async () => {
    lab = await GuestLab.open();
    browser = lab.browser();
  });

  afterEach(() => lab.close());

  async function signedIn(): Promise<Page> {
    const { page } = await browser.register({ 'Phone number': PHONE, 'First name': 'Ann' });
    const { username, password } = credentialsOn(page);
    const login = await browser.send(page.formWith('Sign On'));
    return (await browser.signOn(login.page, username, password)).page;
  }

  it('each page has another token: 32 letters and digits, in every form and in the response header', async () => {
    const first = await browser.land();
    const second = await browser.land();
    for (const { page, headers } of [first, second]) {
      const tokens = page.all((element) => element.attributes.name === 'token');
      assert.ok(tokens.length >= 2);
      for (const token of tokens) assert.equal(token.attributes.value, headers.token);
      assert.match(headers.token ?? '', /^[A-Z0-9]{32}$/);
    }
    assert.notEqual(first.headers.token, second.headers.token);
  });

  for (const [what, token] of [
    ['no token', ''],
    ['an unknown token', 'A'.repeat(32)],
    ['a token of another length', 'A'],
  ] as const) {
    it(`registering with ${what}: 403, no account, the form as typed with a token that works`, async () => {
      const form = (await browser.openRegistration()).formWith('Register');
      form.fill('Phone number', PHONE).fill('Company', 'Acme').set('token', token);
      const answer = await browser.send(form);
      assert.equal(answer.status, 403);
      assert.match(answer.page.problems[0] ?? '', /nothing was done/);
      assert.equal(answer.page.field('Company').attributes.value, 'Acme');
      assert.equal((await lab.accounts()).total, 0);
      const again = await browser.send(answer.page.formWith('Register'));
      assert.equal(again.page.heading, 'Account created');
    });
  }

  it('registering after the session is over: 403, the form as typed, and the next try works', async () => {
    const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    lab.clock.pass(31 * 60_000);
    const answer = await browser.send(form);
    assert.equal(answer.status, 403);
    assert.equal(answer.page.field('Phone number').attributes.value, PHONE);
    assert.equal((await browser.send(answer.page.formWith('Register'))).page.heading, 'Account created');
  });

  it('a token of somebody else’s session is unknown', async () => {
    const form = (await lab.browser().openRegistration()).formWith('Register').fill('Phone number', PHONE);
    await browser.land();
    assert.equal((await browser.send(form)).status, 403);
    assert.equal((await lab.accounts()).total, 0);
  });

  it('signing on without a token: 403, the user name kept, the password not', async () => {
    const { page } = await browser.land();
    const form = page.formWith('Sign On').fill('Username', 'ann').fill('Password', 'secret').without('token');
    const answer = await browser.send(form);
    assert.equal(answer.status, 403);
    assert.equal(answer.page.field('Username').attributes.value, 'ann');
    assert.ok(!answer.text.includes('secret'));
  });

  it('a double click on Register, both at once: one account, one SMS, the same page twice', async () => {
    const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    const [one, two] = await Promise.all([browser.send(form), browser.send(form)]);
    assert.deepEqual(credentialsOn(one.page), credentialsOn(two.page));
    assert.equal(one.page.heading, 'Account created');
    assert.ok(!/before/.test(two.page.text));
    assert.equal((await lab.accounts()).total, 1);
    assert.equal((await lab.deliveries()).total, 1);
  });

  it('the same form again later (reload): the same account', async () => {
    const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    const first = await browser.send(form);
    await browser.send(first.page.formWith('Sign On'));
    const again = await browser.send(form);
    assert.deepEqual(credentialsOn(again.page), credentialsOn(first.page));
    assert.equal((await lab.accounts()).total, 1);
  });

  it('back, other details, Register: the first account, and the page says so', async () => {
    const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    const first = await browser.send(form);
    const again = await browser.send(form.fill('Phone number', '4085550199'));
    assert.deepEqual(credentialsOn(again.page), credentialsOn(first.page));
    assert.match(again.page.text, /registered with this form before/);
    assert.equal((await lab.accounts()).total, 1);
  });

  it('two tabs with the same details: one account', async () => {
    const one = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    const two = (await browser.openRegistration()).formWith('Register').fill('Phone number', PHONE);
    const first = await browser.send(one);
    const second = await browser.send(two);
    assert.deepEqual(credentialsOn(first.page), credentialsOn(second.page));
    assert.equal((await lab.accounts()).total, 1);
  });

  it('two guests one after the other in one browser: two accounts', async () => {
    await browser.register({ 'Phone number': PHONE, 'Last name': 'Smith' });
    const { page } = await browser.register({ 'Phone number': PHONE, 'Last name': 'Smith' });
    assert.equal(credentialsOn(page).username, 'smith01');
    assert.equal((await lab.accounts()).total, 2);
  });

  it('back from a failed registration: the old form still works', async () => {
    const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', '1');
    await browser.send(form);
    assert.equal((await browser.send(form.fill('Phone number', PHONE))).page.heading, 'Account created');
  });

  it('steps can be repeated and gone back to', async () => {
    const aup = await signedIn();
    const banner = await browser.send(aup.formWith('Accept'));
    const bannerAgain = await browser.send(aup.formWith('Accept'));
    assert.equal(bannerAgain.page.heading, banner.page.heading);
    const success = await browser.send(banner.page.formWith('Continue'));
    assert.equal(success.page.heading, 'Success');
    assert.equal((await browser.send(aup.formWith('Accept'))).page.heading, banner.page.heading);
    assert.equal((await browser.send(banner.page.formWith('Continue'))).page.heading, 'Success');
  });

  it('a step cannot be left out', async () => {
    const { token = '' } = (await signedIn()).form('aupForm').values;
    const answer = await browser.post('Continue.action?from=POST_ACCESS_BANNER', { token });
    assert.equal(answer.page.heading, 'Acceptable Use Policy');
    const coa = await browser.post('DoCoA.action', { token }, { 'X-Requested-With': 'XMLHttpRequest' });
    assert.equal(coa.status, 403);
  });

  it('declining the policy keeps the guest on it', async () => {
    const aup = await signedIn();
    const answer = await browser.send(aup.formWith('Decline'));
    assert.equal(answer.page.heading, 'Acceptable Use Policy');
    assert.match(answer.page.problems[0] ?? '', /did not accept/);
    const [account] = (await lab.accounts()).items;
    assert.equal(account?.aupAcceptedAt, null);
  });

  it('a step with a token from before the sign-on does not get in, although the session is the same', async () => {
    const early = (await browser.land()).headers.token ?? '';
    await signedIn();
    for (const token of [early, 'B'.repeat(32), '']) {
      const answer = await browser.post('AupSubmit.action?from=AUP', { token, aupAccepted: 'true' });
      assert.equal(answer.status, 403);
      assert.equal(answer.page.heading, 'Welcome');
      assert.ok(answer.page.hasField('Password'));
    }
  });

  it('the first page is never signed in, and its token opens no step', async () => {
    await signedIn();
    const { page } = await browser.land();
    const answer = await browser.post('Continue.action', {
      token: page.form('loginForm').values.token ?? '',
    });
    assert.equal(answer.status, 403);
  });

  it('an account that ends during the walk ends the walk', async () => {
    const aup = await signedIn();
    const [account] = (await lab.accounts()).items;
    await lab.stores.accounts.update(account?.id ?? '', { state: 'SUSPENDED' });
    const answer = await browser.send(aup.formWith('Accept'));
    assert.ok(answer.page.hasField('Password'));
    assert.match(answer.page.problems[0] ?? '', /cannot be used/);
  });

  it('no password is in the session', async () => {
    await signedIn();
    const [account] = (await lab.accounts()).items;
    const id = browser.cookies.get('APPSESSIONID') ?? '';
    const data = (await lab.stores.sessions.find(id, lab.clock.now().getTime())) ?? '';
    assert.ok(data.includes(account?.id ?? '-'));
    assert.ok(!data.includes(`"${account?.password}"`));
    assert.ok(data.length < 8_000, `${data.length} characters`);
  });
});
