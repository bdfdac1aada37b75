import type { Account } from './account.ts';
import type { Device } from './device.ts';
import { guestTypeNamed } from './guest-type.ts';
import type { Portal } from './portal.ts';

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

/** ISE: `allowChangePasswdAtFirstLogin`. An employee's password is not the portal's to change. */
function passwordMayChange({ portal, account }: Situation): boolean {
  return (
    portal.settings.guestChangePasswordSettings.allowChangePasswdAtFirstLogin &&
    account.creation !== 'employee' &&
    account.passwordChangedAt === null &&
    account.firstLoginAt === account.lastLoginAt
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
