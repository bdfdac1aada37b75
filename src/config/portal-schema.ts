import { z } from 'zod';
import { customizationsSchema } from './customizations-schema.ts';
import { choice, filledText, text, wholeNumber } from './fields.ts';
import { emulatorSchema } from './portal-emulator-schema.ts';

/** ERS exports have been seen with booleans as texts; both are taken. */
function flag(byDefault: boolean) {
  const allowed = 'true or false';
  return z
    .union([z.boolean(), z.enum(['true', 'false'])], { error: allowed })
    .transform((value) => value === true || value === 'true')
    .default(byDefault);
}

const number = (byDefault: number, from: number, to: number) => wholeNumber(from, to).default(byDefault);

const one = <const T extends readonly [string, ...string[]]>(values: T, byDefault: T[number]) =>
  choice(values).default(byDefault as z.output<ReturnType<typeof choice<T>>>);

const words = (byDefault = '') => text().default(byDefault);

/** A list of texts; ISE's own description calls some of them plain texts, so one text is a list of one. */
function list(byDefault: string[], allowed = 'a list of texts') {
  return z
    .union([z.array(z.string()), z.string()], { error: allowed })
    .transform((value) => (typeof value === 'string' ? value.split(/[\s,]+/) : value).filter(Boolean))
    .default(byDefault);
}

/** ISE: the interfaces by name. Its own description calls the list a text. */
function interfaces() {
  const names = ['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'eth5', 'bond0', 'bond1', 'bond2'] as const;
  const allowed = `one of ${names.join(', ')}`;
  return z
    .union([z.array(z.unknown()), z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean))], {
      error: `a list of ${names.join(', ')}`,
    })
    .pipe(z.array(z.enum(names, { error: allowed })))
    .optional();
}

/** Unknown members are found as such, and then only listed: an export may be newer than we are. */
function group<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, { error: 'an object' });
}

const anything = () => z.unknown().optional();

const inclusion = () => group({ include: flag(true), require: flag(false) }).prefault({});

const pageAup = {
  includeAup: flag(false),
  aupDisplay: one(['ONPAGE', 'ASLINK'], 'ASLINK'),
  requireAupAcceptance: flag(false),
};

