/**
 * Every setting of a portal, in one place: what `docs/portal-settings.md` prints, and what is named at boot as without
 * effect. A row: `name | support | tag | what it does`.
 *
 * Support: `yes`; `no`, named at boot when it is switched on; `part`, a detail of a switch that is `no` and is named
 * itself; `kept`, read and given back, but a lab has nothing for it to act on.
 * Tag: how it is known what the setting does (`ISE:` documented, `SEEN:` by a client of a real portal, `GUESS:`).
 */
export type Support = 'yes' | 'no' | 'part' | 'kept';
export type Tag = 'ISE' | 'SEEN' | 'GUESS';

export interface SettingRow {
  /** The path below `SelfRegPortal`. */
  path: string;
  /** The path's first part or two: what is a table of its own in the document. */
  group: string;
  support: Support;
  tag: Tag;
  does: string;
}

const FIELDS: [name: string, label: string][] = [
  ['fieldUserName', 'user name'],
  ['fieldFirstName', 'first name'],
  ['fieldLastName', 'last name'],
  ['fieldEmailAddr', 'email address'],
  ['fieldPhoneNo', 'phone number'],
  ['fieldCompany', 'company'],
  ['fieldLocation', 'location'],
  ['fieldSmsProvider', 'SMS provider'],
  ['fieldPersonBeingVisited', 'person being visited'],
  ['fieldReasonForVisit', 'reason for visit'],
];

const RESULTS: [name: string, label: string][] = [
  ['includeUserName', 'user name'],
  ['includePassword', 'password'],
  ...FIELDS.slice(1).map(([name, label]): [string, string] => [name.replace('field', 'include'), label]),
];

