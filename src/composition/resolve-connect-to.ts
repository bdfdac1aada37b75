import type { ProvidersFile } from '../config/providers-file.ts';
import { SIMULATOR } from '../config/trusted-certificates.ts';

/** Where the simulators listen, as `host:port`. */
export interface SimulatorAddresses {
  http: string;
  https: string;
  smtp: string;
}

/**
 * `connectTo` with the word `simulator` replaced by the listener that speaks the protocol of that `host:port`:
 * what the providers and the SMTP server use it for, else what the port is known for.
 */
export function resolveConnectTo(
  file: ProvidersFile,
  simulators: SimulatorAddresses,
): Record<string, string> {
  const protocols = protocolsOf(file);
  return Object.fromEntries(
    Object.entries(file.connectTo).map(([from, to]) => {
      if (to !== SIMULATOR) return [from, to];
      return [from, simulators[protocols.get(from.toLowerCase()) ?? usualProtocol(from)]];
    }),
  );
}

function protocolsOf(file: ProvidersFile): Map<string, keyof SimulatorAddresses> {
  const protocols = new Map<string, keyof SimulatorAddresses>();
  for (const provider of file.providers) {
    const match =
      provider.type === 'http'
        ? /^(https?):\/\/(?:[^@/]*@)?([^/?#:]+|\[[^\]]+\])(?::(\d+))?/i.exec(provider.url)
        : null;
    if (!match) continue;
    const protocol = match[1]?.toLowerCase() === 'https' ? 'https' : 'http';
    protocols.set(`${match[2]?.toLowerCase()}:${match[3] ?? (protocol === 'https' ? 443 : 80)}`, protocol);
  }
  const { smtpServer, smtpPort } = file.smtpServer;
  protocols.set(`${smtpServer.toLowerCase()}:${smtpPort}`, 'smtp');
  return protocols;
}

function usualProtocol(hostPort: string): keyof SimulatorAddresses {
  const port = Number(hostPort.slice(hostPort.lastIndexOf(':') + 1));
  if ([443, 8443].includes(port)) return 'https';
  return [25, 465, 587, 2525].includes(port) ? 'smtp' : 'http';
}
