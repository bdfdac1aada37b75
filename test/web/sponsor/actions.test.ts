import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account.ts';
import type { Emulator } from '../../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../../support/emulators.ts';
import { FakeClock } from '../../support/guest.ts';
import { attribute, portalFile, SponsorBrowser } from '../../support/sponsor.ts';

const NUMBER = '+1 408 555 0123';

describe('sponsor portal: what can be done to accounts', () => {
  let ise: Emulator;
  let clock: FakeClock;
  let sponsor: SponsorBrowser;

  async function start(permissions: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
    clock = new FakeClock();
    const group = {
      name: 'Reception',
      guestTypes: ['Daily (default)', 'Weekly (default)'],
      managePermission: 'ALLACCOUNTS',
      otherPermissions: permissions,
      ...more,
    };
    const sponsors = {
      groups: [group],
      sponsors: [
        { username: 'front', password: 'desk', email: 'front@example.com', groups: ['Reception'] },
        { username: 'back', password: 'desk', email: 'back@example.com', groups: ['Reception'] },
      ],
    };
    ise = await startEmulator({ clock, random: 'actions', portal: portalFile({}, { sponsors }) });
    sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('front', 'desk');
  }

  afterEach(closeEmulators);

  async function guest(first = 'Ann'): Promise<Account> {
    const { username } = await register(ise, {
      first,
      last: 'Smith',
      number: NUMBER,
      email: 'ann@example.com',
    });
    return now((await ise.accounts.findByUsername(username)) as Account);
  }

  async function now({ id }: Pick<Account, 'id'>): Promise<Account> {
    const account = await ise.accounts.find(id);
    assert.ok(account);
    return account;
  }

  /** Ticks accounts in the list, presses a button, and answers the question that may come. */
  async function act(action: string, accounts: Account[], answers: Record<string, string> = {}) {
    const { page } = await sponsor.get('ManageAccounts.action');
    const token = page.form('accountsForm').values.token ?? '';
    const ids = accounts.map(({ id }) => id);
    const first = await sponsor.post('AccountAction.action', { token, action, selected: ids });
    const asks = first.page.all((element) => element.attributes.name === 'confirmForm').length > 0;
    if (!asks) return first;
    return sponsor.post('AccountAction.action', {
      token,
      action,
      selected: ids,
      confirmed: 'true',
      ...answers,
    });
  }

  it('suspend with a reason, then reinstate: the state, the reason and the audit follow', async () => {
    await start();
    const account = await guest();
    const { page } = await act('suspend', [account], { reason: 'Lost\nbadge' });
    assert.match(page.text, /1 account is suspended/);
    const suspended = await now(account);
    assert.deepEqual([suspended.state, suspended.reasonForState], ['SUSPENDED', 'Lost badge']);
    await act('reinstate', [account]);
    assert.deepEqual(
      [(await now(account)).state, (await now(account)).reasonForState],
      ['AWAITING_INITIAL_LOGIN', null],
    );

    const lab = await fetch(`${ise.urls.lab}/accounts/${account.id}`, { headers: { Accept: 'text/html' } });
    const text = await lab.text();
    for (const word of ['suspend', 'reinstate', 'front', 'Lost badge', '127.0.0.1']) {
      assert.ok(text.includes(word), `the inspector shows ${word}`);
    }
  });

  it('an account has the buttons that fit its state; what is sent all the same is refused with the reason', async () => {
    await start();
    const account = await guest();
    const buttons = async () =>
      (await sponsor.get(`Account.action?id=${account.id}`)).page
        .all(({ tag, attributes }) => tag === 'button' && attributes.name === 'action')
        .map(({ attributes }) => attributes.value);
    assert.deepEqual(await buttons(), ['extend', 'suspend', 'reset-password', 'resend', 'delete', 'print']);
    const denied = await act('deny', [account]);
    assert.match(denied.page.byClass('failed')[0]?.text ?? '', /made without asking for approval/);
    const approved = await act('approve', [account]);
    assert.match(approved.page.byClass('failed')[0]?.text ?? '', /the account is Created/);
    await ise.accounts.update(account.id, { state: 'PENDING_APPROVAL' });
    assert.deepEqual(await buttons(), ['approve', 'deny', 'delete', 'print']);
    await act('approve', [account]);
    await act('deny', [account], { reason: 'No badge' });
    const { state, reasonForState } = await now(account);
    assert.deepEqual([state, reasonForState], ['DENIED', 'No badge']);
    clock.pass(6 * 86_400_000);
    await sponsor.signOn('front', 'desk');
    assert.deepEqual(await buttons(), ['extend', 'delete', 'print']);
    const over = await act('reinstate', [account]);
    assert.match(over.page.byClass('failed')[0]?.text ?? '', /Extend it instead/);
  });

  it('several at once: each has its answer, and a notice keeps them', async () => {
    await start();
    const [ann, bob] = [await guest('Ann'), await guest('Bob')];
    await act('suspend', [bob], { reason: 'x' });
    const { page } = await act('suspend', [ann, bob], { reason: 'y' });
    assert.match(page.text, /1 account is suspended/);
    assert.match(page.problems[0] ?? '', /1 account was left as it was/);
    assert.match(page.byClass('failed')[0]?.text ?? '', /the account is Suspended/);
    const notices = await sponsor.get('Notices.action');
    assert.match(notices.page.text, /Suspend Partly done Accounts ?1 of 2/);
    const removed = await sponsor.send(notices.page.formWith('Delete'));
    assert.match(removed.page.text, /There are no notices/);
  });

  it('more than 200 picked: they are done in steps, none is lost, and each step has its notice', async () => {
    const createPermissions = { randomBatchSizeLimit: 300 };
    await start({}, { createPermissions });
    const form = (await sponsor.get('CreateAccounts.action?type=random')).page.form('createForm');
    const created = await sponsor.send(form.fill('Number of accounts', '230'));
    assert.match(created.page.text, /230 accounts are created/);
    const [picked] = created.page.all(({ attributes }) => attributes.name === 'selected');
    const selected = picked?.attributes.value ?? '';
    const token = form.values.token ?? '';
    const suspended = async () =>
      (await sponsor.program('manageGuestsList.action?meta.searchStates=SUSPENDED')).json.total;

    const body = { action: 'suspend', selected, reason: 'x' };
    const refused = await sponsor.program('AccountAction.action', { token, body });
    assert.equal(refused.status, 400);
    assert.match(refused.json.messages.join(), /At most 200 .* Nothing was done/);
    assert.equal(await suspended(), 0);

    const question = await sponsor.post('AccountAction.action', { token, action: 'suspend', selected });
    assert.match(question.page.text, /these 230 accounts.*200 are done at a time/);
    const first = await sponsor.send(
      question.page.form('confirmForm').fill('Reason (optional)', 'Fair over'),
    );
    assert.match(first.page.text, /30 more accounts are selected. Nothing has been done to them yet/);
    assert.equal(await suspended(), 200);
    const second = await sponsor.send(first.page.form('restForm'));
    assert.match(second.page.text, /30 accounts are suspended/);
    assert.equal(second.page.byId('rest'), null);
    assert.equal(await suspended(), 230);
    const { items } = await ise.accounts.list({ limit: 300, offset: 0 });
    assert.ok(items.every(({ reasonForState }) => reasonForState === 'Fair over'));
    assert.match((await sponsor.get('Notices.action')).page.text, /30 of 30.*200 of 200/);
  });

  it('extend: the end moves on, but not beyond what the guest type allows', async () => {
    await start();
    const account = await guest();
    await act('extend', [account], { days: '2' });
    assert.equal(Date.parse((await now(account)).validTo) - Date.parse(account.validTo), 2 * 86_400_000);
    const { page } = await act('extend', [account], { days: '3' });
    assert.match(page.byClass('failed')[0]?.text ?? '', /longer than its guest type allows/);
    const nonsense = await act('extend', [account], { days: 'soon' });
    assert.match(nonsense.page.problems[0] ?? '', /number of days/);
    assert.equal(Date.parse((await now(account)).validTo) - Date.parse(account.validTo), 2 * 86_400_000);
  });

  it('resend: by the ways chosen, for Created and Active only, and not once the guest has chosen a password', async () => {
    await start();
    const account = await guest();
    await ise.settled();
    const before = (await ise.deliveries.list({ limit: 50 })).total;
    await act('resend', [account], { notifySms: 'true', notifyEmail: 'true' });
    await ise.settled();
    assert.equal((await ise.deliveries.list({ limit: 50 })).total, before + 2);
    await ise.accounts.update(account.id, { passwordChangedAt: clock.now().toISOString() });
    const refused = await act('resend', [account], { notifyEmail: 'true' });
    assert.match(refused.page.byClass('failed')[0]?.text ?? '', /password of their own/);
    const shown = await sponsor.get(`Account.action?id=${account.id}`);
    assert.equal(shown.page.byId('password'), null, 'nor is it shown any more');
    await act('suspend', [account], { reason: 'x' });
    const suspended = await act('resend', [account], { notifyEmail: 'true' });
    assert.match(suspended.page.byClass('failed')[0]?.text ?? '', /the account is Suspended/);
  });

  it('a program that leaves out what an action needs is told what, and nothing is done', async () => {
    await start();
    const account = await guest();
    const token = (await sponsor.get('ManageAccounts.action')).headers.token ?? '';
    const asks = async (action: string) =>
      (await sponsor.program('AccountAction.action', { token, body: { action, selected: account.id } })).json;
    const resend = await asks('resend');
    assert.equal(resend.status, 'error');
    assert.match(resend.messages[0] ?? '', /Choose email, text message/);
    assert.match((await asks('extend')).messages[0] ?? '', /number of days/);
    assert.deepEqual(await now(account), account);
  });

  it('reset password: a new one, sent where chosen, and visible again', async () => {
    await start();
    const account = await guest();
    await ise.accounts.update(account.id, { passwordChangedAt: clock.now().toISOString() });
    await ise.settled();
    await act('reset-password', [account], { notifySms: 'true' });
    await ise.settled();
    const changed = await now(account);
    assert.notEqual(changed.password, account.password);
    assert.equal(changed.passwordChangedAt, null);
    const { items } = await ise.deliveries.list({ limit: 1 });
    assert.match(items[0]?.message.text ?? '', new RegExp(`${changed.password}$`));
  });

  it('delete asks first, then the account is gone and its audit stays', async () => {
    await start();
    const account = await guest();
    const { page } = await sponsor.get(`Account.action?id=${account.id}`);
    const question = await sponsor.send(page.form('accountForm'), { action: 'delete' });
    assert.match(question.page.text, /cannot be brought back/);
    assert.ok(await ise.accounts.find(account.id));
    await sponsor.send(question.page.form('confirmForm'));
    assert.equal(await ise.accounts.find(account.id), null);
  });

  it('edit: details are checked and kept as typed, the user name stays', async () => {
    await start();
    const account = await guest();
    const { page } = await sponsor.get(`editGuest.action?selected=${account.id}`);
    const wrong = await sponsor.send(page.form('editForm').fill('Email address', 'nonsense'));
    assert.match(wrong.page.problems[0] ?? '', /not complete/);
    assert.equal(wrong.page.field('Email address').attributes.value, 'nonsense');
    const right = await sponsor.send(wrong.page.form('editForm').fill('Email address', 'new@example.com'));
    assert.match(right.page.text, /details are saved/);
    const changed = await now(account);
    assert.deepEqual(
      [changed.username, changed.fields.ui_email_address],
      [account.username, 'new@example.com'],
    );
    assert.equal(
      changed.fields.ui_location,
      account.fields.ui_location,
      'fields that are not on the form stay',
    );
  });

  it('print: a sheet per account, without what may not be seen', async () => {
    await start();
    const [ann, bob] = [await guest('Ann'), await guest('Bob')];
    await ise.accounts.update(bob.id, { passwordChangedAt: clock.now().toISOString() });
    const { page } = await act('print', [ann, bob]);
    assert.equal(page.byClass('sheet').length, 1);
    assert.match(page.byClass('sheet')[0]?.text ?? '', new RegExp(ann.password));
    assert.match(page.text, /1 account is left out/);
  });

  const FORBIDDEN: [permission: string, action: string][] = [
    ['canExtendGuestAccounts', 'extend'],
    ['canSuspendGuestAccounts', 'suspend'],
    ['canReinstateSuspendedAccounts', 'reinstate'],
    ['canResetGuestPasswords', 'reset-password'],
    ['canDeleteGuestAccounts', 'delete'],
    ['canApproveSelfregGuests', 'approve'],
    ['canApproveSelfregGuests', 'deny'],
  ];
  for (const [permission, action] of FORBIDDEN) {
    it(`without ${permission}: ${action} is not offered, and refused when it is sent all the same`, async () => {
      await start({ [permission]: false });
      const account = await guest();
      if (action === 'reinstate') await ise.accounts.update(account.id, { state: 'SUSPENDED' });
      if (action === 'approve' || action === 'deny') {
        await ise.accounts.update(account.id, { state: 'PENDING_APPROVAL' });
      }
      const before = await now(account);
      const { page } = await sponsor.get('ManageAccounts.action');
      const buttons = page.all(({ tag, attributes }) => tag === 'button' && attributes.value === action);
      assert.equal(buttons.length, 0);
      const done = await act(action, [account], { reason: 'x', days: '1', notifyEmail: 'true' });
      assert.match(done.page.byClass('failed')[0]?.text ?? '', /does not allow this/);
      assert.deepEqual(await now(account), before);
    });
  }

  it('without canViewGuestPasswords no page and no reply shows one', async () => {
    await start({ canViewGuestPasswords: false });
    const account = await guest();
    const pages = [
      (await sponsor.get('ManageAccounts.action')).text,
      (await sponsor.get(`Account.action?id=${account.id}`)).text,
      (await act('print', [account])).text,
      (await act('reset-password', [account])).text,
      JSON.stringify((await sponsor.program('manageGuestsList.action')).json),
    ];
    const { password } = await now(account);
    for (const text of pages) {
      assert.ok(
        !text.includes(`>${account.password}<`) &&
          !text.includes(`"${password}"`) &&
          !text.includes(`>${password}<`),
      );
    }
  });

  it('without canSendSmsNotifications and canUpdateGuestContactInfo: no SMS, no editing', async () => {
    await start({ canSendSmsNotifications: false, canUpdateGuestContactInfo: false });
    const account = await guest();
    const sms = await act('resend', [account], { notifySms: 'true' });
    assert.match(sms.page.byClass('failed')[0]?.text ?? '', /does not allow this/);
    assert.equal((await sponsor.get(`editGuest.action?selected=${account.id}`)).status, 403);
  });

  it('requireSuspensionReason: none, no suspension', async () => {
    await start({ requireSuspensionReason: true });
    const account = await guest();
    const without = await act('suspend', [account], { reason: ' ' });
    assert.match(without.page.problems[0] ?? '', /Say why/);
    assert.equal((await now(account)).state, 'AWAITING_INITIAL_LOGIN');
  });

  it('OWNACCOUNTS and GROUPACCOUNTS: the accounts of others do not exist', async () => {
    for (const [managePermission, seesColleague] of [
      ['OWNACCOUNTS', false],
      ['GROUPACCOUNTS', true],
    ] as const) {
      await start({}, { managePermission });
      const stranger = await guest('Ann');
      const colleague = await guest('Bob');
      const own = await guest('Cid');
      const visitor = await guest('Dan');
      await ise.accounts.update(colleague.id, { sponsorUserName: 'back' });
      await ise.accounts.update(own.id, { sponsorUserName: 'front' });
      await ise.accounts.update(visitor.id, {
        fields: { ...visitor.fields, ui_person_visited: 'Front@Example.com' },
      });
      const { json } = await sponsor.program('manageGuestsList.action');
      assert.equal(json.total, seesColleague ? 3 : 2, managePermission);
      assert.equal((await sponsor.get(`Account.action?id=${stranger.id}`)).status, 404);
      assert.equal((await sponsor.get(`Account.action?id=${own.id}`)).status, 200);
      assert.equal(
        (await sponsor.get(`Account.action?id=${colleague.id}`)).status,
        seesColleague ? 200 : 404,
      );
      const { headers } = await sponsor.get('ManageAccounts.action');
      const reply = await sponsor.program('AccountAction.action', {
        token: headers.token ?? '',
        body: { action: 'delete', selected: stranger.id },
      });
      assert.equal(reply.json.status, 'error');
      assert.ok(await ise.accounts.find(stranger.id), 'refused on the server');
    }
  });

  it('a guest whom a sponsor may only approve: no password, no sheet, no editing', async () => {
    await start({}, { managePermission: 'OWNACCOUNTS' });
    const waits = await guest('Ann');
    await ise.accounts.update(waits.id, { state: 'PENDING_APPROVAL' });
    const { page, status } = await sponsor.get(`Account.action?id=${waits.id}`);
    assert.equal(status, 200);
    assert.doesNotMatch(page.text, new RegExp(`${waits.password}|Edit|Print`));
    assert.equal((await sponsor.get(`editGuest.action?selected=${waits.id}`)).status, 403);
    const sheet = { ...page.form('accountForm').values, action: 'print' };
    assert.equal((await sponsor.post('AccountAction.action', sheet)).status, 403);
    const { json } = await sponsor.program(`readGuest.action?selected=${waits.id}`);
    assert.equal(attribute(json, 'password'), '');
    assert.equal(attribute(json, 'username'), waits.username);
  });

  it('ten minutes without a click end the session', async () => {
    await start();
    clock.pass(9 * 60_000);
    assert.equal((await sponsor.get('ManageAccounts.action')).status, 200);
    clock.pass(9 * 60_000);
    assert.equal((await sponsor.get('Notices.action')).status, 200);
    clock.pass(10 * 60_000);
    const over = await sponsor.get('ManageAccounts.action');
    assert.equal(over.status, 403);
    assert.match(over.page.problems[0] ?? '', /ten minutes/);
  });
});
