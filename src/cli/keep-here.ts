import type { ProvidersFile } from '../config/providers-file.ts';
import { SIMULATOR } from '../config/trusted-certificates.ts';

interface Use {
  host: string;
  port: number;
  secure: boolean;
}

const URL_PARTS = /^\s*(https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^/?#:[\]]+)(?::(\d+))?/i;

/**
 * The file with nothing left in it that leads away from this machine: whatever `connectTo` does not lead to a simulator,
 * or to an address of this machine, is led to the simulators; a proxy elsewhere is taken out. `notes` tell what was
 * changed, in sentences.
 */
export function keepHere(file: ProvidersFile): { file: ProvidersFile; notes: string[] } {
  const connectTo = { ...file.connectTo };
  const notes: string[] = [];
  for (const use of usesOf(file)) {
    const key = `${use.host.includes('$') ? '*' : named(use.host).toLowerCase()}:${use.port}`;
    const to = targetOf(file.connectTo, use);
    if (to === SIMULATOR || isLocal(to === null ? use.host : to.replace(/:\d+$/, '') || use.host)) continue;
    if (connectTo[key] === SIMULATOR) continue;
    connectTo[key] = SIMULATOR;
    const instead = to === null ? 'connectTo does not name it' : `instead of to ${to}`;
    notes.push(
      `${key} is led to the simulators here (${instead}); they know the vendors that docs/simulators.md lists.`,
    );
  }
  const trusts = file.trustedCertificates.includes(SIMULATOR) || notes.length === 0;
  if (!trusts)
    notes.push('The lab’s own certificates are trusted here, which trustedCertificates does not ask for.');
  const away = file.proxy !== null && !isLocal(file.proxy.fqdn);
  if (away) notes.push(`The proxy ${file.proxy?.fqdn}:${file.proxy?.port} is left out here; --live uses it.`);
  return {
    file: {
      ...file,
      connectTo,
      proxy: away ? null : file.proxy,
      trustedCertificates: trusts ? file.trustedCertificates : [...file.trustedCertificates, SIMULATOR],
    },
    notes,
  };
}

function usesOf({ providers, smtpServer }: ProvidersFile): Use[] {
  const http = providers.flatMap((provider) => {
    const [, scheme = '', host = '', port] = (provider.type === 'http' && URL_PARTS.exec(provider.url)) || [];
    const secure = scheme.toLowerCase() === 'https';
    return host === '' ? [] : [{ host: bare(host), port: Number(port ?? (secure ? 443 : 80)), secure }];
  });
  const smtp = { host: smtpServer.smtpServer, port: smtpServer.smtpPort, secure: false };
  return smtp.host === '' ? http : [...http, smtp];
}

function targetOf(connectTo: Record<string, string>, { host, port }: Use): string | null {
  const entries = Object.entries(connectTo).map(([from, to]) => [from.toLowerCase(), to] as const);
  const find = (key: string) => entries.find(([from]) => from === key)?.[1];
  return find(`${named(host).toLowerCase()}:${port}`) ?? find(`:${port}`) ?? find(`*:${port}`) ?? null;
}

function isLocal(host: string): boolean {
  const name = bare(host).toLowerCase();
  return /^(?:localhost|(?:.*\.)?localhost|127(?:\.\d{1,3}){3}|::1)$/.test(name);
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function named(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
