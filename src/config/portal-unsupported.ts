import type { PortalSettings } from '../domain/portal.ts';
import { valueAt } from './mistake.ts';

interface Given {
  settings: PortalSettings & { byodSettings?: unknown };
  customizations?: unknown;
}

/** Settings that are read and checked, and do nothing yet: named at boot when they are switched on. */
const SWITCHES = [
  'loginPageSettings.allowForgotPassword',
  'loginPageSettings.allowGuestToChangePassword',
  'loginPageSettings.allowAlternateGuestPortal',
  'loginPageSettings.allowGuestToUseSocialAccounts',
  'selfRegPageSettings.requireGuestApproval',
  'selfRegPageSettings.autoLoginSelfWait',
  'selfRegPageSettings.allowGraceAccess',
  'selfRegSuccessSettings.allowGuestSendSelfUsingPrint',
  'selfRegSuccessSettings.allowGuestSendSelfUsingEmail',
  'selfRegSuccessSettings.allowGuestSendSelfUsingSms',
  'aupSettings.useDiffAupForEmployees',
  'aupSettings.skipAupForEmployees',
  'guestChangePasswordSettings.allowChangePasswdAtFirstLogin',
  'guestDeviceRegistrationSettings.autoRegisterGuestDevices',
  'guestDeviceRegistrationSettings.allowGuestsToRegisterDevices',
  'byodSettings.byodWelcomeSettings.enableBYOD',
];

const CUSTOMIZATIONS = [
  'portalTheme.themeData',
  'portalTweakSettings',
  'globalCustomizations',
  'pageCustomizations.data',
];

/** JSON paths below the portal, e.g. `settings.selfRegPageSettings.requireGuestApproval`. */
export function unsupportedSettings({ settings, customizations }: Given): string[] {
  const { displayLang, alwaysUsedLanguage } = settings.portalSettings;
  return [
    ...SWITCHES.filter((path) => isOn(valueAt(settings, path.split('.')))).map((path) => `settings.${path}`),
    ...(displayLang === 'ALWAYSUSE' && alwaysUsedLanguage !== 'English'
      ? ['settings.portalSettings.alwaysUsedLanguage']
      : []),
    ...CUSTOMIZATIONS.filter((path) => isFilled(valueAt(customizations, path.split('.')))).map(
      (path) => `customizations.${path}`,
    ),
  ];
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
