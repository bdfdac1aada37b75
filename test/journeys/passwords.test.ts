import assert from 'node:assert/strict';
import { type Browser, GuestLab } from '../support/guest.ts';
import { accountOf, type Guest, newGuest, STRAIGHT_ON } from '../support/network.ts';
import type { Page } from '../support/page.ts';

const WRONG_TIMES = 5;

describe('passwords', () => {
  let lab: GuestLab;
  let guest: Guest;
  let browser: Browser;

  async function open(settings: Parameters<typeof GuestLab.open>[0]): Promise<void> {
    lab = await GuestLab.open({ ...STRAIGHT_ON, ...settings });
    guest = await newGuest(lab);
    browser = lab.browser();
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  async function signOn(password = guest.password): Promise<Page> {
    return (await browser.signOn((await browser.land()).page, guest.username, password)).page;
  }

  function fill(page: Page, current: string, next: string, confirm = next) {
    return page
      .formWith('Submit')
      .fill('Current password', current)
      .fill('New password', next)
      .fill('Confirm password', confirm);
  }

  describe('at the first sign-on', () => {
    beforeEach(() => open({ guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true } }));

    it('straight on from the registration: a second click is no second sign-on, and still the first one', async () => {
      await lab.close();
      await open({
        aupSettings: { includeAup: true },
        selfRegSuccessSettings: { allowGuestLoginFromSelfregSuccessPage: true },
        guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true },
      });
      const form = (await browser.register({ 'First name': 'Rose' })).page.formWith('Sign On');
      await browser.send(form);
      lab.clock.pass(300);
      const { page } = await browser.send(form);
      const next = await browser.send(page.formWith('Accept'));
      assert.equal(next.page.heading, 'Change password');
    });

    it('changed: the new one works, the old one does not, and it is not asked again', async () => {
      const page = await signOn();
      assert.equal(page.heading, 'Change password');
      assert.match(page.byId('ui_changepwd_policy_help_label')?.text ?? '', /4 characters, 4 digits/);
      const { page: next } = await browser.send(fill(page, guest.password, '98765'));
      assert.equal(next.heading, 'Success');
      assert.match((await signOn()).problems.join(), /do not match/);
      assert.equal((await signOn('98765')).heading, 'Success');
      const account = await accountOf(lab, guest);
      assert.equal(account.passwordChangedAt, lab.clock.now().toISOString());
      const { items } = await lab.stores.audit.list({ accountId: account.id, limit: 9 });
      assert.deepEqual(
        items.map(({ action }) => action),
        ['login', 'change-password', 'login', 'register'],
      );
      assert.ok(!JSON.stringify(items).includes('98765'), 'no password in the audit');
    });

    it('skipped: it goes on, and the second sign-on does not ask', async () => {
      const { page } = await browser.send((await signOn()).formWith('Skip'));
      assert.equal(page.heading, 'Success');
      lab.clock.pass(1000);
      assert.equal((await signOn()).heading, 'Success');
    });

    it('left unanswered, on this page or before it: offered again at the next sign-on', async () => {
      assert.equal((await signOn()).heading, 'Change password');
      lab.clock.pass(60_000);
      const page = await signOn();
      assert.equal(page.heading, 'Change password');
      await browser.send(page.formWith('Skip'));
      lab.clock.pass(60_000);
      assert.equal((await signOn()).heading, 'Success');
      const { items } = await lab.stores.audit.list({ limit: 1, offset: 1 });
      assert.equal(items[0]?.action, 'keep-password');

      await lab.close();
      await open({
        aupSettings: { includeAup: true },
        guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true },
      });
      assert.equal((await signOn()).heading, 'Acceptable Use Policy');
      lab.clock.pass(60_000);
      const policy = await signOn();
      assert.equal(policy.heading, 'Acceptable Use Policy');
      assert.equal((await browser.send(policy.formWith('Accept'))).page.heading, 'Change password');
    });

    it('each mistake is named, and nothing is changed', async () => {
      let page = await signOn();
      for (const [current, next, confirm, problem] of [
        ['wrong', '98765', '98765', /current password is not right/],
        [guest.password, '98765', '98766', /not the same/],
        [guest.password, guest.password, guest.password, /is the current one/],
        [guest.password, 'abc', 'abc', /does not meet the rules/],
        [guest.password, '98 765', '98 765', /does not meet the rules/],
        [guest.password, '', '', /does not meet the rules/],
      ] as const) {
        page = (await browser.send(fill(page, current, next, confirm))).page;
        assert.match(page.problems.join(), problem);
        assert.ok(!page.html.includes('98765'), 'no password is sent back');
      }
      assert.equal((await accountOf(lab, guest)).password, guest.password);
    });

    it('a double click on Submit, or going back to it, is one change', async () => {
      const form = fill(await signOn(), guest.password, '98765');
      const answers = await Promise.all([browser.send(form), browser.send(form)]);
      for (const { page } of [...answers, await browser.send(form)]) assert.equal(page.heading, 'Success');
      const { items } = await lab.stores.audit.list({ limit: 9 });
      assert.equal(items.filter(({ action }) => action === 'change-password').length, 1);
    });

    it('with the token of another page or of nobody, nothing is changed', async () => {
      const form = fill(await signOn(), guest.password, '98765');
      const login = (await browser.land()).page.formWith('Sign On').values.token ?? '';
      for (const token of [login, 'X'.repeat(32), '']) {
        assert.equal((await browser.send(form.set('token', token))).status, 403);
      }
      assert.equal((await accountOf(lab, guest)).password, guest.password);
    });
  });

  describe('changed from the login page', () => {
    beforeEach(() => open({ loginPageSettings: { allowGuestToChangePassword: true } }));

    async function openForm(): Promise<Page> {
      return (await browser.send((await browser.land()).page.formWith('Change password'))).page;
    }

    it('back to the login page, which says so and where the new one works', async () => {
      const page = await openForm();
      const form = fill(page, guest.password, '98765').fill('Username', guest.username);
      const { page: login } = await browser.send(form);
      assert.match(login.byId('login-done')?.text ?? '', /password is changed/);
      assert.equal((await browser.signOn(login, guest.username, '98765')).page.heading, 'Success');
    });

    it('an unknown name and a wrong password read the same, count as failed sign-ins, and are limited', async () => {
      const answers = new Set<string>();
      let page = await openForm();
      for (let time = 0; time < WRONG_TIMES; time += 1) {
        const name = time % 2 === 0 ? guest.username : 'nobody';
        page = (await browser.send(fill(page, 'wrong', '98765').fill('Username', name))).page;
        answers.add(page.problems.join());
      }
      assert.equal(answers.size, 1);
      const right = fill(page, guest.password, '98765').fill('Username', guest.username);
      assert.match((await browser.send(right)).page.problems.join(), /Wait 2 minutes/);
      assert.match((await signOn()).problems.join(), /Wait 2 minutes/, 'sign-on counts with it');
      lab.clock.pass(120_000);
      assert.match((await browser.send(right)).page.text, /password is changed/);
    });

    it('switched off there is no button, and the address is refused', async () => {
      await lab.close();
      await open({});
      const { page } = await browser.land();
      assert.equal(page.byId('ui_login_change_password_button'), null);
      assert.equal((await browser.get('LoginPassword.action?from=LOGIN')).status, 403);
      assert.equal((await browser.post('ChangePasswordSubmit.action?from=LOGIN', {})).status, 403);
    });
  });

  describe('forgotten', () => {
    beforeEach(() => open({ loginPageSettings: { allowForgotPassword: true } }));

    async function ask(name: string): Promise<Page> {
      const { page } = await browser.send((await browser.land()).page.formWith('Reset Password'));
      return (await browser.send(page.formWith('Send a new password').fill('Username', name))).page;
    }

    async function sent(): Promise<{ kind: string; text: string }[]> {
      const { items } = await lab.deliveries();
      return items.map(({ kind, message }) => ({ kind, text: message.text }));
    }

    it('a new one is sent to the number and the address of the account, and works', async () => {
      const before = (await sent()).length;
      const page = await ask(guest.username.toUpperCase());
      assert.match(page.byId('login-done')?.text ?? '', /on its way/);
      const messages = await sent();
      assert.equal(messages.length, before + 1);
      const { password } = await accountOf(lab, guest);
      assert.notEqual(password, guest.password);
      assert.ok(messages[0]?.text.includes(password));
      assert.ok(!page.html.includes(password));
      assert.match((await signOn()).problems.join(), /do not match/);
      assert.equal((await signOn(password)).heading, 'Success');
    });

    it('nobody learns who has an account: the same page for a name that exists, one that does not, one that is over', async () => {
      const known = (await ask(guest.username)).text;
      assert.equal((await ask('nobody')).text, known);
      lab.clock.pass(86_400_000);
      const before = (await sent()).length;
      assert.equal((await ask(guest.username)).text, known);
      assert.equal((await sent()).length, before, 'an account that is over gets none');
    });

    it('without a way to the guest the password stays', async () => {
      const alone = await newGuest(lab, { 'Last name': 'Roe', 'Phone number': '' });
      await ask(alone.username);
      assert.equal((await accountOf(lab, alone)).password, alone.password);
    });

    it('a second click is no second password; too many requests are refused for a while', async () => {
      const { page } = await browser.send((await browser.land()).page.formWith('Reset Password'));
      const form = page.formWith('Send a new password').fill('Username', guest.username);
      await Promise.all([browser.send(form), browser.send(form)]);
      const { items } = await lab.stores.audit.list({ limit: 9 });
      assert.equal(items.filter(({ action }) => action === 'reset-password').length, 1);
      for (let time = 1; time < WRONG_TIMES; time += 1) await ask(guest.username);
      const { password } = await accountOf(lab, guest);
      assert.match((await ask(guest.username)).problems.join(), /Wait 2 minutes/);
      assert.equal((await accountOf(lab, guest)).password, password);
      lab.clock.pass(120_000);
      assert.match((await ask(guest.username)).text, /on its way/);
    });

    it('no name, no token: told what to do, nothing is done', async () => {
      assert.match((await ask(' ')).problems.join(), /Username is missing/);
      const answer = await browser.post('ResetPasswordSubmit.action?from=LOGIN', {
        'user.username': guest.username,
      });
      assert.equal(answer.status, 403);
      assert.equal((await accountOf(lab, guest)).password, guest.password);
    });
  });
});
