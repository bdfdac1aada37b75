import { FORM_FIELDS } from '../../src/domain/registration-form.ts';
import type { SwitchedRow } from './switched.ts';
import * as at from './switched.ts';

const NO_POLICY = { 'aupSettings.includeAup': false };
const RESULTS_AUP = { 'selfRegSuccessSettings.includeAup': true };
const RECURRING = {
  'aupSettings.displayFrequency': 'RECURRING',
  'selfRegPageSettings.accountValidityDuration': 5,
};
const STRAIGHT_ON = { ...NO_POLICY, 'postAccessBannerSettings.includePostAccessBanner': false };
const SUPPORT = { 'supportInfoSettings.includeSupportInfoPage': true };
const EMPTY_ROW = { ...SUPPORT, 'supportInfoSettings.includeMacAddr': true };

/** What the settings from the success page on do when they are switched: where it is seen, and by what. */
export const ONWARD_ROWS: SwitchedRow[] = [
  ...FORM_FIELDS.map(({ name, resultSetting, resultWord }): SwitchedRow => {
    const filled = ['ui_location', 'ui_sms_provider', 'ui_email_address', 'ui_user_name'].includes(name);
    const values: Record<string, string> = filled
      ? {}
      : { [`guestUser.fieldValues.${name}`]: '+14085550123' };
    return [
      `selfRegSuccessSettings.${resultSetting}`,
      false,
      at.registered(values),
      new RegExp(`class="[^"]*ui_self_reg_results_${resultWord}_label`),
    ];
  }),
  ['selfRegSuccessSettings.includePassword', false, at.registered(), /ui_self_reg_results_password_label/],
  [
    'selfRegSuccessSettings.allowGuestSendSelfUsingPrint',
    true,
    at.registered(),
    /ui_self_reg_results_print_button/,
  ],
  [
    'selfRegSuccessSettings.allowGuestSendSelfUsingEmail',
    true,
    at.registered(),
    /ui_self_reg_results_email_button/,
  ],
  [
    'selfRegSuccessSettings.allowGuestSendSelfUsingSms',
    true,
    at.registered({ 'guestUser.fieldValues.ui_phone_number': '(408) 555-0123' }),
    /ui_self_reg_results_sms_button/,
  ],
  ['selfRegSuccessSettings.includeAup', true, at.registered(), /ui_self_reg_results_aup_link/],
  ['selfRegSuccessSettings.aupOnPage', true, at.registered(), /ui_self_reg_results_aup_text/, RESULTS_AUP],
  ['selfRegSuccessSettings.requireAupAcceptance', true, at.onward, /not accepted yet/, RESULTS_AUP],
  [
    'selfRegSuccessSettings.requireAupScrolling',
    true,
    at.registered(),
    /data-must-scroll/,
    { ...RESULTS_AUP, 'selfRegSuccessSettings.aupOnPage': true },
  ],
  ['selfRegSuccessSettings.allowGuestLoginFromSelfregSuccessPage', true, at.onward, /id="page-aup"/],

  ['aupSettings.includeAup', false, at.signedOn, /id="page-aup"/],
  ['aupSettings.requireAupScrolling', true, at.signedOn, /data-must-scroll/],
  ['aupSettings.displayFrequency', 'EVERYLOGIN', at.signingOnAgain(0), /id="page-aup"/],
  ['aupSettings.displayFrequencyIntervalDays', 2, at.signingOnAgain(3), /id="page-aup"/, RECURRING],
  ['aupSettings.useDiffAupForEmployees', true, at.employee, /id="ui_aup_employee_text"/],
  ['aupSettings.skipAupForEmployees', true, at.employee, /id="page-aup"/],

  [
    'guestChangePasswordSettings.allowChangePasswdAtFirstLogin',
    true,
    at.signedOn,
    /id="page-change-password"/,
    NO_POLICY,
  ],
  [
    'guestDeviceRegistrationSettings.autoRegisterGuestDevices',
    true,
    at.signedOn,
    /"mac":"A1:B3:E5:19:6F:BB"/,
    NO_POLICY,
  ],
  [
    'guestDeviceRegistrationSettings.allowGuestsToRegisterDevices',
    true,
    at.signedOn,
    /id="page-device-registration"/,
    NO_POLICY,
  ],
  [
    'postAccessBannerSettings.includePostAccessBanner',
    false,
    at.signedOn,
    /id="page-post-access"/,
    NO_POLICY,
  ],
  [
    'authSuccessSettings.successRedirect',
    'URL',
    at.signedOn,
    /id="portal-redirect"/,
    { ...STRAIGHT_ON, 'authSuccessSettings.redirectUrl': 'https://a.example/' },
  ],
  [
    'authSuccessSettings.redirectUrl',
    'https://b.example/',
    at.signedOn,
    /href="https:\/\/b.example\/"/,
    { ...STRAIGHT_ON, 'authSuccessSettings.successRedirect': 'URL' },
  ],

  ['supportInfoSettings.includeSupportInfoPage', true, at.login, /id="ui_contact_link"/],
  [
    'supportInfoSettings.includeMacAddr',
    true,
    at.support,
    /MAC address/,
    { ...SUPPORT, 'supportInfoSettings.emptyFieldDisplay': 'DISPLAYWITHNOVALUE' },
  ],
  ['supportInfoSettings.includeIpAddress', true, at.support, /127\.0\.0\.1/, SUPPORT],
  ['supportInfoSettings.includeBrowserUserAgent', true, at.support, /curl/, SUPPORT],
  ['supportInfoSettings.includePolicyServer', true, at.support, /Policy server/, SUPPORT],
  [
    'supportInfoSettings.includeFailureCode',
    true,
    at.support,
    /Failure code/,
    { ...SUPPORT, 'supportInfoSettings.emptyFieldDisplay': 'DISPLAYWITHNOVALUE' },
  ],
  ['supportInfoSettings.emptyFieldDisplay', 'DISPLAYWITHNOVALUE', at.support, /MAC address/, EMPTY_ROW],
  [
    'supportInfoSettings.defaultEmptyFieldValue',
    'not known',
    at.support,
    /not known/,
    { ...EMPTY_ROW, 'supportInfoSettings.emptyFieldDisplay': 'DISPLAYWITHDEFAULTVALUE' },
  ],
];
