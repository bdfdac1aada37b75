import assert from 'node:assert/strict';
import { GuestLab } from '../support/guest.ts';
import { type Guest, newGuest, STRAIGHT_ON, signOnFrom } from '../support/network.ts';

describe('simultaneous logins', () => {
  let lab: GuestLab;
  let guest: Guest;

  async function open(loginOptions: Record<string, unknown>): Promise<void> {
    const guestTypes = [
      { name: 'Daily (default)', loginOptions: { maxSimultaneousLogins: 2, ...loginOptions } },
    ];
    lab = await GuestLab.open(STRAIGHT_ON, { guestTypes });
    guest = await newGuest(lab);
  }

  async function on(sessionId: string, mac = `00000000000${sessionId}`) {
    lab.clock.pass(1000);
    const browser = lab.browser();
    return { browser, ...(await signOnFrom(browser, guest, { sessionId, mac })) };
  }

  async function states(): Promise<string[]> {
    const { items } = await lab.stores.networkSessions.list({ limit: 9 });
    return items.reverse().map(({ sessionId, state }) => `${sessionId} ${state}`);
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('one too many: the oldest is dropped, and its next page says why', async () => {
    await open({});
    const oldest = await on('1');
    await on('2');
    assert.equal((await on('3')).page.heading, 'Success');
    assert.deepEqual(await states(), ['1 disconnected', '2 authenticated', '3 authenticated']);
    const button = await oldest.browser.send(oldest.page.form('tokenForm'));
    assert.equal((await lab.stores.networkSessions.find('1'))?.state, 'disconnected', 'no way back by a CoA');
    assert.match(button.page.problems.join(), /used on another one/);
    const status = JSON.parse((await oldest.browser.get('CheckCoAStatus.action')).text);
    assert.match(status.session.reason, /2 may be at once/);
    const again = await on('1');
    assert.equal(again.page.heading, 'Success');
    assert.deepEqual(await states(), ['1 authenticated', '2 disconnected', '3 authenticated']);
  });

  it('one too many with Disconnect_Newest_Connection: it is kept out and told so, and nobody is dropped', async () => {
    await open({ failureAction: 'Disconnect_Newest_Connection' });
    await on('1');
    await on('2');
    const { page } = await on('3');
    assert.match(page.problems.join(), /in use on as many devices/);
    assert.deepEqual(await states(), ['1 authenticated', '2 authenticated', '3 redirected']);
  });

  it('the same device anew is no second login', async () => {
    await open({ maxSimultaneousLogins: 1, failureAction: 'Disconnect_Newest_Connection' });
    await on('1', 'a1b3e5196fbb');
    assert.equal((await on('2', 'a1b3e5196fbb')).page.heading, 'Success');
    assert.deepEqual(await states(), ['1 disconnected', '2 authenticated']);
    assert.equal((await on('2', 'a1b3e5196fbb')).page.heading, 'Success');
  });

  it('all at the same moment, no more than the limit get in', async () => {
    await open({ failureAction: 'Disconnect_Newest_Connection' });
    const answers = await Promise.all(['1', '2', '3', '4', '5'].map((id) => on(id)));
    assert.equal(answers.filter(({ page }) => page.heading === 'Success').length, 2);
  });

  it('without a limit, any number', async () => {
    await open({ limitSimultaneousLogins: false });
    for (const id of ['1', '2', '3', '4']) assert.equal((await on(id)).page.heading, 'Success');
  });
});
