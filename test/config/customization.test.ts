import assert from 'node:assert/strict';
import { parsePortalFile } from '../../src/config/portal-file.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1').toString('base64');

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function parse(customizations: unknown, emulator: object = {}) {
  return parsePortalFile({ SelfRegPortal: { id: 'x', name: 'x', customizations }, emulator });
}

function portal(customizations: unknown, emulator: object = {}) {
  const parsed = parse(customizations, emulator);
  assert.ok('portal' in parsed, JSON.stringify(parsed));
  return parsed.portal;
}

function mistakes(customizations: unknown) {
  const parsed = parse(customizations);
  assert.ok('mistakes' in parsed);
  return parsed.mistakes.map(({ path, allowed }) => `${path}: ${allowed}`);
}

const texts = (given: Record<string, string>) => ({
  pageCustomizations: {
    data: Object.entries(given).map(([key, value]) => ({ key, value: base64(value) })),
  },
});

describe('customisation of a portal', () => {
  it('a script of another file is left out, and named, even where scripts run', () => {
    const given = texts({ ui_aup_guest_text: '<script src="data:text/javascript,1"></script>' });
    assert.match(
      portal(given, { allowScripts: true }).notes.join(' '),
      /Left out of texts: scripts of other files \(ui_aup_guest_text\)/,
    );
  });

  it('colours, pictures, style sheet and texts of an export are decoded', () => {
    const { customization, notes, ignored, unsupported } = portal({
      portalTheme: { id: 'x', name: 'Default Blue theme', themeData: base64('body { color: red }') },
      portalTweakSettings: {
        bannerColor: '#06C',
        bannerTextColor: 'White',
        pageBackgroundColor: 'fafafa',
        pageLabelAndTextColor: '',
      },
      language: { viewLanguage: 'English' },
      globalCustomizations: {
        mobileLogoImage: { data: PNG },
        bannerImage: { data: `data:image/png;base64,${PNG}` },
        bannerTitle: 'Visitors & friends',
        contactText: 'Help',
        footerElement: '<b>Foot</b>',
      },
      ...texts({ ui_login_page_title: 'Grüezi', ui_login_optional_content_1: '<p>one</p>' }),
    });
    assert.equal(customization.themeCss, 'body { color: red }');
    assert.deepEqual(customization.colours, {
      bannerColor: '#0066cc',
      bannerTextColor: '#ffffff',
      pageBackgroundColor: '#fafafa',
    });
    assert.deepEqual(Object.keys(customization.images), ['mobileLogoImage', 'bannerImage']);
    assert.equal(customization.images.bannerImage?.type, 'image/png');
    assert.deepEqual(customization.texts, {
      ui_login_page_title: 'Grüezi',
      ui_login_optional_content_1: '<p>one</p>',
      ui_banner_label: 'Visitors & friends',
      ui_contact_link: 'Help',
      ui_footer_label: '<b>Foot</b>',
    });
    assert.deepEqual([notes, ignored, unsupported], [[], [], []]);
  });

  it('mistakes are named with their place, all at once', () => {
    const svg = base64('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    assert.deepEqual(
      mistakes({
        portalTheme: { themeData: 'Base 64 encoded string of Theme CSS file!' },
        portalTweakSettings: { bannerColor: 'no colour at all' },
        globalCustomizations: { desktopLogoImage: { data: svg }, bannerTitle: 'x'.repeat(257) },
        pageCustomizations: {
          data: [
            { key: 'ui_login_page_title', value: '%%' },
            { key: '__proto__', value: '' },
            { key: 'ui_aup_page_title', value: '/w==' },
          ],
        },
      }),
      [
        'SelfRegPortal.customizations.portalTweakSettings.bannerColor: a colour such as #06c, #0066cc or navy',
        'SelfRegPortal.customizations.portalTheme.themeData: a style sheet, base64',
        'SelfRegPortal.customizations.globalCustomizations.desktopLogoImage.data: a PNG, JPEG, GIF or WebP image, base64',
        'SelfRegPortal.customizations.pageCustomizations.data[0].value: the text of ui_login_page_title, base64',
        'SelfRegPortal.customizations.pageCustomizations.data[1].key: a string key of ISE, such as ui_aup_page_title',
        'SelfRegPortal.customizations.pageCustomizations.data[2].value: the text of ui_aup_page_title, base64',
        'SelfRegPortal.customizations.globalCustomizations.bannerTitle: at most 256 characters (it has 257)',
      ],
    );
  });

  for (const [key, limit] of [
    ['ui_login_page_title', 256],
    ['ui_login_self_service_button', 64],
    ['ui_login_aup_agreement_label', 64],
    ['ui_login_instruction_message', 2_000],
    ['ui_login_optional_content_2', 2_000],
    ['ui_aup_guest_text', 50_000],
  ] as const) {
    it(`${key} may have ${limit} characters, a character outside the BMP counting once`, () => {
      assert.equal(portal(texts({ [key]: '🦊'.repeat(limit) })).customization.texts[key]?.length, 2 * limit);
      assert.match(mistakes(texts({ [key]: 'x'.repeat(limit + 1) })).join(), new RegExp(`at most ${limit} `));
    });
  }

  it('colours that few can read are named, and are used all the same', () => {
    const { customization, notes } = portal({
      portalTweakSettings: { bannerColor: '#eee', bannerTextColor: '#fff', pageLabelAndTextColor: '#777' },
    });
    assert.equal(customization.colours.bannerTextColor, '#ffffff');
    assert.deepEqual(notes, [
      'bannerTextColor #ffffff on the banner, #eeeeee, has a contrast of 1.16:1; texts need 4.5:1.',
      'pageLabelAndTextColor #777777 on the page, #ffffff, has a contrast of 4.47:1; texts need 4.5:1.',
    ]);
  });

  it('a style sheet loses every address outside itself, and the note says which', () => {
    const css = '@import "http://evil.example/a.css"; a { background: url(https://evil.example/x.png) }';
    const { customization, notes } = portal({ portalTheme: { themeData: base64(css) } });
    assert.doesNotMatch(customization.themeCss, /evil/);
    assert.match(
      notes.join(),
      /@import "http:\/\/evil.example\/a.css";, url\(https:\/\/evil.example\/x.png\)/,
    );
    const hidden = 'a { background: \\75 rl(http://evil.example) }';
    assert.match(mistakes({ portalTheme: { themeData: base64(hidden) } }).join(), /hides no address/);
  });

  it('markup that is taken out, scripts that are not run and texts without a page are named', () => {
    const given = texts({
      ui_login_optional_content_1: '<script>x</script>',
      ui_aup_optional_content_1: '<p style="x">a</p>',
      ui_byod_reg_next_button: 'Next',
    });
    assert.deepEqual(portal(given).notes, [
      'Left out of texts: scripts (ui_login_optional_content_1); emulator.allowScripts lets them run.',
      'Left out of texts: style attributes (ui_aup_optional_content_1).',
      'Customised texts of pages that the emulator does not have (employees’ devices, client provisioning, VLAN change): 1.',
    ]);
    assert.match(
      portal(given, { allowScripts: true }).notes.join(),
      /Scripts are run on the pages of ui_login_o/,
    );
  });
});
