import assert from 'node:assert/strict';
import { type Browser, credentialsOn, GuestLab } from '../../support/guest.ts';

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
