import assert from 'node:assert/strict';
import { credentialsOn, GuestLab } from '../../support/guest.ts';

const PHONE = { 'Phone number': '(408) 555-0123' };
const FIELDS = [
  'Username',
  'First name',
  'Last name',
  'Email address',
  'Phone number',
  'Company',
  'Location',
  'SMS provider',
  'Person being visited',
  'Reason for visit',
];

describe('guest portal: registration', () => {
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

  describe('with the shipped portal', () => {
    beforeEach(async () => {
      lab = await GuestLab.open();
    });

    it('shows ten labelled fields, each with the name and id of ISE', async () => {
      const page = await lab.browser().openRegistration();
      const names = FIELDS.map((label) => page.field(label).attributes.name);
      assert.deepEqual(names, [
        'guestUser.fieldValues.ui_user_name',
        'guestUser.fieldValues.ui_first_name',
        'guestUser.fieldValues.ui_last_name',
        'guestUser.fieldValues.ui_email_address',
        'guestUser.fieldValues.ui_phone_number',
        'guestUser.fieldValues.ui_company',
        'guestUser.fieldValues.ui_location',
        'guestUser.fieldValues.ui_sms_provider',
        'guestUser.fieldValues.ui_person_visited',
        'guestUser.fieldValues.ui_reason_visit',
      ]);
      for (const label of FIELDS) {
        const { id, name } = page.field(label).attributes;
        assert.equal(id, name);
      }
      assert.equal(page.field('Phone number').attributes.type, 'tel');
      assert.equal(page.field('Email address').attributes.autocomplete, 'email');
      assert.equal(page.field('First name').attributes.autocomplete, 'given-name');
    });

    it('commits the account with one queued SMS and one queued email, and wakes the sender', async () => {
      await lab.browser().register({
        ...PHONE,
        'First name': 'Ann',
        'Last name': 'Smith',
        'Email address': 'ann@example.com',
        'SMS provider': 'Twilio',
        'Reason for visit': 'Audit & tea',
      });
      const { items } = await lab.accounts();
      const [account] = items;
      assert.ok(account);
      assert.equal(account.state, 'AWAITING_INITIAL_LOGIN');
      assert.equal(account.guestType, 'Daily (default)');
      assert.equal(account.portalId, lab.portal.id);
      assert.equal(account.fields.ui_reason_visit, 'Audit & tea');
      assert.equal(account.fields.ui_location, 'San Jose');
      assert.equal(Date.parse(account.validTo) - Date.parse(account.validFrom), 86_400_000);

      const deliveries = (await lab.deliveries()).items;
      const sms = deliveries.find((one) => one.kind === 'sms');
      const email = deliveries.find((one) => one.kind === 'email');
      assert.equal(deliveries.length, 2);
      assert.equal(sms?.provider, 'Twilio');
      assert.equal(sms?.to, '(408) 555-0123');
      assert.equal(sms?.status, 'queued');
      assert.equal(sms?.accountId, account.id);
      assert.equal(sms?.message.text, `Your account details: Username: asmith Password: ${account.password}`);
      assert.equal(email?.provider, 'SMTP server');
      assert.equal(email?.to, 'ann@example.com');
      assert.match(email?.message.text ?? '', /until 07\/16\/2026 05:00 PDT/);
      assert.equal(lab.notified, 1);
    });

    it('the success page shows what was entered, and where the credentials go', async () => {
      const { page } = await lab.browser().register({ ...PHONE, Company: 'Böse & <Söhne>' });
      const company = page.byClass('ui_self_reg_results_company_label')[0];
      assert.equal(
        company?.children[1] && typeof company.children[1] !== 'string' && company.children[1].rawText,
        'Böse & <Söhne>',
      );
      assert.match(page.text, /text message .* \(408\) 555-0123/);
      assert.doesNotMatch(page.text, /An email/);
    });

    it('a typed user name is taken as it is', async () => {
      const { page } = await lab.browser().register({ ...PHONE, Username: 'Ann.Smith+1&"2"' });
      assert.equal(credentialsOn(page).username, 'Ann.Smith+1&"2"');
    });

    it('a typed user name that exists, in whatever case, is refused and keeps what was typed', async () => {
      await lab.browser().register({ ...PHONE, Username: 'ann' });
      const { page } = await lab.browser().register({ ...PHONE, Username: 'ANN', Company: 'Acme' });
      assert.match(page.problems[0] ?? '', /already exists/);
      assert.equal(page.field('Username').attributes.value, 'ANN');
      assert.equal(page.field('Company').attributes.value, 'Acme');
      assert.equal((await lab.accounts()).total, 1);
    });

    it('guests of the same name get numbers', async () => {
      const names: string[] = [];
      for (let count = 0; count < 3; count += 1) {
        const { page } = await lab
          .browser()
          .register({ ...PHONE, 'First name': 'José', 'Last name': 'O’Muñoz' });
        names.push(credentialsOn(page).username);
      }
      assert.deepEqual(names, ['jomunoz', 'jomunoz01', 'jomunoz02']);
    });

    it('without a name the email address is the user name; with nothing, a random one', async () => {
      const byEmail = await lab.browser().register({ 'Email address': 'Ann@Example.com' });
      assert.equal(credentialsOn(byEmail.page).username, 'ann@example.com');
      const random = await lab.browser().register(PHONE);
      assert.match(credentialsOn(random.page).username, /^[a-z2-9]{8}$/);
    });

    it('without a phone number and email address the account is made, and its page shows the password', async () => {
      const { page } = await lab.browser().register({ 'First name': 'Ann', 'Last name': 'Smith' });
      assert.equal(credentialsOn(page).username, 'asmith');
      assert.equal((await lab.deliveries()).total, 0);
    });

    it('where the message is the only way to the password, a guest without an address for it is asked for one', async () => {
      await lab.close();
      lab = await GuestLab.open({ selfRegSuccessSettings: { includePassword: false } });
      const problems = await refused({ 'First name': 'Ann' });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /phone number .* or an email address/);
    });

    const BAD: [what: string, label: string, value: string, message: RegExp][] = [
      ['a number too short', 'Phone number', '12', /phone number/i],
      ['letters', 'Phone number', 'call me maybe', /phone number/i],
      ['a number too long', 'Phone number', '1'.repeat(30), /phone number/i],
      ['no @', 'Email address', 'ann.example.com', /email address/i],
      ['two @', 'Email address', 'a@b@example.com', /email address/i],
      ['a domain without a dot', 'Email address', 'ann@example', /email address/i],
      [
        'a header in the address',
        'Email address',
        'a@example.com\r\nBcc: b@example.com',
        /cannot be printed/,
      ],
      ['a blank', 'Username', 'ann smith', /user name .*blank/],
      ['markup', 'Username', '<b>ann', /user name/],
      ['a per cent sign', 'Username', '100%', /user name/],
      ['markup', 'First name', '<script>alert(1)</script>', /first name .*</],
      ['markup', 'Last name', 'a<b', /last name .*</],
      ['a control character', 'First name', 'A\u0000nn', /First name .*cannot be printed/],
      ['a line feed', 'Reason for visit', 'a\nb', /Reason for visit .*cannot be printed/],
      ['a direction override', 'Company', 'Acme\u202egnp', /Company .*cannot be printed/],
      ['257 characters', 'Company', 'x'.repeat(257), /Company .*256/],
      ['257 emoji', 'Person being visited', '🦊'.repeat(257), /Person being visited .*256/],
      ['a place not offered', 'Location', 'Atlantis', /Location .*choices/],
      ['a provider not offered', 'SMS provider', 'Carrier Pigeon', /SMS provider .*choices/],
    ];
    for (const [what, label, value, message] of BAD) {
      it(`${label} with ${what} is refused with a text that says why, and is kept as typed`, async () => {
        const answer = await lab.browser().register({ ...PHONE, [label]: value });
        const { page } = answer;
        assert.equal(answer.status, 200);
        assert.equal(page.problems.length, 1, page.text);
        assert.match(page.problems[0] ?? '', message);
        const field = page.field(label);
        assert.equal(field.attributes['aria-invalid'], 'true');
        const described = (field.attributes['aria-describedby'] ?? '').split(' ').map((id) => page.byId(id));
        assert.ok(described.some((one) => message.test(one?.text ?? '')));
        if (field.tag === 'input') assert.equal(field.attributes.value, value.replace('\u0000', '\u0000'));
        assert.equal((await lab.accounts()).total, 0);
        assert.equal((await lab.deliveries()).total, 0);
      });
    }

    for (const [label, value] of [
      ['Company', '🦊'.repeat(256)],
      ['First name', '李小龍'],
      ['Last name', 'ʻOkina d’Arc-Ñandú'],
      ['Reason for visit', '<b>bold</b> & "quoted" 100%'],
      ['Company', 'שלום'],
      ['Phone number', '+44 20 7946 0123'],
      ['Phone number', '\u202a+49 30\u00a0901820\u202c'],
      ['Email address', 'jörg@müller.example'],
    ] as const) {
      it(`${label} ${[...value].slice(0, 30).join('')} is taken`, async () => {
        const { page } = await lab.browser().register({ ...PHONE, [label]: value });
        assert.equal(page.heading, 'Account created', page.text);
      });
    }

    it('all mistakes are shown at once, each linked to its field, and the summary takes focus', async () => {
      const problems = await refused({ 'Phone number': '1', 'Email address': 'x', Username: 'a b' });
      assert.equal(problems.length, 3);
      const { page } = await lab.browser().register({ 'Phone number': '1' });
      const summary = page.byId('problems');
      assert.ok(summary && 'autofocus' in summary.attributes);
      assert.equal(summary.attributes.tabindex, '-1');
      assert.ok(page.html.includes('href="#guestUser.fieldValues.ui_phone_number"'));
    });

    it('custom fields of a real portal are kept; other unknown ones are no error', async () => {
      const browser = lab.browser();
      const form = (await browser.openRegistration()).formWith('Register').fill('Phone number', '4085550123');
      form
        .set('guestUser.fieldValues.ui_cpf_text', '123')
        .set('guestUser.fieldValues.__proto__', 'x')
        .set('x', 'y');
      assert.equal((await browser.send(form)).page.heading, 'Account created');
      assert.equal((await lab.accounts()).items[0]?.fields.ui_cpf_text, '123');
    });
  });
});
