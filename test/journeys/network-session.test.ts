import assert from 'node:assert/strict';
import { type Browser, credentialsOn, GuestLab } from '../support/guest.ts';
import { accountOf, arrive, newGuest, STRAIGHT_ON, signOnFrom } from '../support/network.ts';

const AJAX = { 'X-Requested-With': 'XMLHttpRequest' };

describe('network session', () => {
  let lab: GuestLab;
  let browser: Browser;

  async function open(settings: Parameters<typeof GuestLab.open>[0] = {}): Promise<void> {
    lab = await GuestLab.open({ ...STRAIGHT_ON, ...settings });
    browser = lab.browser();
  }

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('goes from redirected over registered and authenticated to CoA sent, with its times and its account', async () => {
    await open();
    const { page } = await arrive(browser, { sessionId: '0A01', mac: 'a1b3.e519.6fbb' });
    const stateIs = async (state: string) => {
      const session = await lab.stores.networkSessions.find('0A01');
      assert.equal(session?.state, state);
      return session;
    };
    const first = await stateIs('redirected');
    assert.deepEqual([first?.mac, first?.ip, first?.accountId], ['A1:B3:E5:19:6F:BB', '127.0.0.1', null]);

    const form = (await browser.send(page.formWith('Register for guest access'))).page.formWith('Register');
    lab.clock.pass(1000);
    const registered = await browser.send(form.fill('First name', 'Jane').fill('Last name', 'Doe'));
    const { username, password } = credentialsOn(registered.page);
    const account = await accountOf(lab, { username, password });
    assert.equal((await stateIs('registered'))?.accountId, account.id);

    lab.clock.pass(1000);
    const login = await browser.send(registered.page.formWith('Sign On'));
    const success = await browser.signOn(login.page, username, password);
    assert.equal(success.page.heading, 'Success');
    await stateIs('authenticated');
    const before = JSON.parse((await browser.get('CheckCoAStatus.action?_=1')).text);
    assert.deepEqual([before.status, before.session.state], ['none', 'authenticated']);

    lab.clock.pass(1000);
    const coa = await browser.send(success.page.form('tokenForm'), AJAX);
    const told = JSON.parse(coa.text);
    assert.deepEqual([told.sent, told.session.id, told.session.state], [false, '0A01', 'coa-sent']);
    const session = await stateIs('coa-sent');
    const times = [
      session?.redirectedAt,
      session?.registeredAt,
      session?.authenticatedAt,
      session?.coaSentAt,
    ];
    assert.deepEqual(
      times.map((time) => time?.slice(17, 19)),
      ['00', '01', '02', '03'],
    );
  });

  it('is made by whatever a device sends: odd orders, type=drw, hints of many names, none at all', async () => {
    await open();
    for (const [query, mac, ip] of [
      ['sessionId=1&portal&action=cwa&token=0A', null, '127.0.0.1'],
      [
        'client_mac=A1-B3-E5-19-6F-BB&sessionId=2&daysToExpiry=value&type=drw',
        'A1:B3:E5:19:6F:BB',
        '127.0.0.1',
      ],
      ['mac=a1b3e5196fbb&ip=10.1.2.3&sessionId&sessionId=3', 'A1:B3:E5:19:6F:BB', '10.1.2.3'],
      ['sessionId=4&mac=<script>&ip=javascript:1', null, '127.0.0.1'],
      ['sessionId=5&clientIp=fe80::1', null, 'fe80::1'],
    ] as const) {
      assert.equal((await browser.get(`gateway?${query}`)).status, 302, query);
      const id = /sessionId=(\d)/.exec(query)?.[1] ?? '';
      const session = await lab.stores.networkSessions.find(id);
      assert.deepEqual([session?.mac, session?.ip], [mac, ip], query);
    }
    await browser.get('gateway?action=cwa');
    await browser.get(`gateway?sessionId=${'x'.repeat(500)}`);
    assert.equal((await lab.stores.networkSessions.list({ limit: 9 })).total, 5);
  });

  it('the test URL has none: nothing is invented, and the CoA answer says so', async () => {
    await open();
    const guest = await newGuest(lab);
    const success = await browser.signOn((await browser.land()).page, guest.username, guest.password);
    const coa = JSON.parse((await browser.send(success.page.form('tokenForm'), AJAX)).text);
    assert.deepEqual([coa.status, coa.sent, coa.session], ['requested', false, null]);
    assert.equal((await lab.stores.networkSessions.list({ limit: 9 })).total, 0);
  });

  it('redirected again, a session keeps its guest and its state', async () => {
    await open();
    const guest = await newGuest(lab);
    await signOnFrom(browser, guest, { sessionId: '0A', mac: 'a1b3e5196fbb' });
    await arrive(browser, { sessionId: '0A' });
    const session = await lab.stores.networkSessions.find('0A');
    assert.deepEqual([session?.state, session?.mac], ['authenticated', 'A1:B3:E5:19:6F:BB']);
  });

  it('the originating URL is only what came to the gateway, and only a web address', async () => {
    await open({ authSuccessSettings: { successRedirect: 'ORIGINATINGURL' } });
    const guest = await newGuest(lab);
    const redirect = async (session: { sessionId: string; redirect?: string }, later = '') => {
      const { headers } = await browser.get(`gateway?${new URLSearchParams({ ...session })}`);
      const first = await browser.get(`${(headers.location ?? '').replace('/portal/', '')}${later}`);
      const { page } = await browser.signOn(first.page, guest.username, guest.password);
      return page.byId('portal-redirect')?.attributes.href ?? null;
    };
    assert.equal(
      await redirect({ sessionId: '1', redirect: 'news.example.com/a?b=c' }),
      'http://news.example.com/a?b=c',
    );
    assert.equal(await redirect({ sessionId: '2' }, '&redirect=https://evil.example'), null);
    assert.equal(await redirect({ sessionId: '3', redirect: 'javascript:alert(1)' }), null);
    assert.equal(await redirect({ sessionId: '4', redirect: 'https://user:pw@evil.example' }), null);
  });
});
