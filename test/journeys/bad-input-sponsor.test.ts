import assert from 'node:assert/strict';
import type { Emulator } from '../../src/index.ts';
import {
  ALL,
  ALL_BUT_BLANKS,
  type BadInput,
  checkAnswer,
  checkKept,
  checkProblems,
  inputs,
  NO_NAME,
  UNTIDY,
} from '../support/bad-input.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { FakeClock } from '../support/guest.ts';
import type { Form } from '../support/page.ts';
import { portalFile, SponsorBrowser } from '../support/sponsor.ts';

const CONTACT: Record<string, BadInput[]> = {
  'First name': NO_NAME,
  'Last name': NO_NAME,
  'Email address': ALL_BUT_BLANKS,
  'Phone number': ALL_BUT_BLANKS,
  Company: UNTIDY,
  'Person being visited': UNTIDY,
  'Reason for visit': UNTIDY,
};

const ACCESS: Record<string, BadInput[]> = {
  'Guest type': ALL_BUT_BLANKS,
  Location: ALL_BUT_BLANKS,
  From: ALL_BUT_BLANKS,
  'Duration in days': ALL_BUT_BLANKS,
  To: ALL_BUT_BLANKS,
  'Group tag': UNTIDY,
};

const SHEETS: Record<string, { fields: Record<string, BadInput[]>; makes: number }> = {
  known: { fields: { ...CONTACT, ...ACCESS, 'SMS provider': ALL_BUT_BLANKS }, makes: 1 },
  random: {
    fields: {
      'Number of accounts': ALL,
      'Username prefix': [...NO_NAME, 'Greek, Chinese and Arabic', 'a quotation', 'many accents'],
    },
    makes: 1,
  },
  edit: { fields: CONTACT, makes: 0 },
};

/** Dates a sponsor may mistype, at noon of 2026-07-15 (UTC), and what the page must say. */
const DATES: [field: string, typed: string, problem: RegExp][] = [
  ['From', '2026-07-01T09:00', /past/],
  ['From', '1969-12-31T23:59', /past/],
  ['From', '2026-08-20T09:00', /ahead/],
  ['From', '2026-02-30T09:00', /date/i],
  ['From', '99999-01-01T09:00', /date/i],
  ['To', '2026-07-14T09:00', /end/],
  ['To', '2026-07-15T05:00', /end/],
  ['To', '2027-07-15T09:00', /at most 5 days/],
  ['To', 'tomorrow', /date/i],
  ['Duration in days', '0', /digits|number/i],
  ['Duration in days', '-1', /digits|number/i],
  ['Duration in days', '1e3', /digits|number/i],
  ['Duration in days', '9999', /at most 5 days/],
];

