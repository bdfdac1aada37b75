import assert from 'node:assert/strict';
import request from 'supertest';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import { FakeClock, GuestLab, portalJson } from '../support/guest.ts';
import { accountOf, newGuest, STRAIGHT_ON, signOnFrom } from '../support/network.ts';

const DAY = 86_400_000;

describe('the life of an account', () => {
  describe('its time', () => {
    let lab: GuestLab;

    const open = async (accessTime: Record<string, unknown>, settings = {}) => {
      const guestTypes = [{ name: 'Daily (default)', accessTime: { defaultDuration: 1, ...accessTime } }];
      lab = await GuestLab.open({ ...STRAIGHT_ON, ...settings }, { guestTypes });
      return newGuest(lab);
    };

    afterEach(async () => {
      assert.deepEqual(lab.errors, []);
      await lab.close();
    });

    it('from the first login: the day begins when the guest first signs on, and is over a day later', async () => {
      const guest = await open({ fromFirstLogin: true, maxAccountDuration: 5 });
      lab.clock.pass(3 * DAY);
      const browser = lab.browser();
      const signOn = async () => (await browser.signOn((await browser.land()).page, ...pair)).page;
      const pair = [guest.username, guest.password] as const;
      assert.equal((await signOn()).heading, 'Success');
      const { validTo } = await accountOf(lab, guest);
      assert.equal(Date.parse(validTo), lab.clock.now().getTime() + DAY);
      lab.clock.pass(DAY - 1);
      assert.equal((await signOn()).heading, 'Success');
      lab.clock.pass(1);
      assert.match((await signOn()).problems.join(), /has ended/);
      assert.equal((await accountOf(lab, guest)).validTo, validTo);
    });

    it('from the first login: one never used waits as long as the type allows, no longer', async () => {
      const guest = await open({ fromFirstLogin: true, maxAccountDuration: 5 });
      lab.clock.pass(5 * DAY);
      const { page } = await signOnFrom(lab.browser(), guest, { sessionId: '1' });
      assert.match(page.problems.join(), /has ended/);
    });

    it('outside the hours of its type a guest is not let in, nor further on, by the clock of the location', async () => {
      // It is five in the morning in San Jose.
      const guest = await open(
        {
          allowAccessOnSpecificDaysTimes: true,
          dayTimeLimits: [{ startTime: '06:00', endTime: '17:00', days: ['Wednesday'] }],
        },
        { aupSettings: { includeAup: true } },
      );
      const browser = lab.browser();
      assert.match((await signOnFrom(browser, guest, { sessionId: '1' })).page.problems.join(), /this time/);
      lab.clock.pass(3_600_000);
      const { page } = await signOnFrom(browser, guest, { sessionId: '1' });
      assert.equal(page.heading, 'Acceptable Use Policy');
      lab.clock.pass(12 * 3_600_000);
      const late = await lab.browser().get('PortalSetup.action');
      assert.equal(late.status, 200);
      const { page: refused } = await signOnFrom(browser, guest, { sessionId: '1' });
      assert.match(refused.problems.join(), /this time/);
    });
  });

  describe('its policy', () => {
    it('RECURRING: accepted once, it is shown again after so many days, and each acceptance is a line', async () => {
      const lab = await GuestLab.open({
        ...STRAIGHT_ON,
        aupSettings: { includeAup: true, displayFrequency: 'RECURRING', displayFrequencyIntervalDays: 2 },
        selfRegPageSettings: { accountValidityDuration: 5 },
      });
      try {
        const guest = await newGuest(lab);
        const browser = lab.browser();
        const signOn = async () => (await signOnFrom(browser, guest, { sessionId: '1' })).page;
        const policy = await signOn();
        assert.equal((await browser.send(policy.formWith('Accept'))).page.heading, 'Success');
        lab.clock.pass(2 * DAY - 1);
        assert.equal((await signOn()).heading, 'Success');
        lab.clock.pass(1);
        const again = await signOn();
        assert.equal(again.heading, 'Acceptable Use Policy');
        const declined = (await browser.send(again.formWith('Decline'))).page;
        assert.match(declined.problems.join(), /did not accept/);
        await browser.send(declined.formWith('Accept'));
        const { items } = await lab.stores.audit.list({ limit: 20 });
        assert.deepEqual(
          items
            .filter(({ action }) => action === 'accept-policy')
            .map(({ at, address }) => [at.slice(8, 10), address]),
          [
            ['17', '127.0.0.1'],
            ['15', '127.0.0.1'],
          ],
        );
        assert.deepEqual(lab.errors, []);
      } finally {
        await lab.close();
      }
    });
  });

  describe('what happens by itself', () => {
    let ise: Emulator;
    const clock = new FakeClock();

    async function start(emulator: Record<string, unknown>): Promise<void> {
      clock.time = Date.parse('2026-07-15T12:00:00Z');
      ise = await startEmulator({
        clock,
        portal: portalJson({ selfRegPageSettings: { accountValidityDuration: 5 } }, emulator),
      });
    }

    afterEach(closeEmulators);

    const notice = {
      enableNotification: true,
      advanceNotificationDuration: 3,
      advanceNotificationUnits: 'DAYS',
      sendEmailNotification: true,
      emailText: 'Hello $ui_first_name$, $ui_user_name$ ends on $ui_end_date_time$.',
      sendSmsNotification: true,
      smsText: '$ui_user_name$ ends soon & for good.',
    };
    const guestTypes = [
      { name: 'Daily (default)', expirationNotification: notice, accessTime: { defaultDuration: 1 } },
    ];

    it('the notice goes out by SMS and email when it is due, in the words of the guest type, once', async () => {
      await start({ guestTypes });
      const { username } = await register(ise, { email: 'jane@example.com', first: '$ui_password$' });
      assert.equal((await ise.tick()).notified, 0, 'five days before the end it is too early');
      clock.pass(2 * DAY - 1);
      assert.equal((await ise.tick()).notified, 0);
      clock.pass(1);
      assert.equal((await ise.tick()).notified, 1);
      assert.equal((await ise.tick()).notified, 0);
      await ise.settled();
      const { items } = await ise.received.listMessages({ limit: 9 });
      const notices = items.filter(({ text }) => text.includes('ends'));
      assert.deepEqual(notices.map(({ channel }) => channel).sort(), ['email', 'sms']);
      const text = (channel: string) => notices.find((one) => one.channel === channel)?.text.trim();
      assert.equal(text('sms'), `${username} ends soon & for good.`);
      assert.equal(text('email'), `Hello $ui_password$, ${username} ends on 07/20/2026 05:00 PDT.`);
    });

    it('who cannot be told is told nothing, holds up nobody, and the mark is kept with the account', async () => {
      await start({ guestTypes });
      await register(ise, { number: '', first: 'Silent' });
      const { username } = await register(ise, { first: 'Loud' });
      clock.pass(3 * DAY);
      assert.equal((await ise.tick()).notified, 1);
      const told = await ise.accounts.findByUsername(username);
      assert.equal(told?.expiryNotifiedAt, clock.now().toISOString());
      assert.equal((await ise.tick()).notified, 0);
    });

    it('an account is deleted so many days after its end; its history and its messages stay', async () => {
      await start({ purgeExpiredAfterDays: 15 });
      const { username } = await register(ise);
      const account = await ise.accounts.findByUsername(username);
      clock.pass(20 * DAY);
      assert.equal((await ise.tick()).purged, 0);
      clock.pass(1);
      assert.equal((await ise.tick()).purged, 1);
      const gone = await request(ise.app)
        .get(`/lab/accounts/${account?.id}`)
        .set('Accept', 'application/json');
      assert.deepEqual(
        gone.body.life.map(({ what }: { what: string }) => what),
        ['purge', 'register'],
      );
      assert.ok((await ise.deliveries.list({ limit: 9 })).total > 0);
      assert.equal((await register(ise)).username, username, 'the name is free again');
    });

    it('a guest type that nothing describes is named at boot, and guests still register', async () => {
      ise = await startEmulator({
        portal: portalJson({ selfRegPageSettings: { assignGuestsToGuestType: 'Visitor' } }),
      });
      assert.ok(ise.notes.some((note) => /No guest type describes Visitor/.test(note)));
      const { username } = await register(ise);
      assert.equal((await ise.accounts.findByUsername(username))?.guestType, 'Visitor');
    });

    it('an address to go to that is none is named at boot', async () => {
      ise = await startEmulator({
        portal: portalJson({
          selfRegPageSettings: { postRegistrationRedirect: 'URL', postRegistrationRedirectUrl: '' },
          authSuccessSettings: { successRedirect: 'URL', redirectUrl: 'javascript:alert(1)' },
        }),
      });
      const said = ise.notes.join(' ');
      assert.match(said, /authSuccessSettings\.redirectUrl is no http or https address/);
      assert.match(said, /selfRegPageSettings\.postRegistrationRedirectUrl is no http or https address/);
    });

    it('with 0 expired accounts stay', async () => {
      await start({ purgeExpiredAfterDays: 0 });
      await register(ise);
      clock.pass(1000 * DAY);
      assert.equal((await ise.tick()).purged, 0);
    });

    it('the lab shows an account’s life, its devices and its sessions, and all sessions on a page', async () => {
      await start({});
      const { browser, username, password } = await register(ise);
      await browser.get('gateway?sessionId=0A0B&client_mac=a1b3e5196fbb&redirect=http://news.example');
      const landed = await browser.get('PortalSetup.action?sessionId=0A0B');
      await browser.signOn(landed.page, username, password);
      const account = await ise.accounts.findByUsername(username);
      const json = await request(ise.app)
        .get(`/lab/accounts/${account?.id}`)
        .set('Accept', 'application/json');
      assert.deepEqual(
        json.body.life.map(({ what, who, from }: Record<string, string>) => [what, who, from !== '']),
        [
          ['login', 'guest', true],
          ['register', 'guest', true],
        ],
      );
      assert.equal(json.body.sessions[0].sessionId, '0A0B');
      const page = await request(ise.app).get('/lab/sessions').set('Accept', 'text/html');
      for (const text of ['0A0B', 'authenticated', 'A1:B3:E5:19:6F:BB', 'http://news.example/']) {
        assert.ok(page.text.includes(text), text);
      }
      clock.pass(6 * DAY);
      const list = await request(ise.app).get('/lab/accounts').set('Accept', 'application/json');
      assert.equal(list.body.items[0].state, 'EXPIRED', 'by the clock, nothing need have swept');
    });
  });
});
