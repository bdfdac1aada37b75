import assert from 'node:assert/strict';
import request from 'supertest';
import type { Emulator } from '../../src/index.ts';
import {
  APPROVER,
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

describe('journey: approval', () => {
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
  });

  afterEach(closeEmulators);

  const start = (settings = {}, emulator = {}): Promise<Emulator> =>
    startWithApproval(clock, settings, emulator);

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

  it('one click decides: the link itself approves, a program that only looks changes nothing', async () => {
    const ise = await start({}, { approvalLinksAsk: false });
    await registered(ise);
    const { approve } = await links(ise);
    await request(ise.app).head(`/sponsorportal/${approve}`);
    assert.equal((await theAccount(ise))?.state, 'PENDING_APPROVAL');
    const done = await new SponsorBrowser(ise).get(approve);
    assert.match(done.page.byId('one-click-outcome')?.text ?? '', /approved/);
    assert.equal((await theAccount(ise))?.state, 'AWAITING_INITIAL_LOGIN');
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
});
