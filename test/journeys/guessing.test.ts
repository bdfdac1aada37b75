import assert from 'node:assert/strict';
import { type Browser, GuestLab } from '../support/guest.ts';
import { newGuest } from '../support/network.ts';

const MINUTE = 60_000;
const NAME = { 'First name': 'Jane', 'Phone number': '+1 (555) 666-1212' };

describe('guessing', () => {
  let lab: GuestLab;
  let browser: Browser;

  async function open(settings: Parameters<typeof GuestLab.open>[0]): Promise<void> {
    lab = await GuestLab.open(settings);
    browser = lab.browser();
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  async function tryCode(code: string) {
    return (await browser.register({ ...NAME, 'Registration Code': code })).page;
  }

  async function tryPassword(username: string, password: string, passcode = '') {
    const form = (await browser.land()).page.formWith('Sign On');
    form.fill('Username', username).fill('Password', password);
    if (passcode !== '') form.fill('Passcode', passcode);
    return (await browser.send(form)).page;
  }

  it('the registration code: five guesses, then one per wait, also for the right one', async () => {
    await open({ selfRegPageSettings: { requireRegistrationCode: true, registrationCode: 'sesame' } });
    for (let guess = 1; guess <= 5; guess += 1) {
      assert.match((await tryCode(`guess ${guess}`)).problems.join(), /code is wrong/);
    }
    const refused = await tryCode('sesame');
    assert.match(refused.problems.join(), /Wait 2 minutes/);
    assert.equal(refused.field('First name').attributes.value, 'Jane', 'what was typed is kept');
    assert.equal((await lab.accounts()).total, 0);
    lab.clock.pass(2 * MINUTE);
    assert.equal((await tryCode('sesame')).heading, 'Account created');
  });

  it('the registration code: the same form again is no second guess, and an empty one is none', async () => {
    await open({ selfRegPageSettings: { requireRegistrationCode: true, registrationCode: 'sesame' } });
    const form = (await browser.openRegistration()).formWith('Register');
    form.fill('First name', 'Jane').fill('Phone number', '+1 (555) 666-1212').fill('Registration Code', 'x');
    for (let time = 0; time < 9; time += 1) {
      assert.match((await browser.send(form)).page.problems.join(), /code is wrong/);
    }
    for (let time = 0; time < 9; time += 1) await tryCode('');
    assert.equal((await tryCode('sesame')).heading, 'Account created');
  });

  it('the passcode of the login page: wrong ones count as failed sign-ins', async () => {
    await open({ loginPageSettings: { requireAccessCode: true, accessCode: 'blue' } });
    const { username, password } = await newGuest(lab);
    for (let guess = 1; guess <= 5; guess += 1) {
      assert.match((await tryPassword(username, password, `${guess}`)).problems.join(), /do not match/);
    }
    assert.match((await tryPassword(username, password, 'blue')).problems.join(), /Wait 2 minutes/);
    lab.clock.pass(2 * MINUTE);
    assert.equal((await tryPassword(username, password, 'blue')).heading, 'Acceptable Use Policy');
  });

  it('one good account does not help who tries the passwords of others', async () => {
    await open({});
    const mine = await newGuest(lab);
    for (let guess = 1; guess <= 4; guess += 1) await tryPassword(`other${guess}`, '1234');
    assert.equal((await tryPassword(mine.username, mine.password)).heading, 'Acceptable Use Policy');
    assert.match((await tryPassword('other5', '1234')).problems.join(), /do not match/);
    assert.match((await tryPassword('other6', '1234')).problems.join(), /Wait 2 minutes/);
    lab.clock.pass(5 * 2 * MINUTE);
    for (let guess = 1; guess <= 5; guess += 1) {
      assert.match((await tryPassword(`later${guess}`, '1234')).problems.join(), /do not match/, 'forgiven');
    }
    assert.match((await tryPassword('later6', '1234')).problems.join(), /Wait 2 minutes/);
  });
});
