import type { PasswordPolicy, UsernamePolicy } from './credentials-policy.ts';
import type { Customization } from './customization.ts';
import type { GuestType } from './guest-type.ts';
import type { NotificationTemplates } from './notification.ts';
import type { SponsorDirectory } from './sponsor-group.ts';

/** A self-registered guest portal. ISE: the names of the ERS resource `SelfRegPortal`. */
export interface Portal {
  id: string;
  name: string;
  description: string;
  settings: PortalSettings;
  /** What ISE keeps elsewhere, or what is only ours. */
  emulator: PortalEmulatorSettings;
  /** Texts, colours and pictures of the operator. */
  customization: Customization;
  /** What the operator should know about the file, in sentences. */
  notes: string[];
  /** JSON paths of the file that say nothing to us. */
  ignored: string[];
  /** JSON paths of settings that are switched on and do nothing yet. */
  unsupported: string[];
}

export interface PortalEmulatorSettings {
  /** Scripts in customised texts are run. */
  allowScripts: boolean;
  /** Guests can choose every row of providers.json, listed in `selectableSmsProviders` or not. */
  offerAllSmsProviders: boolean;
  usernamePolicy: UsernamePolicy;
  passwordPolicy: PasswordPolicy;
  notifications: NotificationTemplates;
  /** Time zones (IANA) of the selectable locations, by name. */
  locations: Record<string, string>;
  /** The given ones and those ISE ships. */
  guestTypes: GuestType[];
  /** ISE: internal users, who sign on beside the guests. */
  employees: Employee[];
  /** How strictly phone numbers are checked. */
  phoneNumbers: 'POSSIBLE' | 'VALID';
  /** Days; 0 keeps expired accounts. */
  purgeExpiredAfterDays: number;
  /** The approve and deny links of a request mail open a page with a button instead of deciding at once. */
  approvalLinksAsk: boolean;
  sponsors: SponsorDirectory;
}

export interface Employee {
  username: string;
  password: string;
  firstName: string;
  lastName: string;
}

export interface PortalSettings {
  portalSettings: GeneralSettings;
  loginPageSettings: LoginPageSettings;
  selfRegPageSettings: SelfRegPageSettings;
  selfRegSuccessSettings: SelfRegSuccessSettings;
  aupSettings: AupSettings;
  guestChangePasswordSettings: { allowChangePasswdAtFirstLogin: boolean };
  guestDeviceRegistrationSettings: {
    autoRegisterGuestDevices: boolean;
    allowGuestsToRegisterDevices: boolean;
  };
  postAccessBannerSettings: { includePostAccessBanner: boolean };
  authSuccessSettings: AuthSuccessSettings;
  supportInfoSettings: SupportInfoSettings;
}

export interface GeneralSettings {
  assignedGuestTypeForEmployee: string;
  httpsPort: number;
  displayLang: 'USEBROWSERLOCALE' | 'ALWAYSUSE';
  fallbackLanguage: string;
  alwaysUsedLanguage: string;
}

/** ISE: the AUP of a page is either printed on it or opened by a link. */
export interface PageAup {
  includeAup: boolean;
  aupDisplay: 'ONPAGE' | 'ASLINK';
  requireAupAcceptance: boolean;
}

export interface LoginPageSettings extends PageAup {
  maxFailedAttemptsBeforeRateLimit: number;
  /** Minutes. SEEN: the id of the admin page's input says so. */
  timeBetweenLoginsDuringRateLimit: number;
  requireAccessCode: boolean;
  accessCode: string;
  allowGuestToCreateAccounts: boolean;
  allowForgotPassword: boolean;
  allowGuestToChangePassword: boolean;
  allowAlternateGuestPortal: boolean;
  allowGuestToUseSocialAccounts: boolean;
}

export interface FieldInclusion {
  include: boolean;
  /** Only applicable if included. */
  require: boolean;
}

