import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parsePortalFile, portalJsonSchema } from '../../src/config/portal-file.ts';
import type { Portal } from '../../src/domain/portal.ts';

const ID = '4e8ade36-4048-472a-b345-632cc155acfc';

function shipped() {
  return JSON.parse(readFileSync('portal.json', 'utf8'));
}

function parse(json: unknown): Portal {
  const parsed = parsePortalFile(json);
  assert.ok('portal' in parsed, JSON.stringify(parsed));
  return parsed.portal;
}

function mistakes(json: unknown) {
  const parsed = parsePortalFile(json);
  assert.ok('mistakes' in parsed);
  return parsed.mistakes;
}

function bare(settings: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { id: ID, name: 'A portal', settings, ...more };
}

describe('portal file', () => {
  it('ISE’s own example as it stands: its placeholders and nulls count as empty, and are named', () => {
    const portal = parse(
      bare(
        {
          selfRegPageSettings: {
            sponsorPortalList: '',
            approvalEmailAddresses: [''],
            registrationCode: null,
          },
        },
        {
          customizations: {
            portalTheme: {
              name: 'Default Blue theme',
              themeData: 'Base 64 encoded string of Theme CSS file',
            },
            portalTweakSettings: { bannerColor: 'Banner Color from GUI', bannerTextColor: 'navy' },
            globalCustomizations: { mobileLogoImage: { data: 'base 64 encoded value of image' } },
          },
        },
      ),
    );
    assert.deepEqual(portal.settings.selfRegPageSettings.approvalEmailAddresses, []);
    assert.deepEqual(portal.settings.selfRegPageSettings.sponsorPortalList, []);
    assert.deepEqual(Object.keys(portal.customization.colours), ['bannerTextColor']);
    const named = portal.notes.filter((note) => note.includes('placeholder'));
    assert.equal(named.length, 3, named.join('\n'));
    assert.match(named.join(' '), /portalTweakSettings\.bannerColor/);
  });

  it('the shipped one: nothing ignored, nothing unsupported, as the README promises', () => {
    const portal = parse(shipped());
    assert.equal(portal.id, ID);
    assert.equal(portal.name, 'Self-Registered Guest Portal (default)');
    assert.deepEqual(portal.ignored, []);
    assert.deepEqual(portal.unsupported, []);
    const { selfRegPageSettings, selfRegSuccessSettings, loginPageSettings } = portal.settings;
    assert.ok(loginPageSettings.allowGuestToCreateAccounts);
    assert.ok(selfRegSuccessSettings.includePassword);
    assert.ok(!selfRegSuccessSettings.allowGuestLoginFromSelfregSuccessPage);
    assert.ok(selfRegPageSettings.credentialNotificationUsingSms);
    assert.ok(selfRegPageSettings.credentialNotificationUsingEmail);
    assert.equal(
      portal.emulator.notifications.sms.text,
      'Your account details: Username: $ui_user_name$ Password: $ui_password$',
    );
  });

  it('a bare export without wrapper and without our block gets ISE’s defaults', () => {
    const portal = parse(bare({}));
    const { loginPageSettings, selfRegPageSettings, aupSettings } = portal.settings;
    assert.equal(loginPageSettings.maxFailedAttemptsBeforeRateLimit, 5);
    assert.equal(loginPageSettings.timeBetweenLoginsDuringRateLimit, 2);
    assert.equal(loginPageSettings.allowGuestToCreateAccounts, false);
    assert.deepEqual(selfRegPageSettings.fieldCompany, { include: true, require: false });
    assert.deepEqual(selfRegPageSettings.selectableLocations, ['San Jose']);
    assert.equal(aupSettings.includeAup, true);
    assert.equal(aupSettings.displayFrequencyIntervalDays, 7);
    assert.equal(portal.emulator.passwordPolicy.minimumDigits, 4);
  });

  it('link and unknown members are tolerated and listed', () => {
    const portal = parse(
      bare({ loginPageSettings: { shoeSize: 42 } }, { link: { rel: 'self', href: 'x' }, extra: [] }),
    );
    assert.deepEqual(portal.ignored.sort(), ['extra', 'link', 'settings.loginPageSettings.shoeSize']);
    const wrapped = parse({ SelfRegPortal: bare({}, { extra: 1 }), other: 2 });
    assert.deepEqual(wrapped.ignored.sort(), ['SelfRegPortal.extra', 'other']);
  });

  it('both spellings, and booleans and numbers as texts', () => {
    const portal = parse(
      bare({
        loginPageSettings: {
          maxFailedAttemptsBeforeRateLimit: '3',
          includeAup: 'true',
          requireAccessCode: 'false',
        },
        postLoginBannerSettings: { includePostAccessBanner: 'true' },
        aupSettings: { requireScrolling: true },
        selfRegPageSettings: { guestEmailWhitelistDomains: 'a.example, b.example' },
      }),
    );
    const { settings } = portal;
    assert.equal(settings.loginPageSettings.maxFailedAttemptsBeforeRateLimit, 3);
    assert.equal(settings.loginPageSettings.includeAup, true);
    assert.equal(settings.loginPageSettings.requireAccessCode, false);
    assert.equal(settings.postAccessBannerSettings.includePostAccessBanner, true);
    assert.equal(settings.aupSettings.requireAupScrolling, true);
    assert.deepEqual(settings.selfRegPageSettings.guestEmailWhitelistDomains, ['a.example', 'b.example']);
    assert.deepEqual(portal.ignored, []);
  });

  it('all mistakes at once, each with path, value and what is allowed', () => {
    const file = shipped();
    file.SelfRegPortal.settings.loginPageSettings.includeAup = 'yes';
    file.SelfRegPortal.settings.selfRegPageSettings.accountValidityTimeUnits = 'WEEKS';
    file.SelfRegPortal.settings.selfRegPageSettings.requireRegistrationCode = true;
    file.SelfRegPortal.settings.aupSettings.displayFrequencyIntervalDays = 0;
    file.emulator.locations = { 'San Jose': 'Mars/Olympus' };
    file.emulator.passwordPolicy.excludedCharacters = '0123456789';
    assert.deepEqual(
      mistakes(file).map(({ path, value, allowed }) => [path, value, allowed]),
      [
        ['SelfRegPortal.settings.loginPageSettings.includeAup', 'yes', 'true or false'],
        [
          'SelfRegPortal.settings.selfRegPageSettings.accountValidityTimeUnits',
          'WEEKS',
          'one of DAYS, HOURS, MINUTES',
        ],
        [
          'SelfRegPortal.settings.aupSettings.displayFrequencyIntervalDays',
          0,
          'a whole number from 1 to 10000',
        ],
        ['emulator.passwordPolicy.excludedCharacters', '0123456789', 'a text that leaves some digits'],
        [
          'emulator.locations.San Jose',
          'Mars/Olympus',
          'the name of a time zone, such as America/Los_Angeles',
        ],
        [
          'SelfRegPortal.settings.selfRegPageSettings.registrationCode',
          undefined,
          'the code, as requireRegistrationCode is on',
        ],
      ],
    );
  });

  it('the port and the interfaces are those that ISE allows', () => {
    const portalSettings = { httpsPort: 443, allowedInterfaces: ['eth0', 'wlan0'] };
    assert.deepEqual(
      mistakes(bare({ portalSettings })).map(({ path, allowed }) => [path, allowed]),
      [
        ['settings.portalSettings.httpsPort', 'a whole number from 8000 to 8999'],
        [
          'settings.portalSettings.allowedInterfaces[1]',
          'one of eth0, eth1, eth2, eth3, eth4, eth5, bond0, bond1, bond2',
        ],
      ],
    );
    parse(bare({ portalSettings: { httpsPort: '8999', allowedInterfaces: 'eth0, bond0' } }));
  });

  it('a sponsor group as ERS exports it, in its wrapper, is read as one without', () => {
    const group = {
      id: 'g',
      name: 'Desk',
      guestTypes: ['Daily (default)'],
      memberGroups: ['Desk'],
      link: {},
    };
    const sponsors = [{ username: 'front', password: 'desk', groups: ['Desk'] }];
    const of = (one: object) => parse(bare({}, { emulator: { sponsors: { groups: [one], sponsors } } }));
    assert.equal(of({ SponsorGroup: group }).emulator.sponsors.groups[0]?.name, 'Desk');
    const newer = of({ SponsorGroup: { ...group, fromTomorrow: 1 } });
    assert.deepEqual(newer.ignored, ['emulator.sponsors.groups[0].fromTomorrow']);
  });

  for (const [what, json] of [
    ['a text', 'portal'],
    ['a list', []],
    ['nothing', null],
    ['a portal without id', { name: 'x' }],
    ['settings that are a text', bare('x' as never)],
    ['another kind of portal', bare({}, { portalType: 'SPONSOR' })],
  ] as const) {
    it(`${what} is a mistake, not a crash`, () => {
      assert.ok(mistakes(json).length > 0);
    });
  }

  it('what is switched on and does nothing yet is listed by name', () => {
    const portal = parse(
      bare({
        loginPageSettings: { allowGuestToUseSocialAccounts: 'true', socialConfigs: [] },
        byodSettings: { byodWelcomeSettings: { enableBYOD: true } },
        guestDeviceRegistrationSettings: { autoRegisterGuestDevices: false },
      }),
    );
    assert.deepEqual(portal.unsupported, [
      'settings.loginPageSettings.allowGuestToUseSocialAccounts',
      'settings.byodSettings.byodWelcomeSettings.enableBYOD',
    ]);
  });

  it('unknown variables of a template are listed', () => {
    const file = shipped();
    const { notifications } = file.emulator;
    notifications.sms.text = '$ui_user_name$ $ui_nonsense$ $ui_cpf_text$ $ui_nonsense$ $5';
    notifications.email.subject = '$password$ for $ui_First_name$';
    notifications.languages = { de: { sms: { text: '$ui_passwort$' } } };
    file.emulator.guestTypes = [
      {
        name: 'Brief',
        expirationNotification: { emailText: 'Ends $ui_ende$', smsText: '$ui_end_date_time$' },
      },
    ];
    assert.deepEqual(parse(file).notes, [
      'Unknown variable $ui_nonsense$ in emulator.notifications.sms.text: it is sent as it is written.',
      'Unknown variable $password$ in emulator.notifications.email.subject: it is sent as it is written.',
      'Unknown variable $ui_First_name$ in emulator.notifications.email.subject: it is sent as it is written.',
      'Unknown variable $ui_passwort$ in emulator.notifications.languages.de.sms.text: it is sent as it is written.',
      'Unknown variable $ui_ende$ in emulator.guestTypes.Brief.expirationNotification.emailText: it is sent as it is written.',
    ]);
  });

  it('messages of other languages are whole, and are named by tags', () => {
    const file = shipped();
    file.emulator.notifications.languages = { de: { sms: { text: 'Hallo' } } };
    assert.deepEqual(parse(file).emulator.notifications.languages, { de: { sms: { text: 'Hallo' } } });
    file.emulator.notifications.languages = { de: { email: { text: 'Hallo' } } };
    assert.deepEqual(
      mistakes(file).map(({ path }) => path),
      ['emulator.notifications.languages.de.email.subject'],
    );
    file.emulator.notifications.languages = { German: {} };
    assert.deepEqual(
      mistakes(file).map(({ path }) => path),
      ['emulator.notifications.languages'],
    );
  });

  it('the links of an approval request belong to its own mail', () => {
    const file = shipped();
    const text = '$ui_approve_link$ $ui_deny_link$';
    file.emulator.notifications.approval = { email: { text } };
    assert.deepEqual(parse(file).notes, []);
    assert.equal(parse(file).emulator.notifications.approval.email.text, text);
    file.emulator.notifications.sms.text = '$ui_approve_link$';
    assert.match(
      parse(file).notes.join(),
      /Unknown variable \$ui_approve_link\$ in emulator.notifications.sms.text/,
    );
  });

  it('portal.schema.json is what the schema says now (node scripts/write-portal-schema.ts)', () => {
    assert.deepEqual(JSON.parse(readFileSync('portal.schema.json', 'utf8')), portalJsonSchema());
  });
});
