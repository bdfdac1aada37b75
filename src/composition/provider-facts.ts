import type { ProvidersFile } from '../config/providers-file.ts';
import { secretsOfProvider } from '../domain/provider-secrets.ts';

/** The domains and addresses whose mail is an SMS. */
export function smsDomains({ providers }: ProvidersFile): { domain: string }[] {
  return providers.flatMap((provider) =>
    provider.type === 'smtp'
      ? [{ domain: provider.smtpApiDestinationAddress || provider.providerDomain }]
      : [],
  );
}

/** Every secret the providers hold, for masking. */
export function providerSecrets(file: ProvidersFile): string[] {
  const secrets = file.providers.flatMap((provider) =>
    provider.type === 'http' ? secretsOfProvider(provider) : [],
  );
  return [...secrets, file.smtpServer.password, file.proxy?.password ?? ''].filter((secret) => secret !== '');
}
