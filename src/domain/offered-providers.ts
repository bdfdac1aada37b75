import type { Portal } from './portal.ts';

/**
 * The SMS providers that guests can choose. ISE: those of `selectableSmsProviders`. Ours: with
 * `emulator.offerAllSmsProviders`, as in the portal that ships, or when no row of providers.json has a listed name,
 * every row is offered, so that a provider just written down can be tried at once.
 */
export function offeredProviders(portal: Portal, names: string[]): string[] {
  const listed = portal.settings.selfRegPageSettings.selectableSmsProviders.filter((name) =>
    names.includes(name),
  );
  return portal.emulator.offerAllSmsProviders || listed.length === 0 ? names : listed;
}

/** The portal as guests meet it: its list of providers is the offered one, of the rows that there are by then. */
export function withOfferedProviders(portal: Portal, names: string[]): Portal {
  const selfRegPageSettings = {
    ...portal.settings.selfRegPageSettings,
    get selectableSmsProviders() {
      return offeredProviders(portal, names);
    },
  };
  return { ...portal, settings: { ...portal.settings, selfRegPageSettings } };
}
