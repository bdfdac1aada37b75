import assert from 'node:assert/strict';
import { credentialsOn, GuestLab } from '../../support/guest.ts';

const PHONE = { 'Phone number': '(408) 555-0123' };

describe('guest portal: settings of the registration', () => {
  let lab: GuestLab;

  afterEach(() => lab.close());

  async function refused(values: Record<string, string>): Promise<string[]> {
    const answer = await lab.browser().register(values);
    assert.equal(answer.status, 200);
    assert.equal(answer.page.heading, 'Registration');
    assert.match(answer.page.title, /^Error: /);
    assert.equal((await lab.accounts()).total, 0, 'nothing was registered');
    return answer.page.problems;
  }

  it('include: a field that is off is not on the form, and not kept when posted', async () => {
    lab = await GuestLab.open({ selfRegPageSettings: { fieldCompany: { include: false, require: true } } });
    const browser = lab.browser();
    const page = await browser.openRegistration();
    assert.ok(!page.hasField('Company'));
    const form = page.formWith('Register').fill('Phone number', '4085550123');
    await browser.send(form.set('guestUser.fieldValues.ui_company', 'Acme'));
    const [account] = (await lab.accounts()).items;
    assert.equal(account?.fields.ui_company, undefined);
  });

  for (const [setting, label] of [
    ['fieldUserName', 'Username'],
    ['fieldFirstName', 'First name'],
    ['fieldLastName', 'Last name'],
    ['fieldEmailAddr', 'Email address'],
    ['fieldCompany', 'Company'],
    ['fieldPersonBeingVisited', 'Person being visited'],
    ['fieldReasonForVisit', 'Reason for visit'],
  ] as const) {
    it(`${setting}.require: empty or blank is refused`, async () => {
      lab = await GuestLab.open({ selfRegPageSettings: { [setting]: { include: true, require: true } } });
      assert.deepEqual(await refused({ ...PHONE, [label]: '  ' }), [
        `${label} is missing. Please fill it in.`,
      ]);
    });
  }

  it('fieldPhoneNo.require: empty is refused', async () => {
    lab = await GuestLab.open({ selfRegPageSettings: { fieldPhoneNo: { include: true, require: true } } });
    assert.match((await refused({ 'Email address': 'a@example.com' }))[0] ?? '', /phone number is missing/);
  });

  it('requireRegistrationCode: missing and wrong are refused, right is let through', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: { requireRegistrationCode: true, registrationCode: 'Open Sesame' },
    });
    assert.match((await refused(PHONE))[0] ?? '', /Registration Code is missing/);
    assert.match(
      (await refused({ ...PHONE, 'Registration Code': 'open sesame' }))[0] ?? '',
      /registration code is wrong/,
    );
    const { page } = await lab.browser().register({ ...PHONE, 'Registration Code': ' Open Sesame ' });
    assert.equal(page.heading, 'Account created');
  });

  it('AUP on the registration page: link or text, and a tick when required', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: { includeAup: true, aupDisplay: 'ONPAGE', requireAupAcceptance: true },
    });
    assert.match((await refused(PHONE))[0] ?? '', /terms of use are not accepted/);
    const { page } = await lab.browser().register({ ...PHONE, 'I accept the terms of use': 'true' });
    assert.equal(page.heading, 'Account created');
    assert.ok((await lab.browser().openRegistration()).byId('ui_self_reg_aup_text'));
  });

  it('accountValidityDuration and its unit set the end of the account', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: { accountValidityDuration: 90, accountValidityTimeUnits: 'MINUTES' },
    });
    await lab.browser().register(PHONE);
    const [account] = (await lab.accounts()).items;
    assert.equal(account?.validTo, '2026-07-15T13:30:00.000Z');
  });

  it('selectableLocations: the chosen one sets the time zone of the messages', async () => {
    lab = await GuestLab.open(
      { selfRegPageSettings: { selectableLocations: ['San Jose', 'Berlin'] } },
      { locations: { Berlin: 'Europe/Berlin' } },
    );
    await lab.browser().register({ 'Email address': 'a@example.com', Location: 'Berlin' });
    const [email] = (await lab.deliveries()).items;
    assert.match(email?.message.text ?? '', /07\/16\/2026 14:00 GMT\+2/);
  });

  it('email domains: only the allowed ones, never the denied ones', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: {
        enableGuestEmailWhitelist: true,
        guestEmailWhitelistDomains: ['example.com'],
        enableGuestEmailBlacklist: true,
        guestEmailBlacklistDomains: ['bad.example.com'],
      },
    });
    assert.match((await refused({ 'Email address': 'a@example.org' }))[0] ?? '', /domain/);
    assert.match((await refused({ 'Email address': 'a@bad.example.com' }))[0] ?? '', /domain/);
    const { page } = await lab.browser().register({ 'Email address': 'a@good.example.com' });
    assert.equal(page.heading, 'Account created');
  });

  it('notifications off: no message is queued, nobody is asked for a contact, none is promised', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: {
        credentialNotificationUsingSms: false,
        credentialNotificationUsingEmail: false,
      },
    });
    const { page } = await lab.browser().register({ 'First name': 'Ann' });
    assert.equal(page.heading, 'Account created');
    await lab.browser().register({ ...PHONE, 'Email address': 'a@example.com' });
    assert.equal((await lab.deliveries()).total, 0);
  });

  it('SMS provider not asked for: the first selectable one that exists', async () => {
    lab = await GuestLab.open({
      selfRegPageSettings: {
        fieldSmsProvider: { include: false, require: false },
        selectableSmsProviders: ['Gone', 'Twilio'],
      },
    });
    await lab.browser().register(PHONE);
    assert.equal((await lab.deliveries()).items[0]?.provider, 'Twilio');
  });

  it('includeXxx of the success page: each row goes with its switch, the password too', async () => {
    lab = await GuestLab.open({
      selfRegSuccessSettings: { includePassword: false, includeCompany: false },
    });
    const { page } = await lab.browser().register({ ...PHONE, Company: 'Acme', 'First name': 'Ann' });
    assert.equal(page.byClass('ui_self_reg_results_password_label').length, 0);
    assert.equal(page.byClass('ui_self_reg_results_company_label').length, 0);
    assert.equal(page.byClass('ui_self_reg_results_first_name_label').length, 1);
    const [account] = (await lab.accounts()).items;
    assert.ok(!page.html.includes(`>${account?.password}<`));
  });

  it('password policy: length, classes and excluded look-alikes', async () => {
    lab = await GuestLab.open(
      {},
      {
        passwordPolicy: {
          minimumLength: 12,
          minimumLowercase: 2,
          minimumUppercase: 2,
          minimumDigits: 2,
          minimumSpecial: 1,
          excludedCharacters: '0O1lI',
        },
      },
    );
    const { page } = await lab.browser().register(PHONE);
    const { password } = credentialsOn(page);
    assert.equal(password.length, 12);
    assert.match(password, /[a-z].*[a-z]/);
    assert.match(password, /[A-Z].*[A-Z]/);
    assert.match(password, /\d.*\d/);
    assert.match(password, /[^a-zA-Z0-9]/);
    assert.doesNotMatch(password, /[0O1lI<>/,%\s]/);
  });

  it('allowGuestToCreateAccounts off: no link, and the form is refused', async () => {
    lab = await GuestLab.open({ loginPageSettings: { allowGuestToCreateAccounts: false } });
    const browser = lab.browser();
    const { page } = await browser.land();
    assert.ok(!page.html.includes('ui_login_self_reg_button'));
    const answer = await browser.post('CreateAccount.action', {
      token: page.form('loginForm').values.token ?? '',
      'guestUser.fieldValues.ui_phone_number': '4085550123',
    });
    assert.equal(answer.status, 403);
    assert.match(answer.page.problems[0] ?? '', /does not let guests register/);
    assert.equal((await lab.accounts()).total, 0);
  });
});