/** The defaults are those of ISE's attribute table. A setting added here needs a row in `portal-settings-table.ts`. */
export const portalSettingsSchema = group({
  portalSettings: group({
    httpsPort: number(8443, 8000, 8999),
    allowedInterfaces: interfaces(),
    certificateGroupTag: text().optional(),
    authenticationMethod: text().optional(),
    assignedGuestTypeForEmployee: words('Contractor (default)'),
    displayLang: one(['USEBROWSERLOCALE', 'ALWAYSUSE'], 'USEBROWSERLOCALE'),
    fallbackLanguage: words('English'),
    alwaysUsedLanguage: words('English'),
  }).prefault({}),
  loginPageSettings: group({
    maxFailedAttemptsBeforeRateLimit: number(5, 1, 1_000_000),
    timeBetweenLoginsDuringRateLimit: number(2, 0, 10_000),
    ...pageAup,
    requireAccessCode: flag(false),
    accessCode: words(),
    allowGuestToCreateAccounts: flag(false),
    allowForgotPassword: flag(false),
    allowGuestToChangePassword: flag(false),
    allowAlternateGuestPortal: flag(false),
    alternateGuestPortal: anything(),
    allowGuestToUseSocialAccounts: flag(false),
    allowShowGuestForm: anything(),
    socialConfigs: anything(),
  }).prefault({}),
  selfRegPageSettings: group({
    assignGuestsToGuestType: words('Daily (default)'),
    accountValidityDuration: number(1, 1, 1_000_000),
    accountValidityTimeUnits: one(['DAYS', 'HOURS', 'MINUTES'], 'DAYS'),
    requireRegistrationCode: flag(false),
    registrationCode: words(),
    fieldUserName: inclusion(),
    fieldFirstName: inclusion(),
    fieldLastName: inclusion(),
    fieldEmailAddr: inclusion(),
    fieldPhoneNo: inclusion(),
    fieldCompany: inclusion(),
    fieldLocation: inclusion(),
    selectableLocations: names(['San Jose'], 'a list of location names'),
    fieldSmsProvider: inclusion(),
    selectableSmsProviders: names(['Global Default'], 'a list of SMS provider names'),
    fieldPersonBeingVisited: inclusion(),
    fieldReasonForVisit: inclusion(),
    ...pageAup,
    enableGuestEmailWhitelist: flag(false),
    guestEmailWhitelistDomains: list([], 'a list of domains'),
    enableGuestEmailBlacklist: flag(false),
    guestEmailBlacklistDomains: list([], 'a list of domains'),
    requireGuestApproval: flag(false),
    autoLoginSelfWait: flag(false),
    autoLoginTimePeriod: number(5, 1, 1_000_000),
    allowGraceAccess: flag(false),
    graceAccessExpireInterval: number(10, 1, 1_000_000),
    graceAccessSendAccountExpiration: flag(false),
    sendApprovalRequestTo: one(['SELECTEDEMAILADDRESSES', 'PERSONBEINGVISITED'], 'SELECTEDEMAILADDRESSES'),
    approvalEmailAddresses: list([], 'a list of email addresses'),
    postRegistrationRedirect: one(
      ['SELFREGISTRATIONSUCCESS', 'LOGINPAGEWITHINSTRUCTIONS', 'URL'],
      'SELFREGISTRATIONSUCCESS',
    ),
    postRegistrationRedirectUrl: words(),
    credentialNotificationUsingEmail: flag(false),
    credentialNotificationUsingSms: flag(false),
    approveDenyLinksValidFor: number(1440, 1, 1_000_000),
    approveDenyLinksTimeUnits: one(['DAYS', 'HOURS', 'MINUTES'], 'DAYS'),
    requireApproverToAuthenticate: flag(false),
    authenticateSponsorsUsingPortalList: flag(false),
    sponsorPortalList: z
      .union([z.literal('').transform((): string[] => []), z.array(filledText())], {
        error: 'a list of sponsor portal names',
      })
      .default([]),
  }).prefault({}),
  selfRegSuccessSettings: group({
    includeUserName: flag(true),
    includePassword: flag(true),
    includeFirstName: flag(true),
    includeLastName: flag(true),
    includeEmailAddr: flag(true),
    includePhoneNo: flag(true),
    includeCompany: flag(true),
    includeLocation: flag(true),
    includeSmsProvider: flag(true),
    includePersonBeingVisited: flag(true),
    includeReasonForVisit: flag(true),
    allowGuestSendSelfUsingPrint: flag(false),
    allowGuestSendSelfUsingEmail: flag(false),
    allowGuestSendSelfUsingSms: flag(false),
    includeAup: flag(false),
    aupOnPage: flag(false),
    requireAupAcceptance: flag(false),
    requireAupScrolling: flag(false),
    allowGuestLoginFromSelfregSuccessPage: flag(false),
  }).prefault({}),
  aupSettings: group({
    includeAup: flag(true),
    requireAupScrolling: flag(false),
    displayFrequency: one(['FIRSTLOGIN', 'EVERYLOGIN', 'RECURRING'], 'FIRSTLOGIN'),
    displayFrequencyIntervalDays: number(7, 1, 10_000),
    useDiffAupForEmployees: flag(false),
    skipAupForEmployees: flag(false),
  }).prefault({}),
  guestChangePasswordSettings: group({ allowChangePasswdAtFirstLogin: flag(false) }).prefault({}),
  guestDeviceRegistrationSettings: group({
    autoRegisterGuestDevices: flag(true),
    allowGuestsToRegisterDevices: flag(false),
  }).prefault({}),
  byodSettings: group({
    byodWelcomeSettings: group({
      enableBYOD: flag(false),
      enableGuestAccess: flag(false),
      requireMDM: flag(false),
      includeAup: flag(true),
      aupDisplay: one(['ONPAGE', 'ASLINK'], 'ONPAGE'),
      requireAupAcceptance: flag(false),
      requireScrolling: flag(false),
    }).prefault({}),
    byodRegistrationSettings: group({
      showDeviceID: flag(true),
      endPointIdentityGroupId: words(),
    }).prefault({}),
    byodRegistrationSuccessSettings: group({
      successRedirect: one(['AUTHSUCCESSPAGE', 'ORIGINATINGURL', 'URL'], 'AUTHSUCCESSPAGE'),
      redirectUrl: words(),
    }).prefault({}),
  }).prefault({}),
  postAccessBannerSettings: group({ includePostAccessBanner: flag(false) }).prefault({}),
  authSuccessSettings: group({
    successRedirect: one(['AUTHSUCCESSPAGE', 'ORIGINATINGURL', 'URL'], 'AUTHSUCCESSPAGE'),
    redirectUrl: words(),
  }).prefault({}),
  supportInfoSettings: group({
    includeSupportInfoPage: flag(false),
    includeMacAddr: flag(false),
    includeIpAddress: flag(false),
    includeBrowserUserAgent: flag(false),
    includePolicyServer: flag(false),
    includeFailureCode: flag(false),
    emptyFieldDisplay: one(['HIDE', 'DISPLAYWITHNOVALUE', 'DISPLAYWITHDEFAULTVALUE'], 'HIDE'),
    defaultEmptyFieldValue: words(),
  }).prefault({}),
});

function names(byDefault: string[], allowed: string) {
  return z
    .array(filledText(), { error: allowed })
    .min(1, { error: `${allowed} with at least one` })
    .default(byDefault);
}

const selfRegPortal = group({
  id: z.string({ error: 'the id of the portal' }).regex(/^[\w-]{1,64}$/, { error: 'the id of the portal' }),
  name: filledText(),
  description: words(),
  portalType: one(['SELFREGGUEST'], 'SELFREGGUEST'),
  portalTestUrl: anything(),
  settings: portalSettingsSchema.prefault({}),
  customizations: customizationsSchema,
  link: anything(),
});

/** `portal.json`: ISE's own ERS resource, and beside it what ISE keeps elsewhere. */
export const portalFileSchema = group({
  $schema: text().optional(),
  SelfRegPortal: selfRegPortal,
  emulator: emulatorSchema.prefault({}),
});
