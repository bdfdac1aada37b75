import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from './transcript.ts';

/** Every certificate of a PEM text, in order. Throws Node's error for a block that is no certificate. */
export function readPem(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

export function certificateFacts(certificate: X509Certificate, inStore: boolean): CertificateFacts {
  return {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serialNumber: certificate.serialNumber,
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    subjectAltName: certificate.subjectAltName ?? null,
    fingerprint256: certificate.fingerprint256,
    inStore,
  };
}

/** A name on one line, the common name in front: `CN=api.clickatell.com, O=Clickatell, C=ZA`. */
export function nameText(name: string | undefined): string {
  const parts = (name ?? '').split('\n').filter((part) => part !== '');
  if (!parts[0]?.startsWith('CN=')) parts.reverse();
  return parts.join(', ');
}
