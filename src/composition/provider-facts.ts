import type { ProvidersFile } from '../config/providers-file.ts';

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
  const secrets = file.providers.map((provider) => (provider.type === 'http' ? provider.httpsPassword : ''));
  return [...secrets, file.smtpServer.password, file.proxy?.password ?? ''].filter((secret) => secret !== '');
}
