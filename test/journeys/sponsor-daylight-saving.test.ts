import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import { Browser, FakeClock } from '../support/guest.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

const HOUR = 3_600_000;

// In San Jose the clocks go back on 1 November 2026 at two in the morning, and forward on 14 March 2027.
describe('journey: accounts across daylight saving', () => {
  let ise: Emulator;
  const clock = new FakeClock();

  async function start(at: string, settings = {}): Promise<void> {
    clock.time = Date.parse(at);
    const selfRegPageSettings = { accountValidityDuration: 2, accountValidityTimeUnits: 'DAYS', ...settings };
    ise = await startEmulator({
      clock,
      random: 'daylight',
      portal: portalFile({ selfRegPageSettings }, { purgeExpiredAfterDays: 15 }),
    });
  }

  afterEach(closeEmulators);

  async function heading(username: string, password: string): Promise<string> {
    const browser = new Browser(ise.app, ise.portal.id);
    const { page } = await browser.signOn((await browser.land()).page, username, password);
    return page.heading;
  }

  it('autumn: two days end at the same time of day, so they have 49 hours; the guest gets in until then', async () => {
    await start('2026-10-31T09:00:00-07:00');
    const { username, password, page } = await register(ise);
    const account = await ise.accounts.findByUsername(username);
    assert.equal(account?.validTo, '2026-11-02T17:00:00.000Z');
    assert.match(page.text, /11\/02\/2026 09:00 PST/);
    clock.pass(49 * HOUR - 1);
    assert.equal(await heading(username, password), 'Acceptable Use Policy');
    clock.pass(1);
    assert.equal(await heading(username, password), 'Welcome');
    clock.pass(15 * 24 * HOUR);
    assert.equal((await ise.tick()).purged, 0);
    clock.pass(1);
    assert.equal((await ise.tick()).purged, 1);
  });

  it('spring: two days have 47 hours; hours are hours', async () => {
    await start('2027-03-13T09:00:00-08:00');
    const first = await register(ise);
    assert.equal((await ise.accounts.findByUsername(first.username))?.validTo, '2027-03-15T16:00:00.000Z');
    await start('2027-03-13T09:00:00-08:00', {
      accountValidityDuration: 48,
      accountValidityTimeUnits: 'HOURS',
    });
    const second = await register(ise);
    assert.equal((await ise.accounts.findByUsername(second.username))?.validTo, '2027-03-15T17:00:00.000Z');
  });

  it('autumn: a sponsor gives the five days a type allows, by dates or by number, and extends by days', async () => {
    await start('2026-10-30T09:00:00-07:00');
    const sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('sponsor', 'lab-sponsor');
    const form = async () => (await sponsor.get('CreateAccounts.action')).page.form('createForm');
    const ends: string[] = [];
    for (const [label, value] of [
      ['To', '2026-11-04T09:00'],
      ['Duration in days', '5'],
      ['Duration in days', '1'],
    ] as const) {
      const filled = (await form()).set('guestType', 'Daily (default)').fill('First name', 'Ann');
      const { page } = await sponsor.send(filled.fill(label, value));
      assert.deepEqual(page.problems, []);
      const [account] = (await ise.accounts.list({ limit: 1, offset: 0 })).items;
      ends.push(account?.validTo ?? '');
    }
    assert.deepEqual(ends, [
      '2026-11-04T17:00:00.000Z',
      '2026-11-04T17:00:00.000Z',
      '2026-10-31T16:00:00.000Z',
    ]);
    const beyond = (await form()).set('guestType', 'Daily (default)').fill('First name', 'Ann');
    const { page } = await sponsor.send(beyond.fill('To', '2026-11-04T09:01'));
    assert.match(page.problems[0] ?? '', /at most 5 days/);

    const [account] = (await ise.accounts.list({ limit: 1, offset: 0 })).items;
    const list = await sponsor.get('ManageAccounts.action');
    await sponsor.post('AccountAction.action', {
      token: list.page.form('accountsForm').values.token ?? '',
      action: 'extend',
      selected: account?.id ?? '',
      confirmed: 'true',
      days: '4',
    });
    const extended = await ise.accounts.find(account?.id ?? '');
    assert.equal(extended?.validTo, '2026-11-04T17:00:00.000Z', 'nine o’clock as before');
  });
});
