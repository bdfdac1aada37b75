import 'reflect-metadata';
import { randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/**
 * The lab's own certificate authority, shaped like Clickatell's chain of old, which Cisco's page on ISE and Clickatell
 * describes: a root that is told apart by its serial number, two intermediates "G2" and "G3" of which only the first
 * is right, and a wildcard leaf. Elliptic curve P-256 throughout. Validity counts from the real clock, because that is
 * what TLS clients check against.
 */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const ORGANISATION = 'O=ISE Guest Emulator Lab';
const ROOT_NAME = `CN=Guest Lab Primary Root CA, ${ORGANISATION}`;
const CA_USAGE = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
const DAY = 86_400_000;

export interface Signer {
  certificate: x509.X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

export interface Validity {
  from: Date;
  to: Date;
}

/** Key and self-signed certificate of a root; the name is always the same, key and serial number never are. */
export async function createRoot(): Promise<Signer> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: ROOT_NAME,
    serialNumber: serialNumber(),
    ...period(3650),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(CA_USAGE, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

/** An intermediate. Its AuthorityKeyIdentifier names the root's key, its name and its serial number. */
export async function createIntermediate(root: Signer, generation: 'G2' | 'G3'): Promise<Signer> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=Guest Lab SSL CA - ${generation}, ${ORGANISATION}`,
    issuer: root.certificate.subject,
    serialNumber: serialNumber(),
    ...period(3650),
    publicKey: keys.publicKey,
    signingKey: root.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(CA_USAGE, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await authorityKeyIdentifier(root.certificate),
    ],
  });
  return { certificate, keys };
}

export interface LeafRequest {
  commonName: string;
  /** Host names and IP addresses. */
  altNames: string[];
  validity?: Validity;
}

/** A server certificate. Without a signer it signs itself. */
export async function createLeaf(
  signer: Signer | null,
  keys: webcrypto.CryptoKeyPair,
  request: LeafRequest,
): Promise<x509.X509Certificate> {
  const subject: x509.JsonName = [
    { CN: [request.commonName.slice(0, 64)] },
    { O: ['ISE Guest Emulator Lab'] },
  ];
  return x509.X509CertificateGenerator.create({
    subject,
    issuer: signer ? signer.certificate.subject : subject,
    serialNumber: serialNumber(),
    ...(request.validity ? { notBefore: request.validity.from, notAfter: request.validity.to } : period(397)),
    publicKey: keys.publicKey,
    signingKey: (signer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        request.altNames.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(signer ? [await x509.AuthorityKeyIdentifierExtension.create(signer.keys.publicKey)] : []),
    ],
  });
}

export function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

export async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

/** Reads a certificate and its key back. Throws when the text is not PEM, or the two do not belong together. */
export async function readSigner(cert: string, key: string): Promise<Signer> {
  const certificate = new x509.X509Certificate(cert);
  const pkcs8 = x509.PemConverter.decodeFirst(key);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']);
  const publicKey = await certificate.publicKey.export(ALGORITHM, ['verify']);
  const probe = randomBytes(16);
  const signature = await crypto.subtle.sign(ALGORITHM, privateKey, probe);
  if (!(await crypto.subtle.verify(ALGORITHM, publicKey, signature, probe))) {
    throw new Error('the key does not belong to the certificate');
  }
  return { certificate, keys: { privateKey, publicKey } };
}

export function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

function period(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) };
}

/** 16 bytes, positive and without leading zeros. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

/** The library writes the key identifier or the issuer's serial number; a Thawte intermediate carried both. */
async function authorityKeyIdentifier(issuer: x509.X509Certificate): Promise<x509.Extension> {
  const { keyId } = await x509.SubjectKeyIdentifierExtension.create(issuer.publicKey);
  const name = Buffer.from(issuer.issuerName.toArrayBuffer());
  const value = tlv(
    0x30,
    tlv(0x80, Buffer.from(keyId, 'hex')),
    tlv(0xa1, tlv(0xa4, name)),
    tlv(0x82, Buffer.from(issuer.serialNumber, 'hex')),
  );
  return new x509.Extension('2.5.29.35', false, new Uint8Array(value));
}

/** One DER element. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
