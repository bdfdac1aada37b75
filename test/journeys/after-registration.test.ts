import assert from 'node:assert/strict';
import { credentialsOn, GuestLab } from '../support/guest.ts';
import { arrive, STRAIGHT_ON } from '../support/network.ts';

const DAY = 86_400_000;
const NAME = { 'First name': 'Jane', 'Last name': 'Doe' };

describe('after registering', () => {
  let lab: GuestLab;

  const open = async (...options: Parameters<typeof GuestLab.open>) => {
    lab = await GuestLab.open(...options);
    return lab.browser();
  };

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('LOGINPAGEWITHINSTRUCTIONS: the login page says that the credentials are on their way, and shows none', async () => {
    const browser = await open({
      selfRegPageSettings: { postRegistrationRedirect: 'LOGINPAGEWITHINSTRUCTIONS' },
    });
    const { page, status } = await browser.register({ ...NAME, 'Phone number': '+1 (555) 666-1212' });
    assert.equal(status, 200);
    assert.ok(page.byId('ui_login_notification_instruction_message'));
    const { items } = await lab.accounts();
    assert.ok(!page.html.includes(items[0]?.password ?? ''));
    const next = await browser.signOn(page, items[0]?.username ?? '', items[0]?.password ?? '');
    assert.equal(next.page.heading, 'Acceptable Use Policy');
  });

  it('URL: the answer is a page that leads there, by itself and by a link; sent twice it is one account', async () => {
    const browser = await open({
      selfRegPageSettings: {
        postRegistrationRedirect: 'URL',
        postRegistrationRedirectUrl: 'https://www.example.com/?a="b"&c=<d>',
      },
    });
    const form = (await browser.openRegistration()).formWith('Register').fill('First name', 'Jane');
    for (const answer of await Promise.all([browser.send(form), browser.send(form)])) {
      assert.equal(answer.status, 200);
      const href = answer.page.byId('portal-redirect')?.attributes.href ?? '';
      assert.equal(href.replaceAll('&amp;', '&'), 'https://www.example.com/?a=%22b%22&c=%3Cd%3E');
    }
    assert.equal((await lab.accounts()).total, 1);
  });

  it('URL that is none, or runs a script: the success page', async () => {
    for (const postRegistrationRedirectUrl of ['', 'javascript:alert(1)', 'data:text/html,x']) {
      const browser = await open({
        selfRegPageSettings: { postRegistrationRedirect: 'URL', postRegistrationRedirectUrl },
      });
      assert.equal((await browser.register(NAME)).page.heading, 'Account created');
      if (postRegistrationRedirectUrl !== 'data:text/html,x') await lab.close();
    }
  });

  describe('phone numbers as user names', () => {
    const policy = { usernamePolicy: { basedOn: 'PHONE' } };

    it('the number in its one international spelling is the name, and signs on in any spelling', async () => {
      const browser = await open(STRAIGHT_ON, policy);
      const { page } = await browser.register({ ...NAME, 'Phone number': '(408) 555-0123' });
      const { username, password } = credentialsOn(page);
      assert.equal(username, '+14085550123');
      for (const spelling of ['408-555-0123', '+1 408 555 0123', '14085550123']) {
        const login = (await browser.land()).page;
        assert.equal((await browser.signOn(login, spelling, password)).page.heading, 'Success', spelling);
      }
    });

    it('it must be given and be a number; a number that has an account is refused until that is over', async () => {
      const browser = await open({}, policy);
      const problems = async (number: string) =>
        (await browser.register({ ...NAME, 'Phone number': number })).page.problems.join();
      assert.match(await problems(''), /phone number is missing/);
      assert.match(await problems('12345'), /cannot be a number/);
      assert.equal(await problems('+1 408 555 0123'), '');
      assert.match(await problems('4085550123'), /account with this phone number already/);
      lab.clock.pass(DAY);
      assert.equal(await problems('4085550123'), '');
      assert.equal((await lab.accounts()).total, 1);
    });

    it('with phoneNumbers VALID only numbers that their country gives out', async () => {
      const browser = await open({}, { phoneNumbers: 'VALID' });
      const problems = async (number: string) =>
        (await browser.register({ ...NAME, 'Phone number': number })).page.problems.join();
      assert.match(await problems('+1 (555) 666-1212'), /cannot be a number/);
      assert.equal(await problems('+49 30 901820'), '');
    });
  });

  it('the support page tells what is known: device, addresses, browser, and the last refusal', async () => {
    const browser = await open({
      supportInfoSettings: {
        includeSupportInfoPage: true,
        includeMacAddr: true,
        includeIpAddress: true,
        includeBrowserUserAgent: true,
        includePolicyServer: true,
        includeFailureCode: true,
        emptyFieldDisplay: 'DISPLAYWITHDEFAULTVALUE',
        defaultEmptyFieldValue: 'unknown',
      },
    });
    const support = async () =>
      (await browser.get('SupportInfo.action', { 'User-Agent': 'A <b>browser</b>' })).page.text;
    await browser.land();
    assert.match(await support(), /MAC address ?unknown.*Failure code ?unknown/);
    const { page } = await arrive(browser, { sessionId: '0A', mac: 'a1b3e5196fbb' });
    await browser.signOn(page, 'nobody', 'wrong');
    const text = await support();
    assert.match(text, /MAC address ?A1:B3:E5:19:6F:BB/);
    assert.match(text, /IP address ?127\.0\.0\.1/);
    assert.ok(text.includes('A <b>browser</b>'));
    assert.match(text, /Failure code ?failed/);
  });
});
