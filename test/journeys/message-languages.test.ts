import assert from 'node:assert/strict';
import { closeEmulators, NUMBER, register, startEmulator } from '../support/emulators.ts';
import { GuestLab, portalJson } from '../support/guest.ts';

const GUEST = { 'First name': 'Ann', 'Email address': 'ann@example.com', 'Phone number': '(408) 555-0123' };

const NOTIFICATIONS = {
  languages: {
    de: {
      sms: { text: 'Name: $ui_user_name$ Kennwort: $ui_password$' },
      email: {
        subject: 'Zugang für $ui_first_name$',
        text: 'Guten Tag $ui_first_name$, Kennwort: $ui_password$',
        html: '<p>Guten Tag $ui_first_name$</p>',
      },
      approval: { email: { subject: 'Bitte um Freigabe', text: 'Ja: $ui_approve_link$', html: '' } },
    },
    fr: { sms: { text: 'Mot de passe : $ui_password$' } },
  },
};

describe('messages in the language of the guest', () => {
  let lab: GuestLab;

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  /** What is queued for a guest whose browser wants these languages: the SMS, and subject, text and HTML of the mail. */
  async function sent(accept: string, settings: Record<string, Record<string, unknown>> = {}, guest = GUEST) {
    lab = await GuestLab.open(settings, { notifications: NOTIFICATIONS });
    const browser = lab.browser();
    const form = (await browser.openRegistration()).formWith('Register');
    for (const [label, value] of Object.entries(guest)) form.fill(label, value);
    await browser.send(form, { 'Accept-Language': accept });
    const { items } = await lab.deliveries();
    const password = (await lab.accounts()).items[0]?.password ?? '';
    const of = (kind: string) => items.find((delivery) => delivery.kind === kind)?.message;
    const told = [of('sms')?.text, of('email')?.subject, of('email')?.text, of('email')?.html];
    return told.map((text) => text?.replaceAll(password, '****'));
  }

  it('a browser in German gets the German messages, each whole', async () => {
    const [sms, ...email] = await sent('de-AT, en;q=0.5');
    assert.match(sms ?? '', /^Name: \w+ Kennwort: \*{4}$/);
    assert.deepEqual(email, ['Zugang für Ann', 'Guten Tag Ann, Kennwort: ****', '<p>Guten Tag Ann</p>']);
  });

  it('what a language lacks is the portal’s own; a language without texts gets all of those', async () => {
    const [sms, subject] = await sent('fr');
    assert.deepEqual([sms, subject], ['Mot de passe : ****', 'Your Guest Account Credentials']);
    await lab.close();
    const [english, own] = await sent('it');
    assert.match(english ?? '', /^Your account details/);
    assert.equal(own, 'Your Guest Account Credentials');
  });

  it('ALWAYSUSE: the portal’s language, whatever the browser wants', async () => {
    const portalSettings = { displayLang: 'ALWAYSUSE', alwaysUsedLanguage: 'German' };
    assert.equal((await sent('en', { portalSettings }))[1], 'Zugang für Ann');
  });

  it('the mail to the approver follows the guest’s language', async () => {
    const selfRegPageSettings = {
      requireGuestApproval: true,
      sendApprovalRequestTo: 'SELECTEDEMAILADDRESSES',
      approvalEmailAddresses: 'boss@example.com',
    };
    const [, subject, text] = await sent('de', { selfRegPageSettings });
    assert.equal(subject, 'Bitte um Freigabe');
    assert.match(text ?? '', /^Ja: https:/);
  });

  it('a guest who calls himself $ui_password$, with markup and a line break, stays in his place', async () => {
    const name = '$ui_password$ "&';
    const [, subject, text, html] = await sent('de', {}, { ...GUEST, 'First name': name });
    assert.equal(subject, `Zugang für ${name}`);
    assert.equal(text, `Guten Tag ${name}, Kennwort: ****`);
    assert.equal(html, '<p>Guten Tag $ui_password$ &quot;&amp;</p>');
  });

  it('the same form sent twice is one account in either language', async () => {
    lab = await GuestLab.open({}, { notifications: NOTIFICATIONS });
    const browser = lab.browser();
    const form = (await browser.openRegistration()).formWith('Register');
    for (const [label, value] of Object.entries(GUEST)) form.fill(label, value);
    const first = await browser.send(form, { 'Accept-Language': 'de' });
    const second = await browser.send(form, { 'Accept-Language': 'de' });
    assert.equal(second.page.text, first.page.text);
    assert.equal((await lab.accounts()).total, 1);
  });
});

describe('journey: messages in German', () => {
  afterEach(closeEmulators);

  it('arrive at the simulators, and the inspector finds user name and password in them', async () => {
    const portalSettings = { displayLang: 'ALWAYSUSE', alwaysUsedLanguage: 'German' };
    const emulator = await startEmulator({
      portal: portalJson({ portalSettings }, { notifications: NOTIFICATIONS }),
    });
    const { username, password } = await register(emulator, { email: 'ann@example.com' });
    for (const [channel, to] of [
      ['sms', NUMBER],
      ['email', 'ann@example.com'],
    ] as const) {
      const message = await emulator.inbox.waitFor({ to, channel });
      assert.match(message.text, /Kennwort/);
      if (channel === 'sms') assert.deepEqual(message.credentials, { username, password });
    }
  });
});
