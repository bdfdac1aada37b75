import assert from 'node:assert/strict';
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
import { type Browser, credentialsOn, GuestLab } from '../support/guest.ts';
import { arrive, STRAIGHT_ON } from '../support/network.ts';
import type { Form, Page } from '../support/page.ts';

interface Sheet {
  page: string;
  /** From a fresh browser to the form, filled in so that it would pass. */
  open(browser: Browser): Promise<Form>;
  /** Each field by its label, with what it must refuse; the rest it must take. */
  fields: Record<string, BadInput[]>;
  /** Fields that are never sent back. */
  secret?: string[];
  /** How many accounts an accepted form makes. */
  makes?: number;
}

const CODE = 'Registration Code';
const BAD_USERNAME: BadInput[] = [...NO_NAME, 'Greek, Chinese and Arabic', 'a quotation'];

const SHEETS: Sheet[] = [
  {
    page: 'registration',
    open: async (browser) => (await browser.openRegistration()).formWith('Register').fill(CODE, 'welcome'),
    makes: 1,
    fields: {
      Username: BAD_USERNAME,
      'First name': NO_NAME,
      'Last name': NO_NAME,
      'Email address': ALL_BUT_BLANKS,
      'Phone number': ALL_BUT_BLANKS,
      Company: UNTIDY,
      Location: ALL_BUT_BLANKS,
      'SMS provider': ALL_BUT_BLANKS,
      'Person being visited': UNTIDY,
      'Reason for visit': UNTIDY,
      [CODE]: ALL,
    },
  },
  {
    page: 'login',
    open: async (browser) => fillLogin((await browser.land()).page, { username: 'jane', password: '1' }),
    fields: { Username: ALL, Password: ALL, Passcode: ALL },
    secret: ['Password', 'Passcode'],
  },
  {
    page: 'change password from the login page',
    open: async (browser) => {
      const { page } = await browser.send((await browser.land()).page.formWith('Change password'));
      return fillPasswords(page, 'wrong').fill('Username', 'jane');
    },
    fields: { Username: ALL, 'Current password': ALL, 'New password': ALL, 'Confirm password': ALL },
    secret: ['Current password', 'New password', 'Confirm password'],
  },
  {
    page: 'change password at the first sign-on',
    open: async (browser) => {
      const { page, password } = await firstPageInside(browser);
      return fillPasswords(page, password);
    },
    fields: { 'Current password': ALL, 'New password': ALL, 'Confirm password': ALL },
    secret: ['Current password', 'New password', 'Confirm password'],
  },
  {
    page: 'forgot password',
    open: async (browser) => {
      const { page } = await browser.send((await browser.land()).page.formWith('Reset Password'));
      return page.formWith('Send a new password');
    },
    // The same answer for every name: nobody learns who has an account.
    fields: { Username: ['blanks only'] },
    secret: ['Username'],
  },
  {
    page: 'device registration',
    open: async (browser) => {
      const { page } = await firstPageInside(browser);
      const devices = await browser.send(page.formWith('Skip'));
      const form = devices.page.formWith('Add');
      // A device of another guest would be refused.
      return form.fill(
        'Device ID',
        `a1b3${(form.values.token ?? '').replace(/[^0-9A-F]/g, '').slice(0, 4)}0001`,
      );
    },
    fields: { 'Device ID': ALL, Description: [...UNTIDY, 'many accents'] },
  },
];

function fillLogin(page: Page, guest: { username: string; password: string }): Form {
  const form = page.formWith('Sign On').fill('Username', guest.username).fill('Password', guest.password);
  return form.fill('Passcode', 'let me in');
}

function fillPasswords(page: Page, current: string): Form {
  const form = page.formWith('Submit').fill('Current password', current);
  return form.fill('New password', '98765').fill('Confirm password', '98765');
}

