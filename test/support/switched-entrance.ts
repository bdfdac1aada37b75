import { FORM_FIELDS } from '../../src/domain/registration-form.ts';
import type { SwitchedRow } from './switched.ts';
import * as at from './switched.ts';

const LOGIN_AUP = { 'loginPageSettings.includeAup': true };
const PASSCODE = { 'loginPageSettings.requireAccessCode': true, 'loginPageSettings.accessCode': 'red' };
const FORM_AUP = { 'selfRegPageSettings.includeAup': true };
const CODE = {
  'selfRegPageSettings.requireRegistrationCode': true,
  'selfRegPageSettings.registrationCode': 'red',
};
const ALLOWED = {
  'selfRegPageSettings.enableGuestEmailWhitelist': true,
  'selfRegPageSettings.guestEmailWhitelistDomains': ['a.example'],
};
const DENIED = {
  'selfRegPageSettings.enableGuestEmailBlacklist': true,
  'selfRegPageSettings.guestEmailBlacklistDomains': ['a.example'],
};
const APPROVAL = { 'selfRegPageSettings.requireGuestApproval': true };
const WAITING = { ...APPROVAL, 'selfRegPageSettings.autoLoginSelfWait': true };
const GRACE = { ...APPROVAL, 'selfRegPageSettings.allowGraceAccess': true };
const visiting = { 'guestUser.fieldValues.ui_person_visited': 'harry@c.example' };
const code = { 'guestUser.accessCode': 'blue' };

