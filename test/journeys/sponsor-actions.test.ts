import assert from 'node:assert/strict';
import type { Account } from '../../src/domain/account.ts';
import type { Emulator } from '../../src/index.ts';
import { SPONSOR_ACTIONS, type SponsorAction } from '../../src/services/sponsor-actions.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import { FakeClock } from '../support/guest.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

interface Row {
  /** An account that the action fits, and one that it does not. */
  fits: Partial<Account>;
  unfit: Partial<Account>;
  /** What the sponsor reads of the second. */
  refusal: RegExp;
  answers?: Record<string, string>;
  becomes: Partial<Account> | null;
  /** What the audit says beside who, what and from where. */
  detail?: string;
}

const PENDING = { state: 'PENDING_APPROVAL' } as const;
const SUSPENDED = { state: 'SUSPENDED', stateBefore: 'ACTIVE' } as const;
const APPROVED = { approvedAt: '2026-07-15T11:00:00.000Z' };

const ROWS: Record<SponsorAction, Row> = {
  approve: {
    fits: PENDING,
    unfit: SUSPENDED,
    refusal: /Approve is not possible: the account is Suspended/,
    becomes: { state: 'AWAITING_INITIAL_LOGIN', approvedAt: '2026-07-15T12:00:00.000Z' },
  },
  deny: {
    fits: APPROVED,
    unfit: {},
    refusal: /made without asking for approval/,
    answers: { reason: 'No badge' },
    becomes: { state: 'DENIED', reasonForState: 'No badge' },
    detail: 'No badge',
  },
  extend: {
    fits: SUSPENDED,
    unfit: PENDING,
    refusal: /Extend is not possible: the account is Pending Approval/i,
    answers: { days: '2' },
    becomes: { state: 'SUSPENDED', validTo: '2026-07-18T12:00:00.000Z' },
    detail: 'until 2026-07-18T12:00:00.000Z',
  },
  suspend: {
    fits: { state: 'ACTIVE' },
    unfit: { state: 'DENIED' },
    refusal: /Suspend is not possible: the account is Denied/,
    answers: { reason: 'Lost badge' },
    becomes: { state: 'SUSPENDED', stateBefore: 'ACTIVE', reasonForState: 'Lost badge' },
    detail: 'Lost badge',
  },
  reinstate: {
    fits: SUSPENDED,
    unfit: { validTo: '2026-07-15T11:59:00.000Z' },
    refusal: /has ended. Extend it instead/,
    becomes: { state: 'ACTIVE', stateBefore: null },
  },
  'reset-password': {
    fits: { passwordChangedAt: '2026-07-15T11:00:00.000Z' },
    unfit: PENDING,
    refusal: /Reset password is not possible/i,
    answers: { notifyEmail: 'true' },
    becomes: { passwordChangedAt: null },
  },
  resend: {
    fits: {},
    unfit: { passwordChangedAt: '2026-07-15T11:00:00.000Z' },
    refusal: /password of their own/,
    answers: { notifyEmail: 'true', notifySms: 'true' },
    becomes: {},
    detail: 'email, sms',
  },
  delete: { fits: {}, unfit: { creation: 'employee' }, refusal: /no such account/, becomes: null },
};

describe('journey: every action of a sponsor, on several accounts at once', () => {
  let ise: Emulator;
  let sponsor: SponsorBrowser;

  beforeEach(async () => {
    ise = await startEmulator({
      clock: new FakeClock(),
      random: 'sponsor actions',
      portal: portalFile({ selfRegPageSettings: { assignGuestsToGuestType: 'Daily (default)' } }),
    });
    sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('sponsor', 'lab-sponsor');
  });

  afterEach(closeEmulators);

  async function guest(changes: Partial<Account>): Promise<string> {
    const { username } = await register(ise, { email: 'ann@example.com' });
    const id = (await ise.accounts.findByUsername(username))?.id ?? '';
    await ise.accounts.update(id, changes);
    return id;
  }

  async function life(id: string): Promise<Record<string, string>[]> {
    const answer = await fetch(`${ise.urls.lab}/accounts/${id}`, { headers: { Accept: 'application/json' } });
    return answer.status === 200 ? ((await answer.json()) as { life: Record<string, string>[] }).life : [];
  }

  for (const action of SPONSOR_ACTIONS) {
    const { fits, unfit, refusal, answers = {}, becomes, detail } = ROWS[action];
    it(`${action}: done to the one it fits, the other two are answered, and one line says who and from where`, async () => {
      const [good, bad] = [await guest(fits), await guest(unfit)];
      await ise.settled();
      const before = await ise.accounts.find(bad);
      const token = (await sponsor.get('ManageAccounts.action')).headers.token ?? '';
      const body = { action, selected: [good, bad, 'no-such-id'].join(), ...answers };
      const { json } = await sponsor.program('AccountAction.action', { token, body });
      assert.equal(json.status, 'partial');
      assert.deepEqual(
        json.results?.map(({ id, done }) => [id, done]),
        [
          [good, true],
          [bad, false],
          ['no-such-id', false],
        ],
      );
      assert.match(json.results?.[1]?.problem ?? '', refusal);
      assert.match(json.results?.[2]?.problem ?? '', /no such account/);
      assert.deepEqual(await ise.accounts.find(bad), before, 'a refusal changes nothing');
      assert.ok(
        (await life(bad)).every(({ what }) => what !== action),
        'nor does it leave a line',
      );

      const after = await ise.accounts.find(good);
      if (becomes === null) {
        assert.equal(after, null);
      } else {
        assert.deepEqual({ ...after, ...becomes }, after);
        const [line] = await life(good);
        assert.deepEqual([line?.what, line?.who], [action, 'sponsor sponsor']);
        assert.match(line?.from ?? '', /^(::ffff:)?127\.0\.0\.1$|^::1$/);
        if (detail !== undefined) assert.ok(JSON.stringify(line).includes(detail), JSON.stringify(line));
      }
      const notice = (await sponsor.get('Notices.action')).page;
      assert.match(notice.text, /1 of 3/);
    });
  }

  it('creating in each way, editing, printing and exporting leave their lines, too', async () => {
    const send = async (address: string, body: Record<string, string>) => {
      const token = (await sponsor.get('ManageAccounts.action')).headers.token ?? '';
      return sponsor.post(address, { token, ...body });
    };
    await send('createKnown.action', { ui_first_name: 'Ann' });
    await send('createRandom.action', { count: '1' });
    await send('importAccounts.action', { rows: 'First Name\nBob' });
    const { items } = await ise.accounts.list({ limit: 9, offset: 0 });
    const [imported, random, known] = items.map(({ id }) => id);
    const selected = known ?? '';
    await send('editGuest.action', { selected, ui_first_name: 'Anna', ui_company: 'Acme' });
    assert.equal((await send('AccountAction.action', { action: 'print', selected })).status, 200);
    assert.equal((await send('exportAccounts.action', { selected })).status, 200);
    const lines = async (id = '') =>
      (await life(id)).map(({ who, what, detail, from }) => [who, what, detail, from]);
    const by = 'sponsor sponsor';
    const address = '127.0.0.1';
    assert.deepEqual(await lines(known), [
      [by, 'export', '', address],
      [by, 'print', '', address],
      [by, 'edit', 'ui_first_name, ui_company', address],
      [by, 'create', 'known', address],
    ]);
    assert.deepEqual(await lines(random), [[by, 'create', 'random', address]]);
    assert.deepEqual(await lines(imported), [[by, 'create', 'imported', address]]);
  });
});