/** Registers and signs on, to the page that asks for a new password. */
async function firstPageInside(browser: Browser): Promise<{ page: Page; password: string }> {
  const { page } = await arrive(browser, { sessionId: '0A0B' });
  const form = (await browser.send(page.formWith('Register for guest access'))).page.formWith('Register');
  const registered = await browser.send(form.fill(CODE, 'welcome').fill('First name', 'Dora'));
  const guest = credentialsOn(registered.page);
  const login = await browser.send(registered.page.formWith('Sign On'));
  return { page: (await browser.send(fillLogin(login.page, guest))).page, password: guest.password };
}

describe('journey: bad input of guests', () => {
  let lab: GuestLab;

  before(async () => {
    lab = await GuestLab.open({
      ...STRAIGHT_ON,
      loginPageSettings: {
        allowForgotPassword: true,
        allowGuestToChangePassword: true,
        requireAccessCode: true,
        accessCode: 'let me in',
      },
      selfRegPageSettings: { requireRegistrationCode: true, registrationCode: 'welcome' },
      guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: true },
      guestDeviceRegistrationSettings: { allowGuestsToRegisterDevices: true },
    });
  });

  after(() => lab?.close());
  afterEach(() => assert.deepEqual(lab.errors, [], 'no handler threw'));

  async function accounts(): Promise<number> {
    return (await lab.accounts()).total;
  }

  for (const { page: name, open, fields, secret = [], makes = 0 } of SHEETS) {
    for (const [field, refuses] of Object.entries(fields)) {
      it(`${name}: whatever is typed for ${field}, the page says what to do, keeps it, and is safe`, async () => {
        let browser: Browser | null = null;
        let form: Form | null = null;
        for (const { what, typed, refused } of inputs(refuses)) {
          // Failed sign-ins are limited to one in two minutes.
          lab.clock.pass(121_000);
          browser ??= lab.browser();
          form ??= await open(browser);
          const before = await accounts();
          const answer = await browser.send(form.fill(field, typed));
          assert.equal(answer.status, 200, what);
          checkAnswer(answer, what);
          if (!refused) {
            assert.deepEqual(answer.page.problems, [], what);
            assert.equal(await accounts(), before + makes, what);
            browser = form = null;
            continue;
          }
          checkProblems(answer.page, what);
          assert.equal(await accounts(), before, `${what}: no account`);
          if (!secret.includes(field)) checkKept(answer.page, field, typed, what);
          else assert.ok(typed.trim() === '' || !answer.text.includes(`value="${typed}"`), what);
        }
      });
    }
  }

  it('change password: what the rules forbid is refused when it is typed twice, too', async () => {
    const browser = lab.browser();
    const { page, password } = await firstPageInside(browser);
    const form = fillPasswords(page, password);
    const refuses: BadInput[] = [
      ...BAD_USERNAME,
      'blanks only',
      'half a character',
      'an emoji of many parts',
    ];
    for (const { what, typed } of inputs(refuses).filter(({ refused }) => refused)) {
      const answer = await browser.send(form.fill('New password', typed).fill('Confirm password', typed));
      checkAnswer(answer, what);
      checkProblems(answer.page, what);
    }
    const digits = '7'.repeat(257);
    const long = await browser.send(form.fill('New password', digits).fill('Confirm password', digits));
    checkProblems(long.page, '257 digits');
  });

  it('registration: one mistake, put right on the page that names it, is one account', async () => {
    const browser = lab.browser();
    const form = (await browser.openRegistration()).formWith('Register').fill('First name', 'Rita');
    const wrong = await browser.send(form.fill(CODE, 'guessed').fill('Reason for visit', 'Tea & "talk"'));
    checkProblems(wrong.page, 'a wrong code');
    const before = await accounts();
    const right = await browser.send(wrong.page.formWith('Register').fill(CODE, 'welcome'));
    assert.equal(right.page.heading, 'Account created');
    assert.match(right.page.text, /Tea & "talk"/);
    assert.equal(await accounts(), before + 1);
  });
});