export interface SelfRegPageSettings extends PageAup {
  assignGuestsToGuestType: string;
  accountValidityDuration: number;
  accountValidityTimeUnits: 'DAYS' | 'HOURS' | 'MINUTES';
  requireRegistrationCode: boolean;
  registrationCode: string;
  fieldUserName: FieldInclusion;
  fieldFirstName: FieldInclusion;
  fieldLastName: FieldInclusion;
  fieldEmailAddr: FieldInclusion;
  fieldPhoneNo: FieldInclusion;
  fieldCompany: FieldInclusion;
  fieldLocation: FieldInclusion;
  fieldSmsProvider: FieldInclusion;
  fieldPersonBeingVisited: FieldInclusion;
  fieldReasonForVisit: FieldInclusion;
  selectableLocations: string[];
  selectableSmsProviders: string[];
  enableGuestEmailWhitelist: boolean;
  guestEmailWhitelistDomains: string[];
  enableGuestEmailBlacklist: boolean;
  guestEmailBlacklistDomains: string[];
  requireGuestApproval: boolean;
  autoLoginSelfWait: boolean;
  /** Minutes from the registration on. */
  autoLoginTimePeriod: number;
  allowGraceAccess: boolean;
  /** Minutes from the registration on. GUESS: the unit. */
  graceAccessExpireInterval: number;
  graceAccessSendAccountExpiration: boolean;
  sendApprovalRequestTo: 'SELECTEDEMAILADDRESSES' | 'PERSONBEINGVISITED';
  approvalEmailAddresses: string[];
  postRegistrationRedirect: 'SELFREGISTRATIONSUCCESS' | 'LOGINPAGEWITHINSTRUCTIONS' | 'URL';
  postRegistrationRedirectUrl: string;
  credentialNotificationUsingEmail: boolean;
  credentialNotificationUsingSms: boolean;
  approveDenyLinksValidFor: number;
  approveDenyLinksTimeUnits: 'DAYS' | 'HOURS' | 'MINUTES';
  requireApproverToAuthenticate: boolean;
  authenticateSponsorsUsingPortalList: boolean;
  /** Names of sponsor portals, in order. */
  sponsorPortalList: string[];
}

export interface SelfRegSuccessSettings {
  includeUserName: boolean;
  includePassword: boolean;
  includeFirstName: boolean;
  includeLastName: boolean;
  includeEmailAddr: boolean;
  includePhoneNo: boolean;
  includeCompany: boolean;
  includeLocation: boolean;
  includeSmsProvider: boolean;
  includePersonBeingVisited: boolean;
  includeReasonForVisit: boolean;
  allowGuestSendSelfUsingPrint: boolean;
  allowGuestSendSelfUsingEmail: boolean;
  allowGuestSendSelfUsingSms: boolean;
  includeAup: boolean;
  aupOnPage: boolean;
  requireAupAcceptance: boolean;
  requireAupScrolling: boolean;
  allowGuestLoginFromSelfregSuccessPage: boolean;
}

export interface AupSettings {
  includeAup: boolean;
  requireAupScrolling: boolean;
  displayFrequency: 'FIRSTLOGIN' | 'EVERYLOGIN' | 'RECURRING';
  displayFrequencyIntervalDays: number;
  useDiffAupForEmployees: boolean;
  skipAupForEmployees: boolean;
}

export interface AuthSuccessSettings {
  successRedirect: 'AUTHSUCCESSPAGE' | 'ORIGINATINGURL' | 'URL';
  redirectUrl: string;
}

export interface SupportInfoSettings {
  includeSupportInfoPage: boolean;
  includeMacAddr: boolean;
  includeIpAddress: boolean;
  includeBrowserUserAgent: boolean;
  includePolicyServer: boolean;
  includeFailureCode: boolean;
  emptyFieldDisplay: 'HIDE' | 'DISPLAYWITHNOVALUE' | 'DISPLAYWITHDEFAULTVALUE';
  defaultEmptyFieldValue: string;
}
