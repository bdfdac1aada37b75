import assert from 'node:assert/strict';
import { closeEmulators, startEmulator } from '../../support/emulators.ts';
import { FakeClock } from '../../support/guest.ts';
import { portalFile, SponsorBrowser } from '../../support/sponsor.ts';

const SPONSORS = {
  groups: [
    {
      id: '9f1eca71-8c01-11e6-996c-525400b48521',
      name: 'Hosts',
      memberGroups: ['ALL_ACCOUNTS (default)'],
      guestTypes: ['Daily (default)'],
      link: {
        rel: 'self',
        href: 'https://ise.example.com/ers/config/sponsorgroup/1',
        type: 'application/json',
      },
    },
  ],
  sponsors: [{ username: 'host', password: 'desk', groups: ['Hosts'] }],
};

describe('sponsor portal: a form that comes too late', () => {
  let clock: FakeClock;

  async function fill() {
    clock = new FakeClock();
    const ise = await startEmulator({ clock, portal: portalFile({}, { sponsors: SPONSORS }) });
    const sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('host', 'desk');
    const form = (await sponsor.get('CreateAccounts.action?type=known')).page.form('createForm');
    Object.assign(form.values, { ui_first_name: 'Ann', ui_last_name: `O'Lee "&"` });
    const total = async () => (await ise.accounts.list({ limit: 1, offset: 0 })).total;
    return { sponsor, form, total };
  }

  afterEach(closeEmulators);

  it('with the token of another page: nothing is made, and everything typed is still there', async () => {
    const { sponsor, form, total } = await fill();
    const answer = await sponsor.post(form.action, { ...form.values, token: 'x' });
    assert.equal(answer.status, 403);
    assert.match(answer.text, /What you typed is below/);
    const again = answer.page.form('createForm');
    assert.deepEqual([again.values.ui_first_name, again.values.ui_last_name], ['Ann', `O'Lee "&"`]);
    assert.equal(await total(), 0);
    assert.equal((await sponsor.send(again)).status, 200);
  });

  it('after ten idle minutes: the sign-in carries it along, and shows it again without doing it', async () => {
    const { sponsor, form, total } = await fill();
    clock.pass(11 * 60_000);
    const asked = await sponsor.send(form);
    const login = asked.page.form('loginForm');
    const wrong = await sponsor.send(login.fill('Username', 'host').fill('Password', 'no'));
    const second = wrong.page.form('loginForm');
    const answer = await sponsor.send(second.fill('Username', 'host').fill('Password', 'desk'));
    const again = answer.page.form('createForm');
    assert.deepEqual([again.values.ui_first_name, again.values.ui_last_name], ['Ann', `O'Lee "&"`]);
    assert.equal(await total(), 0);
    await sponsor.send(again);
    assert.equal(await total(), 1);
  });
});
