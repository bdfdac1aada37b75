import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import {
  currentStep,
  GUEST,
  links,
  registered,
  reload,
  startWithApproval,
  theAccount,
} from '../support/approval.ts';
import { closeEmulators } from '../support/emulators.ts';
import { Browser, FakeClock } from '../support/guest.ts';
import { SponsorBrowser } from '../support/sponsor.ts';

describe('journey: waiting for approval', () => {
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
  });

  afterEach(closeEmulators);

  const start = (settings = {}, emulator = {}): Promise<Emulator> =>
    startWithApproval(clock, settings, emulator);

  it('a wait page that slept until its session was over says that the request is not lost', async () => {
    const ise = await start();
    const { browser, page } = await registered(ise);
    clock.pass(31 * 60_000);
    const late = await reload(browser, page);
    assert.equal(late.heading, 'Welcome');
    assert.match(late.problems[0] ?? '', /request itself is not lost/);
  });

  it('approved by the link: the wait page says so, signs on by itself, and the credentials go out', async () => {
    const ise = await start();
    const { browser, page } = await registered(ise);
    assert.equal(page.heading, 'Waiting for approval');
    assert.equal(currentStep(page), 'Waiting for approval');
    assert.ok(
      page.byId('ui_self_reg_results_instruction_message'),
      'load generators know by it that they registered',
    );
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL');

    const { mail, approve } = await links(ise);
    assert.match(mail.text, /Ann Smith/);
    assert.doesNotMatch(mail.text, /assword/);

    const sponsor = new SponsorBrowser(ise);
    const question = await sponsor.get(approve);
    assert.equal(question.page.heading, 'Approve this guest?');
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL', 'a GET approves nobody');
    const done = await sponsor.send(question.page.form('oneClickForm'));
    assert.match(done.page.byId('one-click-outcome')?.text ?? '', /approved/);

    const answered = await reload(browser, page);
    assert.equal(answered.heading, 'You are approved');
    assert.equal(currentStep(answered), 'Approval');
    const next = await browser.send(answered.form('waitForm'));
    assert.equal(next.page.heading, 'Acceptable Use Policy');

    const account = await theAccount(ise);
    assert.equal(account?.state, 'ACTIVE');
    const sms = await ise.inbox.waitFor({ to: GUEST['Phone number'], channel: 'sms' });
    assert.deepEqual(sms.credentials, { username: account?.username, password: account?.password });
    const email = await ise.inbox.waitFor({ to: GUEST['Email address'], channel: 'email' });
    assert.deepEqual(email.credentials, sms.credentials);
  });

  it('the script’s status tells the same as the page, and only to the page’s token', async () => {
    const ise = await start();
    const { browser, page } = await registered(ise);
    const ask = page.form('waitForm').element.attributes['data-ask'] ?? '';
    const status = async (address: string) => JSON.parse((await browser.get(address)).text).status;
    assert.equal(await status(ask), 'waiting');
    assert.equal(await status('SelfRegistrationStatus.action?token=nonsense'), 'unknown');
    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    await sponsor.send((await sponsor.get(approve)).page.form('oneClickForm'));
    assert.equal(await status(ask), 'approved');
  });

  it('nobody answers: with the account’s time the request is over', async () => {
    const ise = await start({ accountValidityDuration: 1, accountValidityTimeUnits: 'HOURS' });
    const { browser, page } = await registered(ise);
    const { approve } = await links(ise);
    clock.pass(20 * 60_000);
    const still = await reload(browser, page);
    assert.equal(still.heading, 'Waiting for approval');
    for (let minutes = 20; minutes < 60; minutes += 20) {
      clock.pass(20 * 60_000);
      await browser.get(still.byId('approval-reload')?.attributes.href ?? '');
    }
    const over = await reload(browser, page);
    assert.equal(over.heading, 'Request expired');
    assert.equal(currentStep(over), 'Expired');
    const late = await new SponsorBrowser(ise).get(approve);
    assert.equal(late.status, 410);
  });

  it('approved after autoLoginTimePeriod: the guest signs on by hand with the credentials that came', async () => {
    const ise = await start({ autoLoginTimePeriod: 5 });
    const { browser, page } = await registered(ise);
    const { approve } = await links(ise);
    clock.pass(5 * 60_000 + 1000);
    const waiting = await reload(browser, page);
    assert.match(waiting.text, /longer than usual/);
    const sponsor = new SponsorBrowser(ise);
    await sponsor.send((await sponsor.get(approve)).page.form('oneClickForm'));
    const login = await browser.send((await reload(browser, page)).form('waitForm'));
    assert.equal(login.page.heading, 'Welcome');
    const { credentials } = await ise.inbox.waitFor({ to: GUEST['Phone number'], channel: 'sms' });
    const next = await browser.signOn(login.page, credentials?.username ?? '', credentials?.password ?? '');
    assert.equal(next.page.heading, 'Acceptable Use Policy');
  });

  it('without autoLoginSelfWait the guest reads that he waits, and sees no credentials', async () => {
    const ise = await start({ autoLoginSelfWait: false });
    const { page, browser } = await registered(ise);
    const account = await theAccount(ise);
    assert.match(page.text, /waits for approval/);
    assert.doesNotMatch(page.text, /Use these details/);
    assert.ok(!page.html.includes(`>${account?.password}<`));
    assert.equal(page.byClass('ui_self_reg_results_password_label').length, 0);
    const login = await browser.send(page.formWith('Sign On'));
    const refused = await browser.signOn(login.page, account?.username ?? '', account?.password ?? '');
    assert.equal(refused.page.heading, 'Welcome');
    assert.ok(refused.page.byId('ui_login_failed_error'));
  });

  for (const autoLoginSelfWait of [true, false]) {
    for (const allowGraceAccess of [true, false]) {
      it(`the wait page with autoLoginSelfWait ${autoLoginSelfWait} and allowGraceAccess ${allowGraceAccess}`, async () => {
        const ise = await start({ autoLoginSelfWait, allowGraceAccess, graceAccessExpireInterval: 3 });
        const { browser, page } = await registered(ise);
        const waits = autoLoginSelfWait || allowGraceAccess;
        const isWaitPage = page.all(({ attributes }) => attributes.name === 'waitForm').length > 0;
        assert.equal(isWaitPage, waits);
        const timer = page.byId('ui_grace_access_waiting_page_timer')?.text ?? '';
        assert.equal(/3 min 0 s/.test(timer), allowGraceAccess);
        if (!waits) return;
        const grace = await browser.post('DoCoA.action', page.form('waitForm').values);
        assert.equal(grace.status, allowGraceAccess ? 200 : 403);

        const { approve } = await links(ise);
        const sponsor = new SponsorBrowser(ise);
        await sponsor.send((await sponsor.get(approve)).page.form('oneClickForm'));
        const answered = await reload(browser, page);
        assert.equal(answered.heading, 'You are approved');
        assert.equal('data-go' in answered.form('waitForm').element.attributes, autoLoginSelfWait);
        const next = await browser.send(answered.form('waitForm'));
        assert.equal(next.page.heading, autoLoginSelfWait ? 'Acceptable Use Policy' : 'Welcome');
      });
    }
  }

  it('grace access: connected for some minutes while waiting, then off the network', async () => {
    const ise = await start({
      allowGraceAccess: true,
      graceAccessExpireInterval: 10,
      autoLoginSelfWait: false,
    });
    const browser = new Browser(ise.app, ise.portal.id);
    await browser.get(
      'gateway?sessionId=0A000001&portal=x&action=cwa&mac=A1-B2-C3-D4-E5-F6'.replace(
        '=x',
        `=${ise.portal.id}`,
      ),
    );
    const landing = await browser.get(
      `PortalSetup.action?portal=${ise.portal.id}&sessionId=0A000001&action=cwa`,
    );
    const form = (await browser.send(landing.page.formWith('Register for guest access'))).page.formWith(
      'Register',
    );
    for (const [label, value] of Object.entries(GUEST)) form.fill(label, value);
    const { page } = await browser.send(form);
    assert.equal(page.heading, 'Short access while you wait');
    assert.match(page.byId('ui_grace_access_waiting_page_timer')?.text ?? '', /10 min 0 s/);
    assert.match(page.html, /coaUrl: 'DoCoA.action'/);
    const state = async () => JSON.parse((await browser.get('CheckCoAStatus.action')).text).session?.state;
    assert.equal(await state(), 'registered');
    const connected = await browser.send(page.form('tokenForm'));
    assert.match(connected.page.text, /short access is on/);
    assert.equal(await state(), 'coa-sent');

    clock.pass(10 * 60_000);
    const over = await reload(browser, connected.page);
    assert.equal(over.heading, 'Short access is over');
    assert.equal(await state(), 'disconnected');
    const refused = await browser.post('DoCoA.action', page.form('tokenForm').values);
    assert.equal(refused.status, 403, 'it cannot be had twice');

    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    await sponsor.send((await sponsor.get(approve)).page.form('oneClickForm'));
    const approved = await reload(browser, over);
    assert.equal(approved.heading, 'You are approved');
  });

  it('grace access denied: the page says so and the session is taken off', async () => {
    const ise = await start({ allowGraceAccess: true });
    const { browser, page } = await registered(ise);
    const { deny } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    await sponsor.send((await sponsor.get(deny)).page.form('oneClickForm'));
    const answered = await reload(browser, page);
    assert.equal(answered.heading, 'Not approved');
    assert.match(answered.text, /short access is over/);
    assert.match(answered.text, /Back to Log In/);
  });
});
