import type { Account } from './account.ts';
import { hasWaitPage } from './approval-wait.ts';
import type { Device } from './device.ts';
import { guestTypeNamed } from './guest-type.ts';
import type { Portal } from './portal.ts';
import { webAddress } from './web-address.ts';

/**
 * The pages before anybody is signed on, in order: a row per page, with its condition, its view, and the address its
 * form is posted to. After a registration comes the first row from `wait` down whose condition holds; from each of them
 * the way leads to `login`, or straight into `STEPS`. ISE: the settings. GUESS: the address of the wait page.
 */
export const ENTRANCE = [
  { name: 'login', when: always, view: 'guest/login', submit: 'LoginSubmit.action?from=LOGIN' },
  {
    name: 'registration',
    when: registrationIsOn,
    view: 'guest/registration',
    submit: 'CreateAccount.action?from=SELF_REGISTRATION',
  },
  {
    name: 'wait',
    when: ({ portal }) => hasWaitPage(portal),
    view: 'guest/wait',
    submit: 'SelfRegistrationWait.action?from=SELF_REGISTRATION_WAIT',
  },
  {
    name: 'login-with-instructions',
    when: instructionsAreOn,
    view: 'guest/login',
    submit: 'LoginSubmit.action?from=LOGIN',
  },
  // Leads to another site; nothing is posted.
  { name: 'leaving', when: leadsAway, view: 'guest/leaving', submit: '' },
  {
    name: 'registered',
    when: always,
    view: 'guest/registered',
    submit: 'SelfRegistrationSuccess.action?from=SELF_REGISTRATION_SUCCESS',
  },
] as const satisfies readonly Entrance[];

/**
 * What a signed-in guest still has to pass, in order. "What happens after AUP?" is answered by the row below it whose
 * condition holds. A row per page: its condition, its view, and the address its form is posted to.
 * SEEN: AUP before maximum devices, AUP before banner. GUESS: the places of change password and device registration
 * between them follow the order of ISE's settings; the addresses of the three pages in the middle are ours.
 */
export const STEPS = [
  { name: 'aup', when: aupIsDue, view: 'guest/aup', submit: 'AupSubmit.action?from=AUP' },
  {
    name: 'max-devices',
    when: deviceIsOneTooMany,
    view: 'guest/max-devices',
    submit: 'MaxDevices.action?from=MAX_DEVICES',
  },
  {
    name: 'change-password',
    when: passwordMayChange,
    view: 'guest/change-password',
    submit: 'ChangePassword.action?from=CHANGE_PASSWORD',
  },
  {
    name: 'devices',
    when: devicesAreEntered,
    view: 'guest/devices',
    submit: 'DeviceRegistration.action?from=DEVICE_REGISTRATION',
  },
  {
    name: 'banner',
    when: bannerIsOn,
    view: 'guest/banner',
    submit: 'Continue.action?from=POST_ACCESS_BANNER',
  },
  { name: 'success', when: always, view: 'guest/success', submit: 'DoCoA.action' },
] as const satisfies readonly Step[];

/** Linked from the foot of every page above, and back. Nothing is posted. GUESS: its address. */
export const SUPPORT = {
  name: 'support',
  when: ({ portal }: Entering) => portal.settings.supportInfoSettings.includeSupportInfoPage,
  view: 'guest/support',
  submit: '',
} as const;

export interface Entrance {
  name: string;
  when(entering: Entering): boolean;
  view: string;
  submit: string;
}

export interface Entering {
  portal: Portal;
  /** The form had been sent before with other details: the guest must be shown what the account was made of. */
  changed?: boolean;
}

export type EntranceName = (typeof ENTRANCE)[number]['name'];

export interface Step {
  name: string;
  when(situation: Situation): boolean;
  view: string;
  submit: string;
}

export type StepName = (typeof STEPS)[number]['name'];

export interface Situation {
  portal: Portal;
  account: Account;
  now: Date;
  /** The device the guest is on, by the network session; null when the session named none. */
  mac: string | null;
  /** The devices of the account, oldest first. */
  devices: Device[];
}

