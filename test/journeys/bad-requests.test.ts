import assert from 'node:assert/strict';
import request from 'supertest';
import type { Emulator } from '../../src/index.ts';
import { checkAnswer } from '../support/bad-input.ts';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { portalJson } from '../support/guest.ts';
import { Page } from '../support/page.ts';
import { SponsorBrowser } from '../support/sponsor.ts';

const GUEST = [
  'CreateAccount.action?from=SELF_REGISTRATION',
  'LoginSubmit.action?from=LOGIN',
  'SelfRegistration.action?from=LOGIN',
  'SelfRegistrationSuccess.action?from=SELF_REGISTRATION_SUCCESS',
  'SelfRegistrationWait.action',
  'AupSubmit.action?from=AUP',
  'Continue.action?from=POST_ACCESS_BANNER',
  'ChangePasswordSubmit.action?from=LOGIN',
  'ResetPasswordSubmit.action?from=LOGIN',
  'LoginPassword.action',
  'ResetPassword.action',
  'SendSelfEmail.action',
  'SendSelfSms.action',
  'DoCoA.action',
].map((address) => `/portal/${address}`);

const SPONSOR = [
  'LoginSubmit.action?from=LOGIN',
  'createKnown.action',
  'createRandom.action',
  'importAccounts.action',
  'editGuest.action',
  'AccountAction.action',
  'exportAccounts.action',
  'deleteNotice.action',
  'OneClick.action?action=approve&link=x.y.z',
  'manageGuestsList.action',
  'readGuest.action',
  'pending.action',
].map((address) => `/sponsorportal/${address}`);

const FORM = 'application/x-www-form-urlencoded';

/** Bodies that no browser sends. */
const BODIES: [what: string, type: string, body: string][] = [
  ['nothing', FORM, ''],
  ['no kind at all', '', 'token=x'],
  ['broken escapes', FORM, 'token=%zz&user.username=%E0%A4%A&guestUser.fieldValues.ui_company=%'],
  ['bytes that are no UTF-8', FORM, 'user.username=%ff%fe%ed%a0%80&token=%00'],
  ['every name twice', FORM, 'token=a&token=b&user.username=c&user.username=d&selected=1&selected=2'],
  ['nested names', FORM, 'token[a]=b&user[username][]=c&__proto__[x]=1&constructor.prototype=2'],
  ['names of objects', FORM, '__proto__=1&constructor=2&toString=3&hasOwnProperty=4&token=x'],
  ['two thousand fields', FORM, Array.from({ length: 2000 }, (_, index) => `f${index}=1`).join('&')],
  ['three megabytes', FORM, `token=${'x'.repeat(3_000_000)}`],
  ['JSON', 'application/json', '{"token":["a"],"user.username":{"a":1},"selected":null}'],
  ['broken JSON', 'application/json', '{"token":'],
  ['a list as JSON', 'application/json', '[1,2,3]'],
  ['an upload without its boundary', 'multipart/form-data', 'token=x'],
  [
    'an upload cut off',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nx',
  ],
  ['another alphabet', `${FORM}; charset=utf-7`, 'token=x'],
];

