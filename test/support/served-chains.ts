import { webcrypto } from 'node:crypto';
import type tls from 'node:tls';
import { type Issued, issue, presented } from './certificates.ts';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

/** The certificates that a set-up can trust, by the names that its file uses. */
export const CA_NAMES = ['root', 'G2', 'G3', 'other root', 'other G2', 'company root', 'expired G2'] as const;
export type CaName = (typeof CA_NAMES)[number];

/** What a server of a set-up can present. */
export const SERVED = [
  'G2',
  'G2 without intermediate',
  'G2 with root',
  'G3',
  'G3 with root',
  'other root',
  'other G2',
  'expired',
  'expired intermediate',
  'not yet valid',
  'other host',
  'self-signed',
  'company proxy',
  'TLS 1.1 only',
  'weak key',
] as const;
export type Served = (typeof SERVED)[number];

export interface ChainLab {
  cas: Record<CaName, Issued>;
  /** Key, chain and protocol settings of a server for a host. */
  serve(what: Served, host: string): Promise<tls.TlsOptions>;
}

/** A small public CA, a second one of the same names, and a company's own. */
export async function createChainLab(): Promise<ChainLab> {
  const root = await issue({ name: 'CN=Lab Root, O=Lab', ca: true });
  const g2Name = 'CN=Lab CA - G2, O=Lab';
  const g2 = await issue({ name: g2Name, ca: true, issuer: root });
  const g3 = await issue({ name: 'CN=Lab CA - G3, O=Lab', ca: true, issuer: root });
  const otherRoot = await issue({ name: 'CN=Lab Root, O=Lab', ca: true });
  const otherG2 = await issue({ name: g2Name, ca: true, issuer: otherRoot });
  const companyRoot = await issue({ name: 'CN=Acme Web Inspection CA, O=Acme', ca: true });
  const expiredG2 = await issue({
    name: g2Name,
    ca: true,
    issuer: root,
    keys: g2.keys,
    notBefore: ago(800),
    notAfter: ago(3),
  });
  const cas = {
    root,
    G2: g2,
    G3: g3,
    'other root': otherRoot,
    'other G2': otherG2,
    'company root': companyRoot,
    'expired G2': expiredG2,
  };
  return {
    cas,
    async serve(what, host) {
      const leaf = (issuer: Issued | undefined, changes: Partial<Parameters<typeof issue>[0]> = {}) =>
        issue({ name: `CN=${host}, O=A Provider`, hosts: [host], ...(issuer && { issuer }), ...changes });
      switch (what) {
        case 'G2':
          return presented(await leaf(g2), g2);
        case 'G2 without intermediate':
          return presented(await leaf(g2));
        case 'G2 with root':
          return presented(await leaf(g2), g2, root);
        case 'G3':
          return presented(await leaf(g3), g3);
        case 'G3 with root':
          return presented(await leaf(g3), g3, root);
        case 'other root':
          return presented(await leaf(otherG2), otherG2, otherRoot);
        case 'other G2':
          return presented(await leaf(otherG2), otherG2);
        case 'expired':
          return presented(await leaf(g2, { notBefore: ago(400), notAfter: ago(2) }), g2);
        case 'expired intermediate':
          return presented(await leaf(g2), expiredG2);
        case 'not yet valid':
          return presented(await leaf(g2, { notBefore: ago(-2), notAfter: ago(-300) }), g2);
        case 'other host':
          return presented(
            await leaf(g2, { name: 'CN=www.other.example', hosts: ['www.other.example'] }),
            g2,
          );
        case 'self-signed':
          return presented(await leaf(undefined));
        case 'company proxy':
          return presented(await leaf(companyRoot), companyRoot);
        case 'TLS 1.1 only':
          return {
            ...presented(await leaf(g2), g2),
            minVersion: 'TLSv1',
            maxVersion: 'TLSv1.1',
            ciphers: 'DEFAULT@SECLEVEL=0',
          };
        case 'weak key':
          return {
            ...presented(await leaf(g2, { keys: await shortKeys() }), g2),
            ciphers: 'DEFAULT@SECLEVEL=0',
          };
      }
    },
  };
}

async function shortKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 1024,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  )) as webcrypto.CryptoKeyPair;
}
