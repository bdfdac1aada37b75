import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

type KeyPair = webcrypto.CryptoKeyPair;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** A certificate with its key, as PEM: `cert` and `key` fit `tls.createServer`. */
export interface Issued {
  cert: string;
  key: string;
  serialNumber: string;
  certificate: x509.X509Certificate;
  keys: KeyPair;
}

export interface Wanted {
  /** E.g. `CN=Lab Root, O=Lab`. */
  name: string;
  /** Hexadecimal; by default a number of its own. */
  serialNumber?: string;
  /** Absent: self-signed. */
  issuer?: Issued;
  ca?: boolean;
  /** Of a leaf: DNS names and IP addresses. */
  hosts?: string[];
  notBefore?: Date;
  notAfter?: Date;
  /** To issue a second certificate for the same key. */
  keys?: KeyPair;
}

let serial = 0x1000;

/** Issues one certificate with a P-256 key. */
export async function issue(wanted: Wanted): Promise<Issued> {
  serial += 1;
  const keys =
    wanted.keys ?? ((await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as KeyPair);
  const ca = wanted.ca ?? false;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: wanted.serialNumber ?? serial.toString(16).padStart(4, '0'),
    subject: wanted.name,
    issuer: wanted.issuer?.certificate.subject ?? wanted.name,
    notBefore: wanted.notBefore ?? new Date(Date.now() - DAY),
    notAfter: wanted.notAfter ?? new Date(Date.now() + 365 * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (wanted.issuer?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      ...(wanted.hosts === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension(wanted.hosts.map(generalName))]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: certificate.toString('pem'),
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    serialNumber: certificate.serialNumber.toUpperCase(),
    certificate,
    keys,
  };
}

function generalName(host: string): { type: 'dns' | 'ip'; value: string } {
  return { type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host };
}

/** A root, the intermediates G2 and G3 under it, and a leaf of each for the given hosts: Clickatell's story. */
export async function issueLabChain(hosts: string[]) {
  const root = await issue({ name: 'CN=Lab Root, O=Lab', ca: true });
  const g2 = await issue({ name: 'CN=Lab CA - G2, O=Lab', ca: true, issuer: root });
  const g3 = await issue({ name: 'CN=Lab CA - G3, O=Lab', ca: true, issuer: root });
  const name = `CN=${hosts[0] ?? 'localhost'}, O=Lab`;
  const leafOfG2 = await issue({ name, hosts, issuer: g2 });
  const leafOfG3 = await issue({ name, hosts, issuer: g3 });
  return { root, g2, g3, leafOfG2, leafOfG3 };
}

/** What a server presents: its key and its certificates, the leaf first. */
export function presented(leaf: Issued, ...others: Issued[]): { key: string; cert: string } {
  return { key: leaf.key, cert: [leaf, ...others].map((issued) => issued.cert).join('\n') };
}
