import { observedSettings, readCalibration } from '../config/calibration-file.ts';
import type { Config } from '../config.ts';
import { isOfAbsentPage } from '../domain/custom-strings.ts';
import { isKnownGuestType } from '../domain/guest-type.ts';
import { missingLanguage } from '../domain/languages.ts';
import { offeredProviders } from '../domain/offered-providers.ts';
import type { Portal } from '../domain/portal.ts';
import { unknownSponsorPortals } from '../domain/sponsor-portals.ts';
import { webAddress } from '../domain/web-address.ts';
import { openCatalogues } from '../texts/catalogues.ts';
import { isShownKey } from '../texts/shown-keys.ts';

/** What the user should know about what was configured, in sentences; none when all is plain. */
export function bootNotes(config: Config, recovered: { requeued: number; marked: number }): string[] {
  const { portal, providers, live, proxy } = { ...config, proxy: config.providers.proxy };
  const names = providers.providers.map(({ name }) => name);
  const { fieldSmsProvider, selectableSmsProviders } = portal.settings.selfRegPageSettings;
  const offered = offeredProviders(portal, names);
  const missing = selectableSmsProviders.filter((name) => !names.includes(name));
  const language = missingLanguage(portal.settings.portalSettings, openCatalogues().languages);
  const zoneless = portal.settings.selfRegPageSettings.selectableLocations.filter(
    (name) => !Object.hasOwn(portal.emulator.locations, name),
  );
  const strangePortals = unknownSponsorPortals(portal);
  const hidden = names.filter((name) => !offered.includes(name));
  const unknownTypes = [
    portal.settings.selfRegPageSettings.assignGuestsToGuestType,
    portal.settings.portalSettings.assignedGuestTypeForEmployee,
  ].filter((name) => !isKnownGuestType(portal.emulator.guestTypes, name));
  return [
    live ? 'LIVE: messages go to the real providers, and cost money.' : '',
    proxy ? `Messages over HTTP go through the proxy ${proxy.fqdn}:${proxy.port}.` : '',
    missing.length > 0 ? `The portal offers SMS providers that no row describes: ${missing.join(', ')}.` : '',
    language === null
      ? ''
      : `The portal asks for the language ${language}, of which there is no catalogue: its pages are in English.`,
    zoneless.length > 0
      ? `No time zone is known for the locations ${zoneless.join(', ')} (emulator.locations): their times are those of UTC.`
      : '',
    unknownTypes.length > 0
      ? `No guest type describes ${unknownTypes.join(', ')} (emulator.guestTypes): ISE's defaults apply.`
      : '',
    hidden.length > 0 && fieldSmsProvider.include
      ? `No guest can choose these SMS providers until the portal lists them in selectableSmsProviders: ${hidden.join(', ')}.`
      : '',
    portal.unsupported.length > 0
      ? `Switched on in the portal, without effect yet: ${portal.unsupported.join(', ')}.`
      : '',
    strangePortals.length > 0
      ? `sponsorPortalList names sponsor portals that do not exist here: ${strangePortals.join(', ')}. There is ${portal.emulator.sponsors.portal.name} (emulator.sponsors.portal).`
      : '',
    asksNobody(portal)
      ? 'Guests need approval, but approvalEmailAddresses is empty: nobody is asked by mail, only the sponsor portal shows them.'
      : '',
    ...unusableAddresses(portal),
    ...observed(config),
    ...portal.notes,
    ...unshownTexts(portal),
    portal.ignored.length > 0 ? `Not read from the portal file: ${portal.ignored.join(', ')}.` : '',
    recovered.requeued > 0 ? `Taken up again from the last run: ${recovered.requeued} unsent.` : '',
    recovered.marked > 0
      ? `Interrupted in the last run: ${recovered.marked}, which may have arrived and are not repeated.`
      : '',
  ].filter((note) => note !== '');
}

/** What is no guess any more. */
function observed({ providers, providersSource }: Config): string[] {
  const calibration = providersSource.file === null ? null : readCalibration(providersSource.file);
  return providers.providers.flatMap((provider) => {
    const settings = observedSettings(calibration, provider);
    if (settings.length === 0) return [];
    return [`${provider.name}: observed on a real sender (calibration.json): ${settings.join(', ')}.`];
  });
}

/** Customised texts that have no place here; those of whole pages that we do not have are counted elsewhere. */
function unshownTexts({ customization }: Portal): string[] {
  const keys = Object.keys(customization.texts).filter((key) => !isShownKey(key) && !isOfAbsentPage(key));
  if (keys.length === 0) return [];
  return [`Customised texts that no page of the emulator shows (docs/portal-texts.md): ${keys.join(', ')}.`];
}

function asksNobody({ settings }: Portal): boolean {
  const { requireGuestApproval, sendApprovalRequestTo, approvalEmailAddresses } =
    settings.selfRegPageSettings;
  return (
    requireGuestApproval &&
    sendApprovalRequestTo === 'SELECTEDEMAILADDRESSES' &&
    approvalEmailAddresses.length === 0
  );
}

/** An address that is asked for and is none: the portal goes on as if it were not. */
function unusableAddresses({ settings }: Portal): string[] {
  const { authSuccessSettings: end, selfRegPageSettings: form } = settings;
  const note = (name: string) => `${name} is no http or https address: the success page is shown instead.`;
  return [
    end.successRedirect === 'URL' && webAddress(end.redirectUrl) === null
      ? note('authSuccessSettings.redirectUrl')
      : '',
    form.postRegistrationRedirect === 'URL' && webAddress(form.postRegistrationRedirectUrl) === null
      ? note('selfRegPageSettings.postRegistrationRedirectUrl')
      : '',
  ].filter((sentence) => sentence !== '');
}
