import assert from 'node:assert/strict';
import { type Answer, type Browser, GuestLab } from '../../support/guest.ts';
import * as sprt from './sprt.ts';

/** What the load generator sends: no port in Host and Origin, XHR marks, no buttons. */
const HEADERS = {
  Host: 'ise.example.com',
  Origin: 'https://ise.example.com',
  Referer: 'https://ise.example.com:8443/portal/PortalSetup.action',
  Accept: 'text/html, */*; q=0.01',
  'X-Requested-With': 'XMLHttpRequest',
  'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
  'User-Agent': 'Mozilla/5.0',
};

function post(browser: Browser, form: sprt.RawForm, values: Record<string, string> = {}): Promise<Answer> {
  return browser.post(form.action, { ...form.fields, ...values }, HEADERS);
}

const FIELD = 'guestUser.fieldValues.ui_';

describe('guest portal: as Cisco’s load generator reads it', () => {
  let lab: GuestLab;
  let browser: Browser;

  beforeEach(async () => {
    lab = await GuestLab.open();
    browser = lab.browser();
  });

  afterEach(() => lab.close());

  async function registrationPage(): Promise<string> {
    const landing = await browser.get(`gateway?sessionId=0A1B&portal=${lab.portal.id}&action=cwa&token=AB`);
    assert.equal(landing.status, 302);
    assert.deepEqual(landing.cookies, [], 'a cookie on the redirect would be lost');
    const address = (landing.headers.location ?? '').replace('/portal/', '');
    assert.match(address, /^PortalSetup\.action\?portal=[^&]+&sessionId=0A1B&action=cwa$/);
    const login = (await browser.get(address)).text;
    const link = sprt.form(login, 'selfRegForm');
    assert.ok(!/ui_user_name|ui_phone_number/.test(link.html), 'the link has no field of the form');
    return (await post(browser, link)).text;
  }

  async function registered(phone = '408-555-0123'): Promise<string> {
    const page = await registrationPage();
    const form = sprt.form(page, 'selfRegForm');
    const script = sprt.members(sprt.argumentOf(page, 'page', 'init') ?? '');
    const answer = await post(browser, form, {
      [`${FIELD}user_name`]: 'loadguest1',
      [`${FIELD}first_name`]: 'Load',
      [`${FIELD}last_name`]: 'Guest',
      [`${FIELD}email_address`]: 'load@example.com',
      [`${FIELD}phone_number`]: phone,
      [`${FIELD}company`]: 'Acme',
      [`${FIELD}location`]: String(script.selectedLocation),
      [`${FIELD}sms_provider`]: String(script.selectedSmsProvider),
      [`${FIELD}person_visited`]: 'host@example.com',
      [`${FIELD}reason_visit`]: 'test',
      unexpected: 'field',
    });
    assert.equal(answer.status, 200);
    return answer.text;
  }

  it('the registration page: form with fields, lists in its script, no mark of success or failure', async () => {
    const page = await registrationPage();
    assert.ok(sprt.form(page, 'selfRegForm').html.includes(`name="${FIELD}user_name"`));
    assert.ok(!sprt.isRegistered(page));
    assert.ok(!sprt.hasId(page, 'ui_login_failed_error'));
    assert.ok(!sprt.hasErrorClass(page));
    assert.ok(page.includes('page.init('), 'no blank before the parenthesis');
    assert.deepEqual(sprt.members(sprt.argumentOf(page, 'page', 'init') ?? ''), {
      locations: [{ locationName: 'San Jose' }],
      selectedLocation: 'San Jose',
      smsProviders: [
        'Global Default',
        'Clickatell HTTPS',
        'Clickatell REST',
        'Twilio',
        'Telnyx',
        'SMS Email Gateway',
      ],
      selectedSmsProvider: 'Global Default',
    });
  });

  it('the whole flow ends at the success message and a change of authorization', async () => {
    const results = await registered();
    assert.ok(sprt.hasId(results, 'ui_self_reg_results_instruction_message'));
    assert.equal(sprt.argumentOf(results, 'page', 'init'), null, 'nothing to say, so no call');
    const username = sprt.credential(results, 'username') ?? '';
    const password = sprt.credential(results, 'password') ?? '';
    assert.equal(username, 'loadguest1');
    assert.match(password, /^\d{4}$/);

    const login = await post(browser, sprt.form(results, 'selfRegSuccessForm'));
    assert.ok(sprt.hasId(login.text, 'ui_login_instruction_message'));
    const loginForm = sprt.form(login.text, 'loginForm');
    const credentials = { 'user.username': username, 'user.password': password };
    const aup = await post(browser, loginForm, credentials);
    assert.ok(!sprt.hasId(aup.text, 'ui_login_failed_error'));
    assert.deepEqual(aup.cookies, [], 'no cookie is read after login');
    const banner = await post(browser, sprt.form(aup.text, 'aupForm'), { aupAccepted: 'true' });
    const next = sprt.forms(banner.text).find(({ html }) => /id="ui_post_access_continue_button"/.test(html));
    assert.ok(next);
    assert.match(next.action, /^Continue\.action/);
    const success = await post(browser, next);
    assert.ok(sprt.hasId(success.text, 'ui_success_message'));

    const script = sprt.members(sprt.argumentOf(success.text, 'page', 'init') ?? '');
    assert.deepEqual(script, {
      coaType: 'Reauth',
      coaUrl: 'DoCoA.action',
      coaSource: 'GUEST',
      coaReason: 'Guest authenticated for network access',
    });
    const session = sprt.members(sprt.argumentOf(success.text, 'portalSession', 'setParams') ?? '');
    assert.equal(session.sessionId, browser.cookies.get('portalSessionId'));
    const coa = await post(
      browser,
      { ...sprt.form(success.text, 'tokenForm'), action: String(script.coaUrl) },
      {
        delayToCoA: '0',
        coaType: 'Reauth',
        coaSource: 'GUEST',
        coaReason: String(script.coaReason),
        waitForCoA: 'true',
        portalSessionId: String(session.sessionId),
      },
    );
    assert.equal(coa.status, 200);
    assert.equal(JSON.parse((await browser.get('CheckCoAStatus.action?_=1')).text).status, 'requested');
  });

  it('wrong credentials: the login page carries the mark of a failed login, with text in it', async () => {
    const { text } = await browser.land();
    const answer = await post(browser, sprt.form(text, 'loginForm'), {
      'user.username': 'nobody',
      'user.password': '1',
    });
    assert.equal(answer.status, 200);
    assert.ok(sprt.hasId(answer.text, 'ui_login_failed_error'));
  });

  it('a refused registration carries the error class, and no mark of success', async () => {
    const page = await registered('12');
    assert.ok(sprt.hasErrorClass(page));
    assert.ok(!sprt.isRegistered(page));
  });

  for (const phone of ['555-123-4567', '(555)123-4567', '1 555 1234567', '555123456789', '1-555-123-4567']) {
    it(`takes its spelling ${phone} of a phone number`, async () => {
      assert.ok(sprt.isRegistered(await registered(phone)));
    });
  }

  it('location names with quotes and brackets do not break the script', async () => {
    await lab.close();
    const names = ["St. John's (East) [2]", 'A</script>"}'];
    lab = await GuestLab.open({ selfRegPageSettings: { selectableLocations: names } });
    browser = lab.browser();
    const page = await registrationPage();
    const script = sprt.members(sprt.argumentOf(page, 'page', 'init') ?? '');
    assert.equal(script.selectedSmsProvider, 'Global Default');
    assert.deepEqual(
      (script.locations as { locationName: string }[]).map(({ locationName }) => locationName),
      names,
    );
  });
});