describe('journey: requests that no browser sends', () => {
  let ise: Emulator;
  let cookie: string;
  let token: string;

  before(async () => {
    ise = await startEmulator({
      portal: portalJson({
        loginPageSettings: { allowForgotPassword: true, allowGuestToChangePassword: true },
      }),
    });
    const sponsor = new SponsorBrowser(ise);
    await sponsor.signOn('sponsor', 'lab-sponsor');
    cookie = sponsor.cookie;
    token = (await sponsor.get('ManageAccounts.action')).headers.token ?? '';
  });

  after(closeEmulators);

  function check(answer: request.Response, what: string): void {
    assert.ok(answer.status < 500, `${what}: ${answer.status}\n${answer.text}`);
    if (answer.text === undefined || answer.text === '' || answer.status === 302) return;
    if ((answer.headers['content-type'] ?? '').startsWith('text/html')) {
      checkAnswer({ status: answer.status, page: new Page(answer.text), text: answer.text }, what);
    }
  }

  for (const [what, type, body] of BODIES) {
    it(`a form of ${what}: a clear answer from every address, and nothing is made`, async () => {
      for (const address of [...GUEST, ...SPONSOR]) {
        // With the sponsor's own token, so that more than its absence is found.
        const sent = request(ise.app).post(address).set({ Cookie: cookie, Accept: 'text/html', token });
        if (type !== '') sent.set('Content-Type', type);
        else sent.unset('Content-Type');
        check(await sent.send(body), `${address}, ${what}`);
      }
      assert.equal((await ise.accounts.list({ limit: 1, offset: 0 })).total, 0);
    });
  }

  it('addresses, methods, cookies and headers that make no sense: a clear answer', async () => {
    const odd: ['get' | 'put' | 'delete' | 'head' | 'options' | 'post', string, Record<string, string>][] = [
      ['get', '/portal/%zz', {}],
      ['get', '/portal/%00', {}],
      ['get', '/portal/..%2f..%2fpackage.json', {}],
      ['get', '/portal/customFiles/..%2f..%2fportal.json', {}],
      ['get', '/static/..%2f..%2fpackage.json', {}],
      ['get', `/portal/PortalSetup.action?portal=${'x'.repeat(5000)}`, {}],
      ['get', '/portal/PortalSetup.action?portal=%3Cscript%3Ealert(1)%3C/script%3E', {}],
      ['get', '/portal/PortalSetup.action?portal[]=x&sessionId[a]=b&redirect=javascript:alert(1)', {}],
      ['get', '/portal/gateway?redirect=javascript:alert(1)&sessionId=%0d%0aSet-Cookie:x', {}],
      ['get', '/portal/gateway?portal=%0d%0aX-Injected:%201&sessionId=%ff', {}],
      ['get', '/portal/PortalSetup.action', { Cookie: 'APPSESSIONID=%zz; portalSessionId="; token' }],
      ['get', '/portal/PortalSetup.action', { Cookie: `APPSESSIONID=${'A'.repeat(4000)}` }],
      ['get', '/portal/PortalSetup.action', { 'Accept-Language': ',,;q=x', Accept: 'x' }],
      ['put', '/portal/LoginSubmit.action', {}],
      ['delete', '/portal/PortalSetup.action', {}],
      ['head', '/portal/PortalSetup.action', {}],
      ['options', '/portal/PortalSetup.action', {}],
      ['post', '/portal/LoginSubmit.action', { 'Content-Type': FORM, 'Content-Encoding': 'gzip' }],
      ['post', '/portal/LoginSubmit.action', { 'Content-Type': FORM, 'Content-Encoding': 'none' }],
      ['get', '/sponsorportal/Account.action?id=%00', { Cookie: cookie }],
      ['get', '/sponsorportal/Account.action?id[]=1&id[]=2', { Cookie: cookie }],
      ['get', '/sponsorportal/editGuest.action?id=__proto__', { Cookie: cookie }],
      [
        'get',
        '/sponsorportal/ManageAccounts.action?page=-1&perPage=1e9&sort=password&order=;',
        { Cookie: cookie },
      ],
      ['get', '/sponsorportal/ManageAccounts.action?page=99999999999999999999', { Cookie: cookie }],
      ['get', '/sponsorportal/pending.action?page=NaN', { Cookie: cookie }],
      ['get', '/sponsorportal/Notice.action?id=%F0%9F', { Cookie: cookie }],
      ['get', '/sponsorportal/OneClick.action?action=approve&link=%00.%ff', {}],
      ['get', '/sponsorportal/OneClick.action', {}],
    ];
    for (const [method, address, headers] of odd) {
      const what = `${method} ${address.slice(0, 90)} ${JSON.stringify(headers).slice(0, 60)}`;
      const sent = request(ise.app)
        [method](address)
        .set({ Accept: 'text/html', ...headers });
      const answer = await (method === 'post' ? sent.send('x=1') : sent);
      check(answer, what);
      console.log(what, answer.status, (answer.text ?? '').match(/<h1[^>]*>[^<]*/)?.[0]);
      assert.equal(answer.headers['x-injected'], undefined);
      assert.doesNotMatch(answer.text ?? '', /"dependencies"|SelfRegPortal/, what);
    }
  });
});
