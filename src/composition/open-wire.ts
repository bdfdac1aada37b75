import type { ProvidersFile } from '../config/providers-file.ts';
import { SIMULATOR } from '../config/trusted-certificates.ts';
import type { Config } from '../config.ts';
import type { SendingSettings } from '../domain/diagnosis.ts';
import type { LabAuthority } from '../simulators/index.ts';
import { type ConfigurableWire, createWire, type WireSettings } from '../wire/index.ts';
import { resolveConnectTo, type SimulatorAddresses } from './resolve-connect-to.ts';

/** What sends, and the settings it sends by, which a tester may exchange while the emulator runs. */
export interface Sending {
  wire: ConfigurableWire;
  file(): ProvidersFile;
  settings(): SendingSettings;
  /** Takes another file for all that is sent from now on. Throws, and changes nothing, when the wire cannot use it. */
  apply(file: ProvidersFile): void;
}

/** `simulators` are the listeners that the word "simulator" in `connectTo` means, as host:port. */
export function openWire(
  { providers, live, release }: Pick<Config, 'providers' | 'live' | 'release'>,
  { authority, simulators }: { authority: LabAuthority; simulators: SimulatorAddresses },
): Sending {
  let file = providers;
  const settingsOf = (of: ProvidersFile): WireSettings => ({
    connectTo: live ? {} : resolveConnectTo(of, simulators),
    proxy: of.proxy,
    trustedCertificates: of.trustedCertificates.flatMap((pem) =>
      pem === SIMULATOR ? [authority.rootPem, authority.g2Pem] : [pem],
    ),
  });
  const wire = createWire(settingsOf(file));
  return {
    wire,
    file: () => file,
    settings: () => ({
      release,
      providers: file.providers,
      smtpServer: file.smtpServer,
      proxy: file.proxy,
      store: wire.store(),
    }),
    apply(next) {
      wire.configure(settingsOf(next));
      file = next;
    },
  };
}
