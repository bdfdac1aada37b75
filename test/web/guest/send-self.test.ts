import assert from 'node:assert/strict';
import { credentialsOn, GuestLab } from '../../support/guest.ts';
import type { Page } from '../../support/page.ts';

const GUEST = { 'First name': 'Ann', 'Email address': 'ann@example.com', 'Phone number': '(408) 555-0123' };
const ON = {
  selfRegSuccessSettings: {
    allowGuestSendSelfUsingPrint: true,
    allowGuestSendSelfUsingEmail: true,
    allowGuestSendSelfUsingSms: true,
  },
  selfRegPageSettings: { credentialNotificationUsingEmail: false, credentialNotificationUsingSms: false },
};

function buttons(page: Page): string[] {
  return ['print', 'email', 'sms'].filter((kind) => page.byId(`ui_self_reg_results_${kind}_button`) !== null);
}

describe('guest portal: sending the details to oneself', () => {
  let lab: GuestLab;

  afterEach(() => lab.close());

  it('the shipped portal offers none of it', async () => {
    lab = await GuestLab.open();
    const { page } = await lab.browser().register(GUEST);
    assert.deepEqual(buttons(page), []);
    assert.deepEqual(page.byClass('print-only'), []);
  });

  it('each button queues a message with the credentials, five times, and counts down', async () => {
    lab = await GuestLab.open(ON);
    const browser = lab.browser();
    let { page } = await browser.register(GUEST);
    const { username, password } = credentialsOn(page);
    for (const [button, kind, news] of [
      ['Email Me', 'email', 'An email with your details is on its way.'],
      ['Text Me', 'sms', 'A text message with your details is on its way.'],
    ] as const) {
      for (let time = 1; time <= 5; time += 1) {
        ({ page } = await browser.send(page.formWith(button)));
        assert.equal(page.heading, 'Account created');
        assert.equal(page.byId('send-news')?.text, news);
        assert.deepEqual(credentialsOn(page), { username, password });
        const hint = page.byId(`${kind}-left`)?.text ?? '';
        const left = [
          '4 more times',
          '3 more times',
          '2 more times',
          'once more',
          'all five tries are used up',
        ];
        assert.ok(hint.includes(left[time - 1] ?? '?'), hint);
      }
      assert.ok('disabled' in (page.byId(`ui_self_reg_results_${kind}_button`)?.attributes ?? {}));
      const sixth = await browser.send(page.formWith(button));
      assert.equal(sixth.page.problems.join(), 'It cannot be sent again: all five tries are used up.');
      page = sixth.page;
    }
    const { items } = await lab.deliveries();
    assert.deepEqual(items.map(({ kind, to, status }) => `${kind} ${to} ${status}`).sort(), [
      ...Array(5).fill('email ann@example.com queued'),
      ...Array(5).fill('sms (408) 555-0123 queued'),
    ]);
    for (const { message } of items) assert.ok(message.text.includes(`Password: ${password}`));
    assert.equal(lab.notified, 10, 'once for each message');
  });

  it('a double click sends one message; a click from a page gone back to is answered as before', async () => {
    lab = await GuestLab.open(ON);
    const browser = lab.browser();
    const { page } = await browser.register(GUEST);
    await Promise.all([browser.send(page.formWith('Text Me')), browser.send(page.formWith('Text Me'))]);
    const again = await browser.send(page.formWith('Text Me'));
    assert.match(again.page.byId('send-news')?.text ?? '', /on its way/);
    assert.equal((await lab.deliveries()).total, 1);
  });

  it('a guest without a number has no Text Me, and posting for one sends nothing', async () => {
    lab = await GuestLab.open(ON);
    const browser = lab.browser();
    const { page } = await browser.register({ ...GUEST, 'Phone number': '' });
    assert.deepEqual(buttons(page), ['print', 'email']);
    const token = page.formWith('Email Me').values.token ?? '';
    assert.equal((await browser.post('SendSelfSms.action', { token })).status, 403);
    assert.equal((await lab.deliveries()).total, 0);
  });

  it('a token of another page or of another guest sends nothing', async () => {
    lab = await GuestLab.open(ON);
    const victim = await lab.browser().register(GUEST);
    const stolen = victim.page.formWith('Email Me').values.token ?? '';
    const browser = lab.browser();
    const login = await browser.land();
    for (const token of [stolen, login.headers.token ?? '', '']) {
      const answer = await browser.post('SendSelfEmail.action', { token });
      assert.equal(answer.status, 403);
      assert.equal(answer.page.heading, 'Welcome');
    }
    assert.equal((await lab.deliveries()).total, 0);
  });

  it('an account that ended meanwhile sends nothing', async () => {
    lab = await GuestLab.open(ON);
    const browser = lab.browser();
    const { page } = await browser.register(GUEST);
    const [account] = (await lab.accounts()).items;
    await lab.stores.accounts.update(account?.id ?? '', { state: 'SUSPENDED' });
    const answer = await browser.send(page.formWith('Email Me'));
    assert.match(answer.page.problems.join(), /No email could be sent/);
    assert.equal((await lab.deliveries()).total, 0);
  });

  it('Print brings a sheet with the credentials, unless the page hides them', async () => {
    lab = await GuestLab.open(ON, {
      notifications: { print: { html: '<p>$ui_user_name$ <b>$ui_first_name$</b></p><script>x</script>' } },
    });
    const shown = await lab.browser().register({ ...GUEST, Username: 'a&b', 'First name': '$ui_password$' });
    assert.ok(shown.page.html.includes('<div class="print-only"><p>a&amp;b <b>$ui_password$</b></p></div>'));
    await lab.close();
    lab = await GuestLab.open({
      ...ON,
      selfRegSuccessSettings: { ...ON.selfRegSuccessSettings, includePassword: false },
    });
    const hidden = await lab.browser().register(GUEST);
    assert.deepEqual(buttons(hidden.page), ['print', 'email', 'sms']);
    assert.deepEqual(hidden.page.byClass('print-only'), []);
  });
});
