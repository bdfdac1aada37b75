import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { Browser, FakeClock } from '../support/guest.ts';
import type { Page } from '../support/page.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

const APPROVER = 'host@example.com';
const GUEST = {
  'First name': 'Ann',
  'Last name': 'Smith',
  'Email address': 'ann@example.com',
  'Phone number': '+1 408 555 0123',
};

type Settings = Record<string, unknown>;

describe('journey: approval', () => {
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
  });

  afterEach(closeEmulators);

  function start(settings: Settings = {}, emulator: Record<string, unknown> = {}): Promise<Emulator> {
    return startEmulator({
      clock,
      random: 'approval',
      portal: portalFile(
        {
          selfRegPageSettings: {
            requireGuestApproval: true,
            approvalEmailAddresses: APPROVER,
            autoLoginSelfWait: true,
            ...settings,
          },
        },
        emulator,
      ),
    });
  }

  async function registered(ise: Emulator, more: Record<string, string> = {}) {
    const browser = new Browser(ise.app, ise.portal.id);
    const { page, status } = await browser.register({ ...GUEST, ...more });
    assert.equal(status, 200);
    return { browser, page };
  }

  /** The links of the request mail, as addresses below the sponsor portal. */
  async function links(ise: Emulator, to = APPROVER) {
    const mail = await ise.inbox.waitFor({ to });
    const link = (action: string) => {
      const found = new RegExp(
        `https://\\S+/sponsorportal/(OneClick\\.action\\?action=${action}&link=\\S+)`,
      ).exec(mail.text);
      assert.ok(found, mail.text);
      return found[1] ?? '';
    };
    return { mail, approve: link('approve'), deny: link('deny') };
  }

  async function reload(browser: Browser, page: Page): Promise<Page> {
    const address = page.byId('approval-reload')?.attributes.href ?? '';
    return (await browser.get(address)).page;
  }

  async function theAccount(ise: Emulator) {
    const { items } = await ise.accounts.list({ limit: 5, offset: 0 });
    assert.equal(items.length, 1);
    return items[0];
  }

  const currentStep = (page: Page) =>
    page.one((element) => element.attributes['aria-current'] === 'step', 'current step').text;

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

  it('denied by the link: the guest reads it and is sent nothing; the links are used up', async () => {
    const ise = await start();
    const { browser, page } = await registered(ise);
    const { approve, deny } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const question = await sponsor.get(deny);
    assert.equal(question.page.heading, 'Deny this guest?');
    const done = await sponsor.send(question.page.form('oneClickForm'));
    assert.match(done.page.byId('one-click-outcome')?.text ?? '', /denied/);

    const answered = await reload(browser, page);
    assert.equal(answered.heading, 'Not approved');
    assert.equal(currentStep(answered), 'Denied');
    assert.equal((await theAccount(ise))?.state, 'DENIED');
    await ise.settled();
    assert.equal((await ise.deliveries.list({ limit: 10 })).total, 1, 'only the request itself was sent');

    for (const link of [approve, deny]) {
      const again = await sponsor.get(link);
      assert.equal(again.status, 409);
      assert.match(again.page.byId('one-click-outcome')?.text ?? '', /answered already/);
    }
  });

  it('two approvers at once: one decides, the other is told that it was answered already', async () => {
    const ise = await start({ approvalEmailAddresses: 'one@example.com, two@example.com' });
    await registered(ise);
    const [one, two] = await Promise.all([links(ise, 'one@example.com'), links(ise, 'two@example.com')]);
    const [first, second] = [new SponsorBrowser(ise), new SponsorBrowser(ise)];
    const questions = await Promise.all([first.get(one.approve), second.get(two.deny)]);
    const outcomes = await Promise.all([
      first.send(questions[0].page.form('oneClickForm')),
      second.send(questions[1].page.form('oneClickForm')),
    ]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), [200, 409]);
    const account = await theAccount(ise);
    assert.equal(account?.state, outcomes[0].status === 200 ? 'AWAITING_INITIAL_LOGIN' : 'DENIED');
  });

  it('the same button pressed twice at once approves once', async () => {
    const ise = await start();
    await registered(ise);
    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const form = (await sponsor.get(approve)).page.form('oneClickForm');
    const outcomes = await Promise.all([sponsor.send(form), sponsor.send(form)]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), [200, 409]);
    await ise.settled();
    assert.equal((await ise.deliveries.list({ limit: 10 })).total, 3, 'request, SMS and email, each once');
  });

  it('an expired link says so and leaves the guest waiting for the sponsor portal; a forged one is not valid', async () => {
    const ise = await start({
      approveDenyLinksValidFor: 2,
      approveDenyLinksTimeUnits: 'HOURS',
      accountValidityDuration: 1,
    });
    await registered(ise);
    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const forged = await sponsor.get(`${approve.slice(0, -4)}AAAA`);
    assert.equal(forged.status, 404);
    assert.match(forged.page.byId('one-click-outcome')?.text ?? '', /not valid/);
    const question = await sponsor.get(approve);
    clock.pass(2 * 3_600_000);
    const late = await sponsor.send(question.page.form('oneClickForm'));
    assert.equal(late.status, 410);
    assert.match(late.page.byId('one-click-outcome')?.text ?? '', /too old/);
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL');

    await sponsor.signOn('sponsor', 'lab-sponsor');
    const pending = await sponsor.get('pending.action');
    const form = pending.page.form('pendingForm');
    const done = await sponsor.send(form.set('selected', (await theAccount(ise))?.id ?? ''), {
      action: 'approve',
    });
    assert.match(done.page.text, /1 guest is approved/);
    assert.equal((await theAccount(ise))?.state, 'AWAITING_INITIAL_LOGIN');
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

  it('requireApproverToAuthenticate: the link alone is not enough, and the sponsor needs the right to approve', async () => {
    const ise = await start({ requireApproverToAuthenticate: true });
    await registered(ise);
    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const { page } = await sponsor.get(approve);
    const without = await sponsor.send(page.form('oneClickForm'));
    assert.match(without.page.problems[0] ?? '', /do not match/);
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL');
    const form = without.page.form('oneClickForm');
    const done = await sponsor.send(form.fill('Username', 'sponsor').fill('Password', 'lab-sponsor'));
    assert.match(done.page.byId('one-click-outcome')?.text ?? '', /approved/);
  });

  it('requireApproverToAuthenticate: a sponsor who may only approve his own guests lacks the privilege', async () => {
    const group = {
      name: 'Own guests',
      guestTypes: ['Daily (default)'],
      otherPermissions: { limitApprovalToSponsorsGuests: true },
    };
    const sponsors = {
      groups: [group],
      sponsors: [{ username: 'host', password: 'secret', email: APPROVER, groups: ['Own guests'] }],
    };
    const ise = await start({ requireApproverToAuthenticate: true }, { sponsors });
    await registered(ise, { 'Person being visited': 'somebody.else@example.com' });
    const { approve } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const form = (await sponsor.get(approve)).page.form('oneClickForm');
    const refused = await sponsor.send(form.fill('Username', 'host').fill('Password', 'secret'));
    assert.equal(refused.status, 403);
    assert.match(refused.page.byId('one-click-outcome')?.text ?? '', /may not approve/);
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL');
  });

  it('sponsorPortalList: approvers sign in to the sponsor portal when it is listed; one that does not exist is named', async () => {
    const signIn = { requireApproverToAuthenticate: true, authenticateSponsorsUsingPortalList: true };
    for (const [sponsorPortalList, isListed] of [
      [['Partners', 'sponsor portal (default)'], true],
      [['Partners'], false],
    ] as const) {
      const ise = await start({ ...signIn, sponsorPortalList });
      assert.ok(ise.notes.some((note) => /do not exist here: Partners\./.test(note)));
      await registered(ise);
      const sponsor = new SponsorBrowser(ise);
      const { approve } = await links(ise);
      const form = (await sponsor.get(approve)).page.form('oneClickForm');
      const done = await sponsor.send(form.fill('Username', 'sponsor').fill('Password', 'lab-sponsor'));
      if (!isListed) assert.match(done.page.problems[0] ?? '', /does not exist here/);
      const state = isListed ? 'AWAITING_INITIAL_LOGIN' : 'PENDING_APPROVAL';
      assert.equal((await theAccount(ise))?.state, state);
    }
    const off = await start({
      ...signIn,
      authenticateSponsorsUsingPortalList: false,
      sponsorPortalList: ['X'],
    });
    assert.ok(off.notes.every((note) => !/sponsorPortalList/.test(note)));
  });

  for (const [byEmail, bySms] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    it(`on approval the credentials go out${byEmail ? '' : ' not'} by email and${bySms ? '' : ' not'} by SMS, as set`, async () => {
      const ise = await start({
        credentialNotificationUsingEmail: byEmail,
        credentialNotificationUsingSms: bySms,
      });
      const { browser, page } = await registered(ise);
      const { approve } = await links(ise);
      const sponsor = new SponsorBrowser(ise);
      await sponsor.send((await sponsor.get(approve)).page.form('oneClickForm'));
      await ise.settled();
      const { items } = await ise.deliveries.list({ limit: 9 });
      const kinds = items.filter(({ to }) => to !== APPROVER).map(({ kind }) => kind);
      assert.deepEqual(kinds.sort(), [...(byEmail ? ['email'] : []), ...(bySms ? ['sms'] : [])]);
      assert.equal((await reload(browser, page)).heading, 'You are approved');
    });
  }

  it('a used link says so even when its guest was deleted since', async () => {
    const ise = await start();
    await registered(ise);
    const { approve, deny } = await links(ise);
    const sponsor = new SponsorBrowser(ise);
    const form = (await sponsor.get(approve)).page.form('oneClickForm');
    await sponsor.send(form);
    await ise.accounts.remove((await theAccount(ise))?.id ?? '');
    const again = await sponsor.get(deny);
    assert.equal(again.status, 409);
    assert.match(again.page.byId('one-click-outcome')?.text ?? '', /answered already/);
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

  it('PERSONBEINGVISITED: the person must be given by an address, and is the one who is asked', async () => {
    const ise = await start({ sendApprovalRequestTo: 'PERSONBEINGVISITED' });
    const browser = new Browser(ise.app, ise.portal.id);
    const without = await browser.register(GUEST);
    assert.equal(without.page.problems.length, 1);
    const named = await browser.send(
      without.page.formWith('Register').fill('Person being visited', 'Harry Host'),
    );
    assert.match(named.page.problems[0] ?? '', /not complete/);
    const { page } = await browser.send(
      named.page.formWith('Register').fill('Person being visited', 'harry@example.com'),
    );
    assert.equal(page.heading, 'Waiting for approval');
    const { mail } = await links(ise, 'harry@example.com');
    assert.match(mail.text, /Ann Smith/);
  });

  it('a guest who calls himself like a link variable changes neither links nor credentials', async () => {
    const ise = await start();
    await registered(ise, { 'First name': '$ui_deny_link$', Company: '<b>$ui_password$</b>' });
    const { mail } = await links(ise);
    assert.match(mail.text, /Name: \$ui_deny_link\$ Smith/);
    assert.match(mail.text, /Company: <b>\$ui_password\$<\/b>/);
  });

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
