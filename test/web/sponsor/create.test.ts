import assert from 'node:assert/strict';
import https from 'node:https';
import type { Emulator } from '../../../src/index.ts';
import { closeEmulators, startEmulator } from '../../support/emulators.ts';
import { Browser, FakeClock } from '../../support/guest.ts';
import { attribute, portalFile, SponsorBrowser } from '../../support/sponsor.ts';

describe('sponsor portal: creating accounts', () => {
  let ise: Emulator;
  let clock: FakeClock;
  let sponsor: SponsorBrowser;

  async function start(
    createPermissions: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
    emulator: Record<string, unknown> = {},
  ) {
    clock = new FakeClock();
    const group = {
      name: 'Hosts',
      guestTypes: ['Daily (default)', 'Weekly (default)'],
      createPermissions,
      ...more,
    };
    const sponsors = {
      groups: [group],
      sponsors: [{ username: 'host', password: 'desk', groups: ['Hosts'] }],
    };
    ise = await startEmulator({ clock, random: 'create', portal: portalFile({}, { sponsors, ...emulator }) });
    sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('host', 'desk');
  }

  afterEach(closeEmulators);

  const form = async (type: string) =>
    (await sponsor.get(`CreateAccounts.action?type=${type}`)).page.form('createForm');
  const accounts = () => ise.accounts.list({ limit: 300, offset: 0 });

  it('known: the guest gets an account of the sponsor’s, and what was ticked tells him', async () => {
    await start();
    const filled = (await form('known'))
      .fill('First name', 'Ann')
      .fill('Last name', 'Smith')
      .fill('Phone number', '+1 408 555 0123')
      .fill('Duration in days', '3')
      .set('notifySms', 'true');
    const { page } = await sponsor.send(filled);
    assert.match(page.text, /The account is created/);
    const { items, total } = await accounts();
    assert.equal(total, 1);
    const account = items[0];
    assert.equal(account?.username, 'asmith');
    assert.deepEqual(
      [account?.creation, account?.sponsorUserName, account?.state, account?.guestType],
      ['known', 'host', 'AWAITING_INITIAL_LOGIN', 'Daily (default)'],
    );
    assert.equal(account?.validTo, '2026-07-18T12:00:00.000Z');
    const { credentials } = await ise.inbox.waitFor({ to: '+14085550123' });
    assert.deepEqual(credentials, { username: 'asmith', password: account?.password });

    await sponsor.send(filled);
    assert.equal((await accounts()).total, 1, 'the same form again is the same account');
    await sponsor.send(filled.fill('First name', 'Bob'));
    assert.equal((await accounts()).total, 2, 'changed and sent again it is another');
  });

  it('known: what is wrong is said beside the field, and what was typed is kept', async () => {
    await start();
    const empty = await sponsor.send(await form('known'));
    assert.match(empty.page.problems[0] ?? '', /user name is made of it/);
    const { page } = await sponsor.send(
      empty.page
        .form('createForm')
        .fill('First name', '<b>')
        .fill('Email address', 'nonsense')
        .fill('Phone number', 'call me')
        .fill('Duration in days', '30')
        .set('guestType', 'Contractor (default)'),
    );
    assert.equal(page.problems.length, 4, page.problems.join('\n'));
    assert.equal(page.field('Email address').attributes.value, 'nonsense');
    const long = await sponsor.send(
      page.form('createForm').fill('First name', 'Ann').fill('Email address', '').fill('Phone number', ''),
    );
    assert.match(long.page.problems[0] ?? '', /at most 5 days/);
    assert.equal((await accounts()).total, 0);
  });

  it('times are those of the location; a start in the future needs the permission', async () => {
    await start({ canSetFutureStartDate: true, startDateFutureLimitDays: 3 });
    const late = await sponsor.send(
      (await form('known')).fill('First name', 'Ann').fill('From', '2026-07-20T09:00'),
    );
    assert.match(late.page.problems[0] ?? '', /at most 3 days ahead/);
    await sponsor.send(
      late.page.form('createForm').fill('From', '2026-07-16T09:00').fill('To', '2026-07-16T17:30'),
    );
    const { items } = await accounts();
    assert.deepEqual(
      [items[0]?.validFrom, items[0]?.validTo],
      ['2026-07-16T16:00:00.000Z', '2026-07-17T00:30:00.000Z'],
      'San Jose is seven hours behind UTC in summer',
    );
  });

  it('the phone number is the user name where the portal says so; one in use is answered, an expired one gives way', async () => {
    await start({}, {}, { usernamePolicy: { basedOn: 'PHONE' } });
    const none = await sponsor.send((await form('known')).fill('First name', 'Ann'));
    assert.match(none.page.problems[0] ?? '', /Phone number is missing/);
    const filled = none.page.form('createForm').fill('Phone number', '(408) 555-0123');
    await sponsor.send(filled);
    const [ann] = (await accounts()).items;
    assert.equal(ann?.username, '+14085550123');
    const again = (await form('known')).fill('First name', 'Bob').fill('Phone number', '+1 408 555 0123');
    const taken = await sponsor.send(again);
    assert.match(taken.page.problems[0] ?? '', /account with this phone number already/);
    const rows = 'First Name,Phone Number\nCid,+1 408 555 0123\nDan,\nEve,+1 408 555 0199';
    const { page } = await sponsor.upload(await form('import'), rows);
    const failed = page.byClass('failed').map((row) => row.text);
    assert.match(failed[0] ?? '', /^Row 2: There is an account with this phone number/);
    assert.match(failed[1] ?? '', /^Row 3: Phone number is missing/);
    clock.pass(2 * 86_400_000);
    await sponsor.signOn('host', 'desk');
    await sponsor.send((await form('known')).fill('First name', 'Bob').fill('Phone number', '4085550123'));
    const owner = await ise.accounts.findByUsername('+14085550123');
    assert.equal(owner?.fields.ui_first_name, 'Bob');
    await sponsor.send((await form('random')).fill('Number of accounts', '1'));
    assert.match((await accounts()).items[0]?.username ?? '', /^[a-z0-9]{8}$/, 'a random account has none');
  });

  it('a guest type that counts from the first login: the account waits, then lasts what the sponsor gave', async () => {
    const guestTypes = [
      {
        name: 'Daily (default)',
        accessTime: { fromFirstLogin: true, defaultDuration: 1, maxAccountDuration: 5 },
      },
    ];
    await start({}, { guestTypes: ['Daily (default)'] }, { guestTypes });
    const blank = await form('known');
    const choice = (await sponsor.get('CreateAccounts.action')).page.text;
    assert.match(choice, /at most 5 days from the first sign-on/);
    await sponsor.send(blank.fill('First name', 'Ann').fill('Duration in days', '2'));
    const [made] = (await accounts()).items;
    assert.deepEqual([made?.minutesFromFirstLogin, made?.validTo], [2880, '2026-07-20T12:00:00.000Z']);
    clock.pass(3 * 86_400_000);
    const guest = new Browser(ise.app, ise.portal.id);
    const landed = await guest.land();
    await guest.signOn(landed.page, made?.username ?? '', made?.password ?? '');
    const used = await ise.accounts.findByUsername(made?.username ?? '');
    assert.deepEqual([used?.state, used?.validTo], ['ACTIVE', '2026-07-20T12:00:00.000Z']);
  });

  it('a program creates by createKnown.action with the session’s token, and edits by editGuest.action', async () => {
    await start();
    const { headers } = await sponsor.get('ManageAccounts.action');
    const body = {
      'guestUser.fieldValues.ui_first_name': 'Ann',
      'guestUser.fieldValues.ui_last_name': 'Smith',
      'guestUser.guestType': 'Weekly (default)',
      'guestUser.toDate': '07/20/2026 10:00',
    };
    const without = await sponsor.program('createKnown.action', { body });
    assert.equal(without.status, 403);
    const made = await sponsor.program('createKnown.action', { body, token: headers.token ?? '' });
    assert.equal(made.json.status, 'success');
    assert.equal(attribute(made.json, 'toDate'), '07/20/2026 10:00');
    const edited = await sponsor.program('editGuest.action', {
      body: { selected: attribute(made.json, 'id'), 'guestUser.fieldValues.ui_company': 'Acme' },
      token: made.headers.token ?? '',
    });
    assert.equal(attribute(edited.json, 'ui_company'), 'Acme');
    assert.equal(attribute(edited.json, 'ui_first_name'), 'Ann', 'what was not sent stays');
    const wrong = await sponsor.program('createKnown.action', {
      body: { ui_email_address: 'x' },
      token: made.headers.token ?? '',
    });
    assert.equal(wrong.status, 400);
    assert.match(wrong.json.messages.join(), /not complete/);
  });

  it('random: as many as asked, each with the prefix, up to the limit of the group', async () => {
    await start({ randomBatchSizeLimit: 20 });
    const over = await sponsor.send((await form('random')).fill('Number of accounts', '21'));
    assert.match(over.page.problems[0] ?? '', /from 1 to 20/);
    const { page } = await sponsor.send(
      over.page.form('createForm').fill('Number of accounts', '20').fill('Username prefix', 'expo-'),
    );
    assert.match(page.text, /20 accounts are created/);
    const { items, total } = await accounts();
    assert.equal(total, 20);
    assert.ok(
      items.every(({ username, creation }) => /^expo-[a-z0-9]{8}$/.test(username) && creation === 'random'),
    );
    assert.match((await sponsor.get('Notices.action')).page.text, /Create random accounts Done/);
  });

  it('without the permissions, random and import are neither offered nor done', async () => {
    await start({ canCreateRandomAccounts: false, canImportMultipleAccounts: false });
    const { page } = await sponsor.get('CreateAccounts.action');
    assert.ok(!page.text.includes('Random') && !page.text.includes('Import'));
    for (const action of ['createRandom.action', 'importAccounts.action']) {
      const refused = await sponsor.post(action, {
        ...page.form('createForm').values,
        count: '1',
        rows: 'First Name\nAnn',
      });
      assert.equal(refused.status, 403, action);
    }
    assert.equal((await accounts()).total, 0);
  });

  it('import: the template filled in; good rows are accounts, the others are answered by their number', async () => {
    await start();
    const template = (await sponsor.get('importTemplate.action')).text;
    assert.match(template, /^First Name,Last Name,Email Address,Phone Number,Company/);
    const rows = [
      'Ann,Smith,ann@example.com,+1 408 555 0123,"Smith, Jones & ""Sons""",,',
      ',,nonsense,,,,',
      ',,,,Acme,,',
      'Zoë,"O\'Neill",,,,,',
      'Ann,Smith,,,,,',
    ];
    const { page } = await sponsor.upload(
      await form('import'),
      `\ufeff${template}${rows.join('\r\n')}\r\n\r\n`,
    );
    assert.match(page.text, /3 accounts are created/);
    const failed = page.byClass('failed').map((row) => row.text);
    assert.match(failed[0] ?? '', /^Row 3: .*not complete/);
    assert.match(failed[1] ?? '', /^Row 4: .*user name is made of it/);
    const { items } = await accounts();
    assert.deepEqual(items.map(({ username }) => username).sort(), ['asmith', 'asmith01', 'zoneill']);
    assert.equal(
      items.find(({ username }) => username === 'asmith')?.fields.ui_company,
      'Smith, Jones & "Sons"',
    );
  });

  it('import: a file of a spreadsheet on Windows, and files that are none', async () => {
    await start({ importBatchSizeLimit: 2 });
    const latin = Buffer.from('Last Name;First Name\r\nM\u00fcller;J\u00f6rg\r\n', 'latin1');
    await sponsor.upload(await form('import'), latin);
    assert.equal((await accounts()).items[0]?.fields.ui_last_name, 'Müller');
    const problem = async (file: string) =>
      (await sponsor.upload(await form('import'), file)).page.problems[0] ?? '';
    assert.match(await problem(''), /no rows/);
    assert.match(await problem('First Name\n'), /no rows/);
    assert.match(await problem('a,b\nc,d\n'), /column heads/);
    assert.match(await problem('First Name\n"Ann\n'), /cannot be read as CSV/);
    assert.match(await problem('First Name\nAnn\nBob\nCid\n'), /3 rows, and at most 2/);
    assert.equal((await accounts()).total, 1);
  });

  it('import: what stands between the heads separates the values; rows are counted as a spreadsheet does', async () => {
    await start();
    const rows = [
      'First Name,Last Name,Reason for Visit',
      'Ann,Smith,Talk; then lunch',
      '',
      ',,',
      'Bob,Roe,"Two\nlines"',
      'Cid,Jones, Inc.,Talk',
      'Dan,Poe,5" pipes',
    ];
    const { page } = await sponsor.upload(await form('import'), rows.join('\n'));
    const failed = page.byClass('failed').map((row) => row.text);
    assert.equal(failed.length, 2, page.text);
    assert.match(failed[0] ?? '', /^Row 5: .*Reason/);
    assert.match(failed[1] ?? '', /^Row 6: There are more values than columns/);
    const reasons = (await accounts()).items.map(({ fields }) => fields.ui_reason_visit).sort();
    assert.deepEqual(reasons, ['5" pipes', 'Talk; then lunch']);
  });

  it('import: a file beyond all measure is answered with what to do', async () => {
    await start();
    const { status, page } = await sponsor.upload(
      await form('import'),
      `First Name\n${'A'.repeat(1_100_000)}`,
    );
    assert.equal(status, 413);
    assert.match(page.text, /a smaller file/);
  });

  it('import: UTF-16, as “Unicode text” of a spreadsheet', async () => {
    await start();
    await sponsor.upload(
      await form('import'),
      Buffer.from('\ufeffFirst Name\tLast Name\nZoë\tŁuk\n', 'utf16le'),
    );
    assert.equal((await accounts()).items[0]?.fields.ui_last_name, 'Łuk');
  });

  it('export: nothing a guest typed is a formula to a spreadsheet', async () => {
    await start({}, { managePermission: 'ALLACCOUNTS' });
    const typed = '=HYPERLINK("http://x","y")';
    await sponsor.send(
      (await form('known'))
        .fill('First name', typed)
        .fill('Company', '@SUM(1)')
        .fill('Email address', 'a@example.com'),
    );
    const { page } = await sponsor.get('ManageAccounts.action');
    const list = page.form('accountsForm').set('selected', (await accounts()).items[0]?.id ?? '');
    const { text, headers } = await sponsor.post('exportAccounts.action', list.values);
    assert.match(headers['content-type'] ?? '', /text\/csv/);
    assert.ok(text.includes(`"'=HYPERLINK(""http://x"",""y"")"`), text);
    assert.ok(text.includes("'@SUM(1)"));
  });

  it('on its own port the sponsor portal answers over HTTPS, and only it', async () => {
    await start();
    const base = new URL(ise.urls.sponsor).origin;
    const status = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        https
          .get(`${base}${path}`, { ca: ise.info.simulators.ca }, (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          })
          .on('error', reject);
      });
    assert.equal(await status('/sponsorportal/PortalSetup.action'), 200);
    assert.equal(await status(`/portal/PortalSetup.action?portal=${ise.portal.id}`), 404);
    assert.equal(await status('/lab'), 404);
  });
});