const TABLE: Record<string, string> = {
  'settings.portalSettings': `
httpsPort | kept | ISE | The port on ISE; here --https-port says where the portal listens.
allowedInterfaces | kept | ISE | The network interfaces on ISE; here --host says it.
certificateGroupTag | kept | ISE | Which certificate ISE shows; here one of the lab's authority.
authenticationMethod | kept | ISE | The identity source sequence; here the guest accounts are the only source.
assignedGuestTypeForEmployee | yes | ISE | The guest type of employees (emulator.employees) who sign on here.
displayLang | yes | ISE | The browser's language (Accept-Language) or always the same one, of those with a catalogue (src/texts); English ships.
fallbackLanguage | yes | ISE | The language when the browser's has no catalogue; named at boot when it has none either.
alwaysUsedLanguage | yes | ISE | The language with displayLang ALWAYSUSE; named at boot when it has no catalogue.`,

  'settings.loginPageSettings': `
maxFailedAttemptsBeforeRateLimit | yes | ISE | So many failed tries before signing on is slowed down, counted by account and by address.
timeBetweenLoginsDuringRateLimit | yes | SEEN | Minutes between two tries once slowed down.
includeAup | yes | ISE | Shows the terms of use on the login page.
aupDisplay | yes | ISE | The terms printed on the page, or behind a link.
requireAupAcceptance | yes | ISE | No sign-on without the tick.
requireAccessCode | yes | ISE | Asks for a passcode beside the password.
accessCode | yes | ISE | That passcode.
allowGuestToCreateAccounts | yes | ISE | Offers registration.
allowForgotPassword | yes | ISE | Offers a new password, sent to the phone number and email address of the account.
allowGuestToChangePassword | yes | ISE | Lets a guest change the password from the login page.
allowAlternateGuestPortal | no | ISE | Links to another portal for signing on; here there is one portal.
alternateGuestPortal | part | ISE | That other portal.
allowGuestToUseSocialAccounts | no | ISE | Offers signing on with a social network.
allowShowGuestForm | part | ISE | Shows the registration form to social guests.
socialConfigs | part | ISE | The social networks offered.`,

  'settings.selfRegPageSettings': `
assignGuestsToGuestType | yes | ISE | The guest type of the new account.
accountValidityDuration | yes | ISE | How long the account is valid.
accountValidityTimeUnits | yes | ISE | In what unit.
requireRegistrationCode | yes | ISE | Asks for a code before an account is made.
registrationCode | yes | ISE | That code.
${FIELDS.flatMap(([name, label]) => [
  `${name}.include | yes | ISE | Shows the field: ${label}.`,
  `${name}.require | yes | ISE | The field must be filled in.`,
]).join('\n')}
selectableLocations | yes | ISE | The locations to choose from; each has a time zone (emulator.locations).
selectableSmsProviders | yes | ISE | The SMS providers to choose from, by the names of providers.json.
includeAup | yes | ISE | Shows the terms of use on the registration page.
aupDisplay | yes | ISE | The terms printed on the page, or behind a link.
requireAupAcceptance | yes | ISE | No account without the tick.
enableGuestEmailWhitelist | yes | ISE | Only email addresses of the listed domains may register.
guestEmailWhitelistDomains | yes | ISE | Those domains.
enableGuestEmailBlacklist | yes | ISE | Email addresses of the listed domains may not register.
guestEmailBlacklistDomains | yes | ISE | Those domains.
requireGuestApproval | yes | ISE | A sponsor must approve the account first, by a link in a mail or in the sponsor portal.
autoLoginSelfWait | yes | ISE | The guest waits on a page and is signed on after approval.
autoLoginTimePeriod | yes | ISE | For so many minutes from the registration on; then the guest signs on by hand.
allowGraceAccess | yes | ISE | Some access while waiting for approval.
graceAccessExpireInterval | yes | GUESS | For so many minutes from the registration on.
graceAccessSendAccountExpiration | no | ISE | Tells the guest when grace access ends.
sendApprovalRequestTo | yes | ISE | Who is asked: fixed addresses, or the person being visited.
approvalEmailAddresses | yes | ISE | Those addresses.
postRegistrationRedirect | yes | ISE | What a guest sees after registering: the success page, the login page with instructions, or another address.
postRegistrationRedirectUrl | yes | ISE | The address with postRegistrationRedirect URL.
credentialNotificationUsingEmail | yes | GUESS | Sends the credentials by email. ISE documents it for approval only; without approval they go out right after the registration.
credentialNotificationUsingSms | yes | GUESS | Likewise by SMS.
approveDenyLinksValidFor | yes | ISE | How long the links of the request work; the default of 1440 DAYS is read as one day.
approveDenyLinksTimeUnits | yes | ISE | In what unit.
requireApproverToAuthenticate | yes | ISE | The sponsor must sign in before a link works.
authenticateSponsorsUsingPortalList | yes | GUESS | The sponsor signs in to one of the sponsor portals listed. Here there is one (emulator.sponsors); it must be among them.
sponsorPortalList | yes | ISE | Those portals, by name or id. One that does not exist is named at boot.`,

  'settings.selfRegSuccessSettings': `
${RESULTS.map(([name, label]) => `${name} | yes | ISE | Shows on the success page: ${label}.`).join('\n')}
allowGuestSendSelfUsingPrint | yes | ISE | A button that prints the details.
allowGuestSendSelfUsingEmail | yes | ISE | A button that sends them by email, five times at most.
allowGuestSendSelfUsingSms | yes | ISE | A button that sends them by SMS, five times at most.
includeAup | yes | ISE | Shows the terms of use on the success page.
aupOnPage | yes | ISE | Printed on the page; else behind a link.
requireAupAcceptance | yes | ISE | No going on without the tick.
requireAupScrolling | yes | ISE | The tick is free once the text was scrolled to its end (needs scripts).
allowGuestLoginFromSelfregSuccessPage | yes | SEEN | Going on signs the guest on; else it leads to the login page.`,

  'settings.aupSettings': `
includeAup | yes | ISE | Shows the terms of use after signing on.
requireAupScrolling | yes | ISE | They can be accepted once scrolled to the end (needs scripts). Also read as requireScrolling.
displayFrequency | yes | ISE | At the first sign-on, at every one, or again after some days.
displayFrequencyIntervalDays | yes | ISE | After so many days, with RECURRING.
useDiffAupForEmployees | yes | ISE | Other terms for employees (emulator.employees).
skipAupForEmployees | yes | ISE | None for employees.`,

  'settings.guestChangePasswordSettings': `
allowChangePasswdAtFirstLogin | yes | ISE | Offers a new password at the first sign-on. Off in the shipped portal: Cisco's load generator cannot pass the page.`,

  'settings.guestDeviceRegistrationSettings': `
autoRegisterGuestDevices | yes | ISE | Remembers the device of the network session by itself; over the limit of the guest type a page says so, and the oldest device makes room. ISE's default is on; off in the shipped portal, since Cisco's load generator cannot pass that page.
allowGuestsToRegisterDevices | yes | ISE | Lets guests enter their devices. Off in the shipped portal, as the page before.`,

  'settings.byodSettings': `
byodWelcomeSettings.enableBYOD | no | ISE | Takes in employees' own devices: certificates, which are not guest access.
byodWelcomeSettings.enableGuestAccess | part | ISE | Guest access instead, on the page for employees' devices.
byodWelcomeSettings.requireMDM | part | ISE | Only managed devices.
byodWelcomeSettings.includeAup | part | ISE | Terms of use on that page.
byodWelcomeSettings.aupDisplay | part | ISE | Printed or behind a link.
byodWelcomeSettings.requireAupAcceptance | part | ISE | The tick is needed.
byodWelcomeSettings.requireScrolling | part | ISE | Scrolling to the end is needed.
byodRegistrationSettings.showDeviceID | part | ISE | Shows the device's id.
byodRegistrationSettings.endPointIdentityGroupId | part | ISE | The group of such devices.
byodRegistrationSuccessSettings.successRedirect | part | ISE | Where such a device goes in the end.
byodRegistrationSuccessSettings.redirectUrl | part | ISE | That address.`,

  'settings.postAccessBannerSettings': `
includePostAccessBanner | yes | ISE | A page between the terms and the end. Also read as postLoginBannerSettings.`,

  'settings.authSuccessSettings': `
successRedirect | yes | ISE | The end: a page, the address the guest wanted (only as the gateway received it), or a fixed one.
redirectUrl | yes | ISE | That fixed address.`,

  'settings.supportInfoSettings': `
includeSupportInfoPage | yes | ISE | A link at the foot of each page to what a help desk asks for.
includeMacAddr | yes | ISE | Shows the MAC address.
includeIpAddress | yes | ISE | Shows the IP address.
includeBrowserUserAgent | yes | ISE | Shows what the browser calls itself.
includePolicyServer | yes | ISE | Shows the server's address.
includeFailureCode | yes | ISE | Shows a failure code.
emptyFieldDisplay | yes | ISE | What is shown where there is no value: nothing, an empty line, or a text.
defaultEmptyFieldValue | yes | ISE | That text.`,

  customizations: `
portalTheme.id | kept | ISE | The theme's id.
portalTheme.name | kept | ISE | The theme's name.
portalTheme.themeData | yes | ISE | A style sheet, base64, after ours; addresses outside the sheet are taken out and named at boot.
portalTweakSettings.bannerColor | yes | ISE | Colour of the banner; where it can be read on the page, of the buttons too.
portalTweakSettings.bannerTextColor | yes | ISE | Colour of the banner's text.
portalTweakSettings.pageBackgroundColor | yes | ISE | Colour of the page.
portalTweakSettings.pageLabelAndTextColor | yes | ISE | Colour of labels and texts.
language.viewLanguage | kept | ISE | The language of the texts of the export; ERS knows English only.
globalCustomizations.mobileLogoImage.data | yes | ISE | Logo on narrow screens, base64.
globalCustomizations.desktopLogoImage.data | yes | ISE | Logo on wide screens, base64.
globalCustomizations.bannerImage.data | yes | ISE | Picture behind the banner, base64. PNG, JPEG, GIF or WebP, as all pictures here.
globalCustomizations.backgroundImage.data | yes | ISE | Picture behind the page, base64.
globalCustomizations.bannerTitle | yes | ISE | The name in the banner.
globalCustomizations.contactText | yes | ISE | The link to the support information.
globalCustomizations.footerElement | yes | ISE | The text at the foot.
pageCustomizations.data | yes | ISE | Texts of the pages by ISE's string keys, base64; HTML is cleaned, scripts run with emulator.allowScripts only.`,
};

/** All rows, in the order of ISE's own description. */
export const PORTAL_SETTINGS: readonly SettingRow[] = Object.entries(TABLE).flatMap(([group, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', support = '', tag = '', does = ''] = line.split('|').map((cell) => cell.trim());
      return { path: `${group}.${name}`, group, support: support as Support, tag: tag as Tag, does };
    }),
);
