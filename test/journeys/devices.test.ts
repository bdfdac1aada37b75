import assert from 'node:assert/strict';
import { type Browser, GuestLab } from '../support/guest.ts';
import { accountOf, type Guest, newGuest, STRAIGHT_ON, signOnFrom } from '../support/network.ts';
import type { Page } from '../support/page.ts';

const guestTypes = [
  {
    name: 'Daily (default)',
    loginOptions: { maxRegisteredDevices: 2, limitSimultaneousLogins: false },
  },
];

describe('devices', () => {
  let lab: GuestLab;
  let guest: Guest;
  let browser: Browser;

  async function open(guestDeviceRegistrationSettings: Record<string, boolean>): Promise<void> {
    lab = await GuestLab.open({ ...STRAIGHT_ON, guestDeviceRegistrationSettings }, { guestTypes });
    guest = await newGuest(lab);
    browser = lab.browser();
  }

  async function devices(of = guest): Promise<string[]> {
    const { id } = await accountOf(lab, of);
    return (await lab.stores.devices.listByAccount(id)).map(({ mac }) => mac.slice(-2));
  }

  const from = (last: string, by = guest, on = browser) =>
    signOnFrom(on, by, { sessionId: `0A${last}`, mac: `0000000000${last}` });

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  describe('registered by themselves', () => {
    beforeEach(() => open({ autoRegisterGuestDevices: true }));

    it('up to the limit without a word; one more shows the page, and continuing drops the oldest', async () => {
      await from('01');
      await from('02');
      assert.equal((await from('01')).page.heading, 'Success', 'a known device is not counted again');
      const { page } = await from('03');
      assert.equal(page.heading, 'Maximum devices reached');
      assert.ok(page.byId('ui_max_devices_continue_button'));
      assert.ok(page.text.includes('00:00:00:00:00:01'), 'the one that will go is named');
      assert.deepEqual(await devices(), ['01', '02'], 'nothing happens before the guest has agreed');

      const form = page.formWith('Continue');
      const both = await Promise.all([browser.send(form), browser.send(form)]);
      for (const answer of both) assert.equal(answer.page.heading, 'Success');
      assert.deepEqual(await devices(), ['02', '03']);
      const { items } = await lab.stores.audit.list({ limit: 2 });
      assert.deepEqual(
        items.map(({ action, detail }) => `${action} ${detail.slice(0, 17)}`),
        ['register-device 00:00:00:00:00:03', 'remove-device 00:00:00:00:00:01'],
      );
    });

    it('cannot be passed by posting to the next page, or with the token of another', async () => {
      await from('01');
      await from('02');
      const { page } = await from('03');
      const { token = '' } = page.formWith('Continue').values;
      const wrong = await browser.post('Continue.action?from=POST_ACCESS_BANNER', { token });
      assert.equal(wrong.page.heading, 'Maximum devices reached');
      const forged = await browser.post('MaxDevices.action?from=MAX_DEVICES', { token: 'X'.repeat(32) });
      assert.equal(forged.status, 403);
      assert.deepEqual(await devices(), ['01', '02']);
    });

    it('a device of another guest changes hands', async () => {
      const other = await newGuest(lab, { 'Last name': 'Roe' });
      await from('01');
      await from('01', other, lab.browser());
      assert.deepEqual([await devices(), await devices(other)], [[], ['01']]);
    });

    it('a session without a MAC address registers nothing', async () => {
      await signOnFrom(browser, guest, { sessionId: '0A' });
      assert.deepEqual(await devices(), []);
    });
  });

  describe('entered by guests', () => {
    let page: Page;

    beforeEach(async () => {
      await open({ allowGuestsToRegisterDevices: true });
      page = (await from('01')).page;
    });

    async function add(mac: string, description = ''): Promise<Page> {
      const form = page.formWith('Add').fill('Device ID', mac).fill('Description', description);
      page = (await browser.send(form)).page;
      return page;
    }

    it('the device in use is suggested; added, described, deleted, and saved', async () => {
      assert.equal(page.heading, 'Device registration');
      assert.equal(page.field('Device ID').attributes.value, '00:00:00:00:00:01');
      await add('00:00:00:00:00:01', 'My phone');
      assert.ok(page.text.includes('00:00:00:00:00:01, My phone (the one you are using)'));
      await add('A1-B3-E5-19-6F-BB', 'Grüße & <b>');
      assert.ok(page.text.includes('Grüße & <b>'));
      assert.throws(() => page.formWith('Add'), /no form/, 'the limit is reached');
      assert.match(page.byId('ui_device_reg_max_reached_message')?.text ?? '', /limit/);
      page = (await browser.send(page.formWith('Delete'))).page;
      assert.deepEqual(await devices(), ['BB']);
      const { page: next } = await browser.send(page.formWith('Save, Continue'));
      assert.equal(next.heading, 'Success');
    });

    it('none: skipped', async () => {
      assert.equal((await browser.send(page.formWith('Skip, Continue'))).page.heading, 'Success');
      assert.deepEqual(await devices(), []);
    });

    it('what cannot be a device is named and kept as typed', async () => {
      await add('not a mac', 'kept');
      assert.match(page.problems.join(), /not a MAC address/);
      assert.equal(page.field('Device ID').attributes.value, 'not a mac');
      assert.equal(page.field('Description').attributes.value, 'kept');
      await add('a1b3e5196fbb', 'x'.repeat(65));
      assert.match(page.problems.join(), /description is too long/);
      await add('a1b3e5196fbb', 'bell\u0007');
      assert.match(page.problems.join(), /cannot be printed/);
      assert.deepEqual(await devices(), []);
    });

    it('a device of another guest is refused, and cannot be deleted either', async () => {
      const other = await newGuest(lab, { 'Last name': 'Roe' });
      await add('a1b3e5196fbb');
      const foreign = lab.browser();
      const theirs = (await from('02', other, foreign)).page;
      const refused = await foreign.send(theirs.formWith('Add').fill('Device ID', 'a1b3e5196fbb'));
      assert.match(refused.page.problems.join(), /somebody else/);
      await foreign.send(
        refused.page.formWith('Add').set('device.action', 'delete').set('device.mac', 'A1:B3:E5:19:6F:BB'),
      );
      assert.deepEqual(await devices(), ['BB']);
    });

    it('the back button and a second tab: the same form again is one device; beyond the limit it is refused', async () => {
      const form = page.formWith('Add').fill('Device ID', 'a1b3e5196fbb');
      await browser.send(form);
      await browser.send(form);
      assert.deepEqual(await devices(), ['BB']);
      await browser.send(form.fill('Device ID', 'a1b3e5196fbc'));
      const full = await browser.send(form.fill('Device ID', 'a1b3e5196fbd'));
      assert.match(full.page.problems.join(), /reached the limit/);
      assert.deepEqual(await devices(), ['BB', 'BC']);
    });
  });
});
