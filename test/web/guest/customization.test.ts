import assert from 'node:assert/strict';
import request from 'supertest';
import { customTexts, PIXEL } from '../../support/customized.ts';
import { credentialsOn, GuestLab } from '../../support/guest.ts';

const GUEST = { 'First name': '$ui_password$', 'Phone number': '(408) 555-0123' };

describe('guest portal: customisation', () => {
  let lab: GuestLab;

  afterEach(() => lab.close());

  async function open(
    texts: Record<string, string>,
    more: object = {},
    emulator: Record<string, unknown> = {},
  ) {
    lab = await GuestLab.open({}, emulator, { ...customTexts(texts), ...more });
    return (await lab.browser().land()).page;
  }

  it('a text of an export replaces ours: markup where HTML is shown, text everywhere else', async () => {
    const page = await open({
      ui_login_page_title: 'Hi &amp; <b>welcome</b>',
      ui_login_signon_button: '<i>Go</i> "now"',
      ui_login_username_label: '{name}: it’s <u>you</u>',
      ui_login_instruction_message: 'Read <b>this</b><script>alert(1)</script>',
      ui_login_optional_content_1: '<p onclick="x">First</p>',
      ui_login_optional_content_2: '<p>Second</p>',
    });
    assert.equal(page.title, 'Hi & welcome');
    assert.equal(page.byId('ui_login_signon_button')?.attributes.value, 'Go "now"');
    assert.equal(page.byId('ui_login_username_label')?.text, '{name}: it’s you');
    assert.ok(
      page.html.includes('<div class="rich" id="ui_login_instruction_message">\nRead <b>this</b></div>'),
    );
    assert.ok(page.html.includes('id="ui_login_optional_content_1">\n<p>First</p></div>'));
    const [first = 0, form = 0, second = 0] = ['First', 'portalloginForm', 'Second'].map((word) =>
      page.html.indexOf(word),
    );
    assert.ok(first < form && form < second, 'optional content 1 above the form, 2 below');
  });

  it('an empty text empties an instruction, but leaves a button its name', async () => {
    const page = await open({ ui_login_instruction_message: '', ui_login_signon_button: ' ' });
    assert.equal(page.byId('ui_login_instruction_message')?.text, '');
    assert.equal(page.byId('ui_login_signon_button')?.attributes.value, 'Sign On');
    assert.equal(page.byId('ui_login_optional_content_1'), null);
  });

  it('variables in a text are filled once, and with values that are escaped', async () => {
    await open({
      ui_post_access_content_label: 'Hello $ui_first_name$ $ui_nothing$',
      ui_success_message: '<b>$ui_user_name$</b>',
    });
    const browser = lab.browser();
    const registered = await browser.register({ ...GUEST, Username: 'a&b' });
    const { username, password } = credentialsOn(registered.page);
    const login = await browser.send(registered.page.formWith('Sign On'));
    const aup = await browser.signOn(login.page, username, password);
    const banner = await browser.send(aup.page.formWith('Accept'));
    assert.equal(banner.page.heading, 'Hello $ui_password$ $ui_nothing$');
    const success = await browser.send(banner.page.formWith('Continue'));
    assert.ok(success.page.html.includes('<b>a&amp;b</b>'));
  });

  it('the page after registering and the last one fill every variable, the optional content too', async () => {
    const text = '$ui_user_name$ of $ui_company$, $ui_password$, until $ui_end_date_time$';
    const keys = ['content_label', 'instruction_message', 'optional_content_1', 'optional_content_2'];
    await open(
      Object.fromEntries([
        ...keys.map((key) => [`ui_self_reg_results_${key}`, text]),
        ...keys.map((key) => [`ui_success_${key}`, text]),
      ]),
    );
    const browser = lab.browser();
    const { page } = await browser.register({ ...GUEST, Username: 'ann', Company: 'A & B' });
    const { password } = credentialsOn(page);
    const until = '07/16/2026 05:00 PDT';
    for (const key of keys) {
      const shown = page.byId(`ui_self_reg_results_${key}`)?.text;
      assert.equal(shown, `ann of A & B, ${password}, until ${until}`, key);
    }
    assert.match(page.html, /ann of A &amp; B/);
    const login = await browser.send(page.formWith('Sign On'));
    const aup = await browser.signOn(login.page, 'ann', password);
    const banner = await browser.send(aup.page.formWith('Accept'));
    const last = (await browser.send(banner.page.formWith('Continue'))).page;
    for (const key of keys) {
      const shown = last.byId(`ui_success_${key}`)?.text;
      assert.equal(shown, `ann of A & B, $ui_password$, until ${until}`, key);
    }
  });

  it('scripts need the switch; then they carry the page’s nonce; jQuery is named on the page either way', async () => {
    const texts = { ui_login_optional_content_1: '<script>if (1 < 2 && true) start("&amp;");</script>' };
    let page = await open(texts);
    assert.ok(!page.html.includes('start('));
    assert.match(page.html, /<script src="\.\.\/static\/jquery\.js"/);
    await lab.close();

    page = await open(texts, {}, { allowScripts: true });
    const answer = await lab.browser().land();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers['content-security-policy'] ?? '')?.[1] ?? '?';
    assert.ok(
      answer.page.html.includes(`<script nonce="${nonce}">if (1 < 2 && true) start("&amp;");</script>`),
    );
  });

  it('style sheet, colours and pictures are files of the portal, of the type their bytes have', async () => {
    const image = { data: PIXEL };
    const page = await open(
      {},
      {
        portalTheme: { themeData: Buffer.from('h1{color:red}').toString('base64') },
        portalTweakSettings: { bannerColor: 'navy' },
        globalCustomizations: { mobileLogoImage: image, bannerImage: image, footerElement: '<i>Foot</i>' },
      },
    );
    const links = [...page.html.matchAll(/(?:href|src|srcset)="(customization\/[^"]+)"/g)].map(
      ([, link = '']) => link,
    );
    const types = await Promise.all(
      links.map(async (link) => {
        const answer = await request(lab.server).get(`/portal/${link}`).expect(200);
        assert.equal(answer.headers['set-cookie'], undefined);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        return answer.headers['content-type'];
      }),
    );
    assert.deepEqual(types, ['text/css; charset=utf-8', 'text/css; charset=utf-8', 'image/png', 'image/png']);
    const colours = await request(lab.server).get('/portal/customization/colours.css').expect(200);
    assert.match(colours.text, /background-color: #000080;\n {2}color: #ffffff;/);
    const [, banner = ''] = /url\("(bannerImage[^"]*)"\)/.exec(colours.text) ?? [];
    await request(lab.server)
      .get(`/portal/customization/${banner}`)
      .expect('Content-Type', 'image/png')
      .expect(200);
    assert.ok(page.html.includes('<i>Foot</i>'));
  });

  it('error pages and the support page carry their optional content too', async () => {
    const names = ['ui_error', 'ui_contact'].flatMap((page) =>
      [1, 2].map((n) => `${page}_optional_content_${n}`),
    );
    lab = await GuestLab.open(
      { supportInfoSettings: { includeSupportInfoPage: true } },
      {},
      customTexts(Object.fromEntries(names.map((name) => [name, `<p>${name}</p>`]))),
    );
    const browser = lab.browser();
    const html = (await browser.get('Nowhere.action')).text + (await browser.get('SupportInfo.action')).text;
    for (const name of names) assert.ok(html.includes(`id="${name}">\n<p>${name}</p></div>`), name);
  });

  it('the shipped portal has none of it', async () => {
    const page = await open({});
    assert.doesNotMatch(page.html, /customization\//);
    await request(lab.server).get('/portal/customization/colours.css').expect(404);
  });
});
