import assert from 'node:assert/strict';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issue } from '../../support/certificates.ts';
import { type Browser, GuestLab } from '../../support/guest.ts';

describe('guest portal: the first page', () => {
  let lab: GuestLab;
  let browser: Browser;

  beforeEach(async () => {
    lab = await GuestLab.open();
    browser = lab.browser();
  });

  afterEach(() => lab.close());

  it('gateway: 302 with portal first and session second, whatever came and in whatever order', async () => {
    const { id } = lab.portal;
    for (const [sent, expected] of [
      [`sessionId=X&portal=${id}&action=cwa&token=0A`, `portal=${id}&sessionId=X&action=cwa`],
      [`sessionId=X&action&portal=${id}&action=cwa`, `portal=${id}&sessionId=X&action=cwa`],
      [`portal=${id}&sessionId=X&action=cwa&type=drw`, `portal=${id}&sessionId=X&action=cwa&type=drw`],
      [
        `sessionId=X&portal=${id}&action=cwa&redirect=http%3A%2F%2Fa.example%2F%3Fb%3Dc%26d`,
        `portal=${id}&sessionId=X&action=cwa&redirect=http%3A%2F%2Fa.example%2F%3Fb%3Dc%26d`,
      ],
      ['', `portal=${id}`],
    ]) {
      const answer = await browser.get(`gateway?${sent}`, { Host: 'evil.example.com' });
      assert.equal(answer.status, 302);
      assert.equal(answer.headers.location, `/portal/PortalSetup.action?${expected}`);
      assert.deepEqual(answer.cookies, []);
    }
  });

  it('sets the three cookies; only the first page makes a session', async () => {
    const { cookies } = await browser.land();
    const named = Object.fromEntries(cookies.map((cookie) => [cookie.split('=')[0], cookie]));
    assert.match(named.APPSESSIONID ?? '', /^APPSESSIONID=[0-9A-F]{32}; Path=\/; HttpOnly$/);
    assert.match(
      named.portalSessionId ?? '',
      /^portalSessionId=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}; Path=\//,
    );
    assert.match(named.token ?? '', /^token=[A-Z0-9]{32}; Path=\//);
    for (const cookie of cookies) assert.doesNotMatch(cookie, /SameSite|Secure/i);
    const other = lab.browser();
    assert.deepEqual((await other.get('CheckCoAStatus.action')).cookies, []);
    assert.deepEqual((await other.get('nothing-here')).cookies, []);
    await browser.land();
    assert.equal((await browser.land()).cookies.filter((one) => one.startsWith('APPSESSIONID')).length, 0);
  });

  it('over HTTPS the cookies are Secure and stay below /portal/, and the session is found again', async () => {
    const { cert, key } = await issue({ name: 'CN=localhost', hosts: ['localhost'] });
    const [handler] = lab.server.listeners('request') as [Parameters<typeof createServer>[1]];
    const server = createServer({ cert, key }, handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const first = await get(port, '');
      const cookie = first.cookies.find((one) => one.startsWith('APPSESSIONID'));
      assert.match(cookie ?? '', /^APPSESSIONID=[0-9A-F]{32}; Path=\/portal\/; HttpOnly; Secure$/);
      const again = await get(port, cookie?.split(';')[0] ?? '');
      assert.ok(!again.cookies.some((one) => one.startsWith('APPSESSIONID')));
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('a forged or foreign session id does not become a session', async () => {
    browser.cookies.set('APPSESSIONID', 'F'.repeat(32));
    const { cookies } = await browser.land();
    assert.ok(cookies.some((cookie) => /^APPSESSIONID=(?!F{32})/.test(cookie)));
  });

  it('another portal’s id: 404, naming the one there is', async () => {
    const answer = await browser.get('PortalSetup.action?portal=11111111-2222-3333-4444-555555555555');
    assert.equal(answer.status, 404);
    assert.ok(answer.page.text.includes(lab.portal.id));
    assert.deepEqual(answer.cookies, []);
  });

  it('links back to it keep the network session', async () => {
    await browser.get(`PortalSetup.action?portal=${lab.portal.id}&sessionId=0A&action=cwa`);
    const { page } = await browser.get('SelfRegistration.action?from=LOGIN');
    const cancel = page.byId('ui_self_reg_cancel_button');
    assert.equal(
      cancel?.attributes.href,
      `PortalSetup.action?portal=${lab.portal.id}&sessionId=0A&action=cwa`,
    );
    const redirect = await browser.get('CreateAccount.action?from=SELF_REGISTRATION');
    assert.equal(redirect.status, 302);
    assert.equal(redirect.headers.location, `/portal/${cancel?.attributes.href}`);
  });

  it('pages are kept for the back button only, never name the host, and link relatively', async () => {
    const answer = await browser.get('PortalSetup.action', { Host: 'evil.example.com' });
    assert.equal(answer.headers['cache-control'], 'private, no-cache');
    assert.ok(!answer.text.includes('evil.example.com'));
    const addresses = answer.page
      .all(() => true)
      .flatMap(({ attributes: { href, src, action } }) => [href, src, action])
      .filter((address) => address !== undefined);
    assert.ok(addresses.length > 5);
    for (const address of addresses) assert.doesNotMatch(address, /^\/|^[a-z]+:/);
  });

  it('everything a page needs is served', async () => {
    const { page } = await browser.land();
    const needed = page.all(() => true).flatMap(({ attributes: { href, src } }) => [href, src]);
    const files = needed.filter((address) => address?.startsWith('../static/'));
    assert.ok(files.length >= 4);
    for (const file of files) {
      const address = new URL(file ?? '', `http://127.0.0.1:${lab.port}/portal/PortalSetup.action`);
      assert.equal((await fetch(address)).status, 200, file);
    }
  });

  it('the hooks of customisation scripts are there', async () => {
    const { page } = await browser.land();
    for (const id of ['portallogindiv', 'page-login', 'ui_login_instruction_message', 'portalloginForm']) {
      assert.ok(page.byId(id), id);
    }
    for (const name of ['cisco-ise-body', 'cisco-ise-scriptable', 'cisco-ise-login-text']) {
      assert.equal(page.byClass(name).length, 1, name);
    }
    assert.equal(page.byClass('cisco-ise-form-buttons').length, 2);
    assert.equal(page.byClass('cisco-ise-error').length, 0);
    const button = page.byId('ui_login_self_reg_button');
    assert.equal(button?.tag, 'input');
    assert.equal(page.byId(button?.attributes.form ?? '')?.attributes.name, 'selfRegForm');
    const icon = page.all((element) => element.attributes.rel === 'icon')[0];
    assert.equal(icon?.attributes.type, 'image/x-icon');
  });

  it('an unreadable form is a refusal, not a bug', async () => {
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', `a=${'x'.repeat(100_000)}`],
      ['multipart/form-data; boundary=x', '--x--'],
      ['text/plain', 'token=1'],
    ] as const) {
      const answer = await fetch(`http://127.0.0.1:${lab.port}/portal/CreateAccount.action`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
      assert.ok(answer.status === 403 || answer.status === 413, `${type}: ${answer.status}`);
      assert.doesNotMatch(await answer.text(), /node_modules|at .*\.ts/);
    }
    assert.deepEqual(lab.errors, []);
  });
});

function get(port: number, cookie: string): Promise<{ cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/portal/PortalSetup.action',
        headers: { cookie },
        rejectUnauthorized: false,
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve({ cookies: response.headers['set-cookie'] ?? [] }));
      },
    );
    sent.on('error', reject).end();
  });
}