describe('journey: bad input of sponsors', () => {
  let ise: Emulator;
  let sponsor: SponsorBrowser;

  before(async () => {
    const createPermissions = {
      canSetFutureStartDate: true,
      canCreateRandomAccounts: true,
      canImportMultipleAccounts: true,
      canSpecifyUsernamePrefix: true,
    };
    const sponsors = {
      groups: [{ name: 'Hosts', guestTypes: ['Daily (default)', 'Weekly (default)'], createPermissions }],
      sponsors: [{ username: 'host', password: 'desk', groups: ['Hosts'] }],
    };
    ise = await startEmulator({
      clock: new FakeClock(),
      random: 'bad input',
      portal: portalFile({}, { sponsors }),
    });
    sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('host', 'desk');
  });

  after(closeEmulators);

  async function accounts(): Promise<number> {
    return (await ise.accounts.list({ limit: 1, offset: 0 })).total;
  }

  async function open(name: string): Promise<Form> {
    if (name !== 'edit') {
      const { page } = await sponsor.get(`CreateAccounts.action?type=${name}`);
      const form = page.form('createForm');
      return name === 'known' ? form.fill('First name', 'Ann').fill('Last name', 'Smith') : form;
    }
    await sponsor.send(await open('known'));
    const { items } = await ise.accounts.list({ limit: 1, offset: 0 });
    return (await sponsor.get(`editGuest.action?id=${items[0]?.id}`)).page.form('editForm');
  }

  for (const [name, { fields, makes }] of Object.entries(SHEETS)) {
    for (const [field, refuses] of Object.entries(fields)) {
      it(`${name}: whatever is typed for ${field}, the page says what to do, keeps it, and is safe`, async () => {
        let form: Form | null = null;
        for (const { what, typed, refused } of inputs(refuses)) {
          form ??= await open(name);
          const before = await accounts();
          const answer = await sponsor.send(form.fill(field, typed));
          assert.equal(answer.status, 200, what);
          checkAnswer(answer, what);
          if (!refused) {
            assert.deepEqual(answer.page.problems, [], what);
            assert.equal(await accounts(), before + makes, what);
            form = null;
            continue;
          }
          checkProblems(answer.page, what);
          assert.equal(await accounts(), before, `${what}: no account`);
          checkKept(answer.page, field, typed, what);
        }
      });
    }
  }

  for (const [field, typed, problem] of DATES) {
    it(`known: ${field} ${typed} is refused, says why, and is kept`, async () => {
      const before = await accounts();
      const answer = await sponsor.send((await open('known')).fill(field, typed));
      checkAnswer(answer, typed);
      checkProblems(answer.page, typed);
      assert.match(answer.page.problems.join(), problem);
      checkKept(answer.page, field, typed, typed);
      assert.equal(answer.page.field('First name').attributes.value, 'Ann');
      assert.equal(await accounts(), before);
    });
  }

  it('login: whatever is typed is refused alike, the name is kept and the password is not', async () => {
    for (const field of ['Username', 'Password']) {
      for (const { what, typed } of inputs(ALL)) {
        const visitor = new SponsorBrowser(ise);
        const { page } = await visitor.get('PortalSetup.action');
        const form = page.form('loginForm').fill('Username', `nobody ${what}`).fill('Password', '1');
        const answer = await visitor.send(form.fill(field, typed));
        checkAnswer(answer, what);
        checkProblems(answer.page, what);
        if (field === 'Username') checkKept(answer.page, field, typed, what);
        assert.equal(answer.page.field('Password').attributes.value, '');
      }
    }
  });

  it('search: whatever is looked for, the list answers, keeps it, and is safe', async () => {
    for (const { what, typed } of inputs([])) {
      if (what === 'far too long') continue;
      const query = new URLSearchParams({
        search: typed,
        state: typed,
        sort: typed,
        order: typed,
        page: typed,
      });
      const answer = await sponsor.get(`ManageAccounts.action?${query}`);
      assert.equal(answer.status, 200, what);
      checkAnswer(answer, what);
    }
  });

  it('import: each kind of input in each column is an account or an answer by its row', async () => {
    const cells = inputs([]).filter(({ what }) => what !== 'far too long');
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const columns = Object.keys(CONTACT).map((label) =>
      label.replace(/\b[a-z](?!or\b)/g, (letter) => letter.toUpperCase()),
    );
    for (const [index, column] of columns.entries()) {
      const rows = cells.map(({ typed }) => [`Row ${index}`, quoted(typed)].join(','));
      const heads = index === 0 ? 'Last Name,First Name' : `First Name,${column}`;
      const { page } = await sponsor.get('CreateAccounts.action?type=import');
      const before = await accounts();
      const answer = await sponsor.upload(page.form('createForm'), [heads, ...rows].join('\r\n'));
      assert.equal(answer.status, 200, column);
      checkAnswer(answer, column);
      const failed = answer.page.byClass('failed').length;
      assert.ok(failed > 0, column);
      assert.equal(failed + (await accounts()) - before, rows.length, `${column}: an answer for each row`);
    }
  });

  it('suspend and extend: a reason or a number that cannot be is asked for again', async () => {
    await sponsor.send(await open('known'));
    const { items } = await ise.accounts.list({ limit: 1, offset: 0 });
    const { page } = await sponsor.get(`Account.action?id=${items[0]?.id}`);
    const asked = await sponsor.send(page.form('accountForm'), { action: 'extend' });
    for (const { what, typed } of inputs(ALL)) {
      const answer = await sponsor.send(asked.page.form('confirmForm').fill('Days', typed));
      checkAnswer(answer, what);
      checkProblems(answer.page, what);
    }
    for (const { what, typed } of inputs([])) {
      const account = (await ise.accounts.list({ limit: 1, offset: 0 })).items[0];
      const question = await sponsor.send(page.form('accountForm'), { action: 'suspend' });
      checkAnswer(await sponsor.send(question.page.form('confirmForm').fill('Reason', typed)), what);
      const after = await sponsor.get(`Account.action?id=${account?.id}`);
      checkAnswer(after, what);
      await sponsor.send(after.page.form('accountForm'), { action: 'reinstate' });
    }
  });
});
