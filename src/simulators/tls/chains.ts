import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { BoundedMap } from '../bounded-map.ts';
import type { IssueRequest, LabAuthority } from '../certificates.ts';

/** What the TLS listener can serve. Everything but `g2` is something that goes wrong between ISE and a provider. */
export const CHAIN_NAMES = [
  'g2',
  'g2-leaf-only',
  'g3',
  'g3-leaf-only',
  'other-root',
  'expired',
  'wrong-name',
  'self-signed',
] as const;

export type ChainName = (typeof CHAIN_NAMES)[number];

/** The certificates the listeners serve, switchable while they run. */
export interface Certificates {
  readonly current: ChainName;
  /** Takes effect with the next connection: idle connections are closed. Throws a RangeError for an unknown name. */
  use(chain: ChainName): void;
}

export interface ChainSource {
  /** Key and chain as served to a client that asked for this name; null: for one that asked for none. */
  pemFor(serverName: string | null): Promise<{ key: string; cert: string }>;
  contextFor(serverName: string | null): Promise<SecureContext>;
}

export interface ServedCertificates extends Certificates, ChainSource {
  /** One chain, whichever is current. */
  serving(chain: ChainName): ChainSource;
  onSwitch(listener: () => void): void;
}

/** Without tickets, and with no session cache behind them, every connection shows the whole chain. */
export const NO_RESUMPTION = { secureOptions: constants.SSL_OP_NO_TICKET };

const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;
const DAY = 86_400_000;
/** Any client may ask for any name, so no more certificates than this are kept. */
const KEPT_CERTIFICATES = 200;

/** `host` is the address the listeners are bound to; it joins the names of the local certificate. */
export function createCertificates(authority: LabAuthority, host: string): ServedCertificates {
  const localNames = [...new Set([...LOCAL_NAMES, ...(host === '0.0.0.0' || host === '::' ? [] : [host])])];
  const pems = new BoundedMap<string, Promise<{ key: string; cert: string }>>(KEPT_CERTIFICATES);
  const contexts = new BoundedMap<string, Promise<SecureContext>>(KEPT_CERTIFICATES);
  const listeners: (() => void)[] = [];
  let current: ChainName = 'g2';

  async function issue(chain: ChainName, names: string[]): Promise<{ key: string; cert: string }> {
    const request = requestFor(chain, names);
    const issued = await authority.issue(request);
    return { key: issued.key, cert: chain.endsWith('-leaf-only') ? issued.cert : issued.chain };
  }

  /** What is served is asked for anew each time. */
  function source(chain: () => ChainName): ChainSource {
    const pemFor: ChainSource['pemFor'] = (serverName) => {
      const names = namesFor(serverName, localNames);
      const served = chain();
      return kept(pems, `${served} ${names[0]}`, () => issue(served, names));
    };
    return {
      pemFor,
      contextFor(serverName) {
        const names = namesFor(serverName, localNames);
        return kept(contexts, `${chain()} ${names[0]}`, async () =>
          createSecureContext({ ...(await pemFor(serverName)), ...NO_RESUMPTION }),
        );
      },
    };
  }

  return {
    get current() {
      return current;
    },
    use(chain) {
      if (!CHAIN_NAMES.includes(chain)) {
        throw new RangeError(`chain: "${chain}" is not one of ${CHAIN_NAMES.join(', ')}`);
      }
      current = chain;
      for (const listener of listeners) listener();
    },
    ...source(() => current),
    serving: (chain) => source(() => chain),
    onSwitch(listener) {
      listeners.push(listener);
    },
  };
}

/** A promise that fails is not kept. */
function kept<T>(map: BoundedMap<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let entry = map.get(key);
  if (!entry) {
    entry = make();
    map.set(key, entry);
    entry.catch(() => map.delete(key));
  }
  return entry;
}

/** ISE: Clickatell's certificate was a wildcard, which covers one label. */
function namesFor(serverName: string | null, localNames: string[]): string[] {
  const name = serverName?.toLowerCase() ?? 'localhost';
  if (localNames.includes(name) || !HOST_NAME.test(name)) return localNames;
  if (/^[^.]+\.clickatell\.com$/.test(name)) return ['*.clickatell.com'];
  return [name];
}

function requestFor(chain: ChainName, names: string[]): IssueRequest {
  const request: IssueRequest = { commonName: names[0] ?? 'localhost', altNames: names };
  switch (chain) {
    case 'g3':
    case 'g3-leaf-only':
      return { ...request, issuer: 'g3' };
    case 'other-root':
      return { ...request, issuer: 'other' };
    case 'self-signed':
      return { ...request, issuer: 'self' };
    case 'expired': {
      const now = Date.now();
      return { ...request, validity: { from: new Date(now - 90 * DAY), to: new Date(now - DAY) } };
    }
    case 'wrong-name':
      return { commonName: 'wrong-name.invalid', altNames: ['wrong-name.invalid'] };
    default:
      return request;
  }
}