/** The page for a guest who has just registered. */
export function afterRegistration(entering: Entering): EntranceName {
  const [, , ...rows] = ENTRANCE;
  return rows.find((row) => row.when(entering))?.name ?? 'registered';
}

export function entranceNamed(name: EntranceName): Entrance {
  const row = ENTRANCE.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no page ${name}`);
  return row;
}

/** The next page for a guest who has just passed `after`. The last row always holds. */
export function nextStep(after: 'login' | StepName, situation: Situation): StepName {
  const passed = after === 'login' ? 0 : STEPS.findIndex((step) => step.name === after) + 1;
  return STEPS.slice(passed).find((step) => step.when(situation))?.name ?? 'success';
}

/** Whether a step's row stands below another's. */
export function isBehind(step: StepName, other: StepName): boolean {
  const place = (name: StepName) => STEPS.findIndex((row) => row.name === name);
  return place(step) > place(other);
}

export function stepNamed(name: StepName): Step {
  const step = STEPS.find((one) => one.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

/** ISE: `allowGuestToCreateAccounts`. */
function registrationIsOn({ portal }: Entering): boolean {
  return portal.settings.loginPageSettings.allowGuestToCreateAccounts;
}

/** ISE: `postRegistrationRedirect`, LOGINPAGEWITHINSTRUCTIONS. */
function instructionsAreOn({ portal, changed = false }: Entering): boolean {
  const { postRegistrationRedirect } = portal.settings.selfRegPageSettings;
  return !changed && postRegistrationRedirect === 'LOGINPAGEWITHINSTRUCTIONS';
}

/** ISE: `postRegistrationRedirect`, URL; not to anything else than a web address. */
function leadsAway({ portal, changed = false }: Entering): boolean {
  const { postRegistrationRedirect, postRegistrationRedirectUrl } = portal.settings.selfRegPageSettings;
  return !changed && postRegistrationRedirect === 'URL' && webAddress(postRegistrationRedirectUrl) !== null;
}

/** ISE: `displayFrequency` of the AUP settings. */
function aupIsDue({ portal, account, now }: Situation): boolean {
  const settings = portal.settings.aupSettings;
  if (!settings.includeAup) return false;
  if (account.creation === 'employee' && settings.skipAupForEmployees) return false;
  if (account.aupAcceptedAt === null || settings.displayFrequency === 'EVERYLOGIN') return true;
  if (settings.displayFrequency === 'FIRSTLOGIN') return false;
  const age = now.getTime() - Date.parse(account.aupAcceptedAt);
  return age >= settings.displayFrequencyIntervalDays * 86_400_000;
}

/** ISE: with `autoRegisterGuestDevices`, when the guest type allows no further device. */
function deviceIsOneTooMany({ portal, account, mac, devices }: Situation): boolean {
  if (!portal.settings.guestDeviceRegistrationSettings.autoRegisterGuestDevices || mac === null) return false;
  if (devices.some((device) => device.mac === mac)) return false;
  return devices.length >= maxDevices(portal, account);
}

/** ISE: `maxRegisteredDevices` of the guest type. */
export function maxDevices(portal: Portal, account: Account): number {
  return guestTypeNamed(portal.emulator.guestTypes, account.guestType).loginOptions.maxRegisteredDevices;
}

/**
 * ISE: `allowChangePasswdAtFirstLogin`. GUESS: who left before answering the offer has not had a first login yet, and
 * is asked again. An employee's password is not the portal's to change.
 */
function passwordMayChange({ portal, account }: Situation): boolean {
  return (
    portal.settings.guestChangePasswordSettings.allowChangePasswdAtFirstLogin &&
    account.creation !== 'employee' &&
    account.passwordChangedAt === null &&
    account.passwordOfferAnsweredAt === null
  );
}

function devicesAreEntered({ portal }: Situation): boolean {
  return portal.settings.guestDeviceRegistrationSettings.allowGuestsToRegisterDevices;
}

function bannerIsOn({ portal }: Situation): boolean {
  return portal.settings.postAccessBannerSettings.includePostAccessBanner;
}

function always(): boolean {
  return true;
}
