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

  it('a failed form sent again (double click, reload) counts once; with another password it is a new try', async () => {
    await open();
    const { username, password } = await newAccount();
    const { page } = await browser.land();
    for (let count = 0; count < 10; count += 1) {
      assert.match((await browser.signOn(page, username, 'x')).page.problems[0] ?? '', /do not match/);
    }
    assert.equal((await browser.signOn(page, username, password)).page.heading, 'Acceptable Use Policy');
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

describe('guest portal: the pages after signing on', () => {
  let lab: GuestLab;
  let browser: Browser;
  let credentials: { username: string; password: string };

  afterEach(() => lab.close());

  async function open(settings: Record<string, Record<string, unknown>>): Promise<string> {
    lab = await GuestLab.open(settings);
    browser = lab.browser();
    const { page } = await browser.register({ 'Phone number': '4085550123' });
    credentials = credentialsOn(page);
    const next = await browser.send(page.formWith('Sign On'));
    return next.page.heading;
  }

  async function signOn() {
    return (await browser.signOn((await browser.land()).page, credentials.username, credentials.password))
      .page;
  }

  it('allowGuestLoginFromSelfregSuccessPage: straight on to the policy, the account active', async () => {
    const heading = await open({ selfRegSuccessSettings: { allowGuestLoginFromSelfregSuccessPage: true } });
    assert.equal(heading, 'Acceptable Use Policy');
    assert.equal((await lab.accounts()).items[0]?.state, 'ACTIVE');
  });

  it('without it: the login page, telling that the credentials are on their way', async () => {
    assert.equal(await open({}), 'Welcome');
    const { page } = await browser.register({ 'Phone number': '4085550199' });
    const login = await browser.send(page.formWith('Sign On'));
    assert.ok(login.page.byId('ui_login_notification_instruction_message'));
    assert.equal(login.page.field('Username').attributes.value, '');
  });

  it('AUP on the success page: required acceptance is asked for', async () => {
    const heading = await open({
      selfRegSuccessSettings: {
        includeAup: true,
        aupOnPage: true,
        requireAupAcceptance: true,
        allowGuestLoginFromSelfregSuccessPage: true,
      },
    });
    assert.equal(heading, 'Account created');
  });

  it('FIRSTLOGIN: the policy is shown until accepted, then never again', async () => {
    await open({});
    assert.equal((await signOn()).heading, 'Acceptable Use Policy');
    const aup = await signOn();
    await browser.send(aup.formWith('Accept'));
    assert.match((await signOn()).heading, /^Welcome, /);
  });

  it('EVERYLOGIN: the policy is shown each time', async () => {
    await open({ aupSettings: { displayFrequency: 'EVERYLOGIN' } });
    await browser.send((await signOn()).formWith('Accept'));
    assert.equal((await signOn()).heading, 'Acceptable Use Policy');
  });

  it('RECURRING: the policy is shown again after so many days', async () => {
    await open({
      aupSettings: { displayFrequency: 'RECURRING', displayFrequencyIntervalDays: 3 },
      selfRegPageSettings: { accountValidityDuration: 10 },
    });
    await browser.send((await signOn()).formWith('Accept'));
    lab.clock.pass(3 * 86_400_000 - 1);
    assert.match((await signOn()).heading, /^Welcome, /);
    lab.clock.pass(1);
    assert.equal((await signOn()).heading, 'Acceptable Use Policy');
  });

  it('policy and banner off: straight to success', async () => {
    await open({
      aupSettings: { includeAup: false },
      postAccessBannerSettings: { includePostAccessBanner: false },
    });
    assert.equal((await signOn()).heading, 'Success');
  });

  it('requireAupScrolling marks the text and the button it holds back', async () => {
    await open({ aupSettings: { requireAupScrolling: true } });
    const page = await signOn();
    const target = page.byId('ui_aup_guest_text')?.attributes['data-must-scroll'] ?? '';
    assert.equal(page.byId(target)?.tag, 'button');
  });

  describe('successRedirect', () => {
    const STRAIGHT = {
      aupSettings: { includeAup: false },
      postAccessBannerSettings: { includePostAccessBanner: false },
    };

    async function redirect(entry: string): Promise<string | null> {
      await browser.get(entry);
      const { location = '' } = (await browser.get(entry)).headers;
      const landed = await browser.get(location === '' ? entry : location.replace('/portal/', ''));
      const { username, password } = credentials;
      const { page } = await browser.signOn(landed.page, username, password);
      assert.ok(page.byId('ui_success_message'));
      return page.byId('portal-redirect')?.attributes.href ?? null;
    }

    it('URL: the fixed one, with a scheme put before a bare host', async () => {
      await open({
        ...STRAIGHT,
        authSuccessSettings: { successRedirect: 'URL', redirectUrl: 'www.cisco.com' },
      });
      assert.equal(await redirect('PortalSetup.action'), 'http://www.cisco.com/');
    });

    it('ORIGINATINGURL: what the gateway received for this session', async () => {
      await open({ ...STRAIGHT, authSuccessSettings: { successRedirect: 'ORIGINATINGURL' } });
      const wanted = encodeURIComponent('http://news.example.com/?a=1&b=2');
      assert.equal(
        await redirect(`gateway?sessionId=S1&portal=${lab.portal.id}&action=cwa&redirect=${wanted}`),
        'http://news.example.com/?a=1&b=2',
      );
    });

    it('ORIGINATINGURL: a link straight to the first page leads nowhere else', async () => {
      await open({ ...STRAIGHT, authSuccessSettings: { successRedirect: 'ORIGINATINGURL' } });
      assert.equal(await redirect('PortalSetup.action?sessionId=S2&redirect=http://evil.example.com'), null);
    });

    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'http://user:pass@evil.example.com/']) {
      it(`ORIGINATINGURL: ${url} is not gone to`, async () => {
        await open({ ...STRAIGHT, authSuccessSettings: { successRedirect: 'ORIGINATINGURL' } });
        assert.equal(await redirect(`gateway?sessionId=S3&redirect=${encodeURIComponent(url)}`), null);
      });
    }
  });

  it('support information: linked from each page and as set; absent when off', async () => {
    await open({
      supportInfoSettings: {
        includeSupportInfoPage: true,
        includeIpAddress: true,
        includeMacAddr: true,
        emptyFieldDisplay: 'DISPLAYWITHDEFAULTVALUE',
        defaultEmptyFieldValue: 'unknown',
      },
    });
    const { page } = await browser.land();
    assert.ok(page.byId('support_info'));
    const support = await browser.get('SupportInfo.action');
    assert.match(support.page.text, /MAC address\s*unknown/);
    assert.match(support.page.text, /IP address.*127\.0\.0\.1/);
    assert.doesNotMatch(support.page.text, /Browser/);
    await lab.close();
    lab = await GuestLab.open();
    assert.equal((await lab.browser().get('SupportInfo.action')).status, 404);
  });
});
