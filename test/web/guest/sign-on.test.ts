import assert from 'node:assert/strict';
import { type Browser, credentialsOn, GuestLab } from '../../support/guest.ts';

const MINUTE = 60_000;

describe('guest portal: signing on', () => {
  let lab: GuestLab;
  let browser: Browser;

  async function open(...settings: Parameters<typeof GuestLab.open>): Promise<void> {
    lab = await GuestLab.open(...settings);
    browser = lab.browser();
  }

  afterEach(() => lab.close());

  async function newAccount(): Promise<{ username: string; password: string }> {
    return credentialsOn((await lab.browser().register({ 'Phone number': '4085550123' })).page);
  }

  async function tryOnce(username: string, password: string) {
    return browser.signOn((await browser.land()).page, username, password);
  }

  it('user names in any case and with blanks around them work, passwords only as they are', async () => {
    await open();
    const { username, password } = await newAccount();
    assert.equal(
      (await tryOnce(` ${username.toUpperCase()} `, password)).page.heading,
      'Acceptable Use Policy',
    );
    assert.equal((await tryOnce(username, ` ${password}`)).page.heading, 'Welcome');
  });

  it('an unknown name and a wrong password look the same', async () => {
    await open();
    const { username } = await newAccount();
    const wrong = await tryOnce(username, 'x');
    const unknown = await tryOnce('nobody', 'x');
    assert.deepEqual(wrong.page.problems, unknown.page.problems);
    assert.ok(wrong.page.byId('ui_login_failed_error'));
    assert.equal(wrong.page.field('Username').attributes.value, username);
    assert.equal(wrong.page.field('Password').attributes.value, undefined);
  });

  it('five failures, then one try per two minutes, also with the right password; success forgets', async () => {
    await open();
    const { username, password } = await newAccount();
    for (let count = 1; count <= 5; count += 1) {
      assert.match((await tryOnce(username, 'x')).page.problems[0] ?? '', /do not match/, `try ${count}`);
    }
    assert.match((await tryOnce(username, password)).page.problems[0] ?? '', /Wait 2 minutes/);
    lab.clock.pass(2 * MINUTE - 1);
    assert.match((await tryOnce(username, password)).page.problems[0] ?? '', /Wait 1 second /);
    lab.clock.pass(1);
    assert.match((await tryOnce(username, 'x')).page.problems[0] ?? '', /do not match/);
    assert.match((await tryOnce(username, password)).page.problems[0] ?? '', /too many/);
    lab.clock.pass(2 * MINUTE);
    assert.equal((await tryOnce(username, password)).page.heading, 'Acceptable Use Policy');
    assert.match((await tryOnce(username, 'x')).page.problems[0] ?? '', /do not match/);
  });

  it('the limit also counts by address, over different and unknown names', async () => {
    await open();
    for (let count = 1; count <= 5; count += 1) await tryOnce(`nobody${count}`, 'x');
    assert.match((await tryOnce('nobody6', 'x')).page.problems[0] ?? '', /too many/);
  });

  it('a hundred simultaneous tries are counted exactly', async () => {
    await open();
    await newAccount();
    const pages = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const other = lab.browser();
        return (await other.signOn((await other.land()).page, 'ann', 'x')).page;
      }),
    );
    const texts = pages.map((page) => page.problems[0] ?? '');
    assert.equal(texts.filter((text) => /do not match/.test(text)).length, 5);
    assert.equal(texts.filter((text) => /too many/.test(text)).length, 95);
  });

  it('a failed form is counted each time it is sent, with the same token and password too', async () => {
    await open();
    const { username, password } = await newAccount();
    const { page } = await browser.land();
    for (let count = 1; count <= 5; count += 1) {
      assert.match((await browser.signOn(page, username, 'x')).page.problems[0] ?? '', /do not match/);
    }
    assert.match((await browser.signOn(page, username, 'x')).page.problems[0] ?? '', /too many/);
    assert.match((await browser.signOn(page, username, password)).page.problems[0] ?? '', /too many/);
  });

  it('maxFailedAttemptsBeforeRateLimit and timeBetweenLoginsDuringRateLimit are obeyed', async () => {
    await open({
      loginPageSettings: { maxFailedAttemptsBeforeRateLimit: 1, timeBetweenLoginsDuringRateLimit: 30 },
    });
    await tryOnce('a', 'x');
    assert.match((await tryOnce('a', 'x')).page.problems[0] ?? '', /Wait 30 minutes/);
  });

  it('an ended account says so to who knows its password, and only then', async () => {
    await open();
    const { username, password } = await newAccount();
    lab.clock.pass(24 * 60 * MINUTE);
    assert.match((await tryOnce(username, password)).page.problems[0] ?? '', /has ended/);
    assert.match((await tryOnce(username, 'x')).page.problems[0] ?? '', /do not match/);
  });

  it('an account that waits for approval does not get in', async () => {
    await open();
    const { username, password } = await newAccount();
    const [account] = (await lab.accounts()).items;
    await lab.stores.accounts.update(account?.id ?? '', { state: 'PENDING_APPROVAL' });
    assert.match((await tryOnce(username, password)).page.problems[0] ?? '', /cannot be used/);
  });

  it('requireAccessCode: the field is there, and a wrong code is a failed login', async () => {
    await open({ loginPageSettings: { requireAccessCode: true, accessCode: 'lobby' } });
    const { username, password } = await newAccount();
    const form = (await browser.land()).page.formWith('Sign On');
    form.fill('Username', username).fill('Password', password).fill('Passcode', 'attic');
    assert.match((await browser.send(form)).page.problems[0] ?? '', /do not match/);
    assert.equal((await browser.send(form.fill('Passcode', 'lobby'))).page.heading, 'Acceptable Use Policy');
  });

  it('AUP on the login page: required acceptance is asked for, without counting a failure', async () => {
    await open({
      loginPageSettings: {
        includeAup: true,
        requireAupAcceptance: true,
        maxFailedAttemptsBeforeRateLimit: 1,
      },
    });
    const { username, password } = await newAccount();
    const form = (await browser.land()).page.formWith('Sign On');
    form.fill('Username', username).fill('Password', password);
    assert.match((await browser.send(form)).page.problems[0] ?? '', /not accepted/);
    form.fill('I accept the terms of use', 'true');
    assert.equal((await browser.send(form)).page.heading, 'Acceptable Use Policy');
  });

  it('AUP on the login page: after a wrong password the tick is still there', async () => {
    await open({ loginPageSettings: { includeAup: true, requireAupAcceptance: true } });
    const { username } = await newAccount();
    const form = (await browser.land()).page.formWith('Sign On').set('aupAccepted', 'true');
    const { page } = await browser.send(form.fill('Username', username).fill('Password', 'x'));
    assert.match(page.problems.join(), /do not match/);
    assert.equal(page.formWith('Sign On').values.aupAccepted, 'true');
    assert.equal((await browser.land()).page.formWith('Sign On').values.aupAccepted, undefined);
  });

  it('from a page of another site (Cisco’s social-login sample): token, portal and credentials are enough', async () => {
    await open();
    const { username, password } = await newAccount();
    const { page } = await browser.land();
    const token = page.all((element) => element.attributes.name === 'token')[0]?.attributes.value ?? '';
    const answer = await browser.post(
      'LoginSubmit.action?from=LOGIN',
      { token, portal: lab.portal.id, 'user.username': username, 'user.password': password },
      {
        Origin: 'https://social.example.net',
        Referer: 'https://social.example.net/',
        'Sec-Fetch-Site': 'cross-site',
      },
    );
    assert.equal(answer.page.heading, 'Acceptable Use Policy');
  });
});