/** What the settings before the account do when they are switched: where it is seen, and by what. */
export const ENTRANCE_ROWS: SwitchedRow[] = [
  ['portalSettings.assignedGuestTypeForEmployee', 'Weekly (default)', at.employee, /"guestType":"Weekly/],

  ['loginPageSettings.maxFailedAttemptsBeforeRateLimit', 1, at.failingTwice, /too many failed/],
  [
    'loginPageSettings.timeBetweenLoginsDuringRateLimit',
    30,
    at.failingTwice,
    /Wait 30 minutes/,
    { 'loginPageSettings.maxFailedAttemptsBeforeRateLimit': 1 },
  ],
  ['loginPageSettings.includeAup', true, at.login, /id="ui_login_aup_link"/],
  ['loginPageSettings.aupDisplay', 'ONPAGE', at.login, /id="ui_login_aup_text"/, LOGIN_AUP],
  ['loginPageSettings.requireAupAcceptance', true, at.signingOnWith({}), /not accepted yet/, LOGIN_AUP],
  [
    'loginPageSettings.requireAccessCode',
    true,
    at.login,
    /name="user.accessCode"/,
    { ...PASSCODE, 'loginPageSettings.requireAccessCode': false },
  ],
  [
    'loginPageSettings.accessCode',
    'blue',
    at.signingOnWith({ 'user.accessCode': 'blue' }),
    /page-aup/,
    PASSCODE,
  ],
  ['loginPageSettings.allowGuestToCreateAccounts', false, at.login, /id="selfRegForm"/],
  ['loginPageSettings.allowForgotPassword', true, at.login, /id="ui_login_forgot_password_button"/],
  ['loginPageSettings.allowGuestToChangePassword', true, at.login, /id="ui_login_change_password_button"/],

  ['selfRegPageSettings.assignGuestsToGuestType', 'Weekly (default)', at.stored(), /"guestType":"Weekly/],
  ['selfRegPageSettings.accountValidityDuration', 2, at.registered(), /works until 07\/17\/2026 05:00 PDT/],
  [
    'selfRegPageSettings.accountValidityTimeUnits',
    'HOURS',
    at.registered(),
    /works until 07\/15\/2026 06:00 PDT/,
  ],
  [
    'selfRegPageSettings.requireRegistrationCode',
    true,
    at.form,
    /name="guestUser.accessCode"/,
    { ...CODE, 'selfRegPageSettings.requireRegistrationCode': false },
  ],
  [
    'selfRegPageSettings.registrationCode',
    'blue',
    at.registered(code),
    /page-self-registration-results/,
    CODE,
  ],
  ...FORM_FIELDS.flatMap(({ name, setting }): SwitchedRow[] => {
    const input = `guestUser.fieldValues.${name}`;
    return [
      [`selfRegPageSettings.${setting}.include`, false, at.form, new RegExp(`id="${input}"`)],
      [
        `selfRegPageSettings.${setting}.require`,
        true,
        at.registered({ [input]: '' }),
        new RegExp(`id="${input}-problem"`),
      ],
    ];
  }),
  ['selfRegPageSettings.selectableLocations', ['Paris'], at.form, /<option value="Paris"/],
  ['selfRegPageSettings.selectableSmsProviders', ['Twilio'], at.form, /<option value="Global Default"/],
  ['selfRegPageSettings.includeAup', true, at.form, /id="ui_self_reg_aup_link"/],
  ['selfRegPageSettings.aupDisplay', 'ONPAGE', at.form, /id="ui_self_reg_aup_text"/, FORM_AUP],
  ['selfRegPageSettings.requireAupAcceptance', true, at.registered(), /not accepted yet/, FORM_AUP],
  [
    'selfRegPageSettings.enableGuestEmailWhitelist',
    true,
    at.registered(),
    /of this domain/,
    { ...ALLOWED, 'selfRegPageSettings.enableGuestEmailWhitelist': false },
  ],
  [
    'selfRegPageSettings.guestEmailWhitelistDomains',
    ['b.example'],
    at.registered(),
    /of this domain/,
    ALLOWED,
  ],
  [
    'selfRegPageSettings.enableGuestEmailBlacklist',
    true,
    at.registered(),
    /of this domain/,
    { 'selfRegPageSettings.guestEmailBlacklistDomains': ['b.example'] },
  ],
  [
    'selfRegPageSettings.guestEmailBlacklistDomains',
    ['b.example'],
    at.registered(),
    /of this domain/,
    DENIED,
  ],
  ['selfRegPageSettings.requireGuestApproval', true, at.stored(), /"state":"PENDING_APPROVAL"/],
  ['selfRegPageSettings.autoLoginSelfWait', true, at.registered(), /page-approval-wait/, APPROVAL],
  ['selfRegPageSettings.autoLoginTimePeriod', 1, at.approvedAfter(2), /data-go/, WAITING],
  [
    'selfRegPageSettings.allowGraceAccess',
    true,
    at.registered(),
    /id="ui_grace_access_waiting_page_timer"/,
    WAITING,
  ],
  ['selfRegPageSettings.graceAccessExpireInterval', 3, at.registered(), /3 min 0 s/, GRACE],
  [
    'selfRegPageSettings.sendApprovalRequestTo',
    'PERSONBEINGVISITED',
    at.stored(visiting),
    /"to":"harry@c.example"/,
    APPROVAL,
  ],
  [
    'selfRegPageSettings.approvalEmailAddresses',
    ['boss@c.example'],
    at.stored(),
    /"to":"boss@c.example"/,
    APPROVAL,
  ],
  [
    'selfRegPageSettings.postRegistrationRedirect',
    'LOGINPAGEWITHINSTRUCTIONS',
    at.registered(),
    /id="page-login"/,
  ],
  [
    'selfRegPageSettings.postRegistrationRedirectUrl',
    'https://a.example/welcome',
    at.registered(),
    /https:\/\/a.example\/welcome/,
    { 'selfRegPageSettings.postRegistrationRedirect': 'URL' },
  ],
  ['selfRegPageSettings.credentialNotificationUsingEmail', false, at.stored(), /"kind":"email"/],
  [
    'selfRegPageSettings.credentialNotificationUsingSms',
    false,
    at.stored({ 'guestUser.fieldValues.ui_phone_number': '(408) 555-0123' }),
    /"kind":"sms"/,
  ],
];
