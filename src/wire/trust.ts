import type { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { certificateFacts, nameText, readPem } from '../domain/certificate.ts';
import type { CertificateFacts } from '../domain/transcript.ts';

export interface TrustSettings {
  trustedCertificates: string[];
  trustServedIntermediates: boolean;
}

/** Why a chain is refused. */
export interface Refusal {
  code: string;
  reason: string;
}

export interface Trust {
  /** Holds the store and nothing else: no built-in roots, no `NODE_EXTRA_CA_CERTS`. TLS 1.2 or newer. */
  context: tls.SecureContext;
  has(certificate: X509Certificate): boolean;
  store: CertificateFacts[];
  certificates: X509Certificate[];
  /**
   * Null when ISE's path exists. `chain` is what the peer sent, leaf first; `opensslCode` is OpenSSL's verdict, null
   * when it found a path to a trusted root.
   */
  judge(chain: X509Certificate[], opensslCode: string | null): Refusal | null;
}

/** OpenSSL's words for "no path to a trusted root", in which a look-alike in the store may be the cause. */
const NO_PATH = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
]);

const LONGEST_PATH = 10;

/**
 * The trusted certificates store of the emulator. Throws when a text holds no readable certificate.
 *
 * ISE: the imported intermediate must be the one that issued the leaf (the G2 and G3 of Clickatell's chain), and the
 * root in the store must have the very serial number of the provider's root.
 * GUESS: from the first follows that an intermediate which the server merely sends along is not enough; the setting
 * `trustServedIntermediates` takes this rule away.
 */
export function createTrust({ trustedCertificates, trustServedIntermediates }: TrustSettings): Trust {
  const store = trustedCertificates.flatMap((pem, index) => {
    const found = readPem(pem);
    if (found.length === 0) throw new Error(`trustedCertificates[${index}] holds no PEM certificate`);
    return found;
  });
  const fingerprints = new Set(store.map((certificate) => certificate.fingerprint256));
  const has = (certificate: X509Certificate): boolean => fingerprints.has(certificate.fingerprint256);
  return {
    // An empty list is a list: undefined would mean Node's own roots.
    context: tls.createSecureContext({ ca: trustedCertificates, minVersion: 'TLSv1.2' }),
    has,
    store: store.map((certificate) => certificateFacts(certificate, true)),
    certificates: store,
    judge(chain, opensslCode) {
      const [leaf] = chain;
      if (leaf === undefined) return { code: 'NO_CERTIFICATE', reason: 'The server sent no certificate.' };
      if (opensslCode !== null) {
        const lookAlike = NO_PATH.has(opensslCode) ? findLookAlike(chain, store, has) : null;
        return lookAlike ?? { code: opensslCode, reason: opensslReason(opensslCode, leaf) };
      }
      const servedRoot = walkServed(chain).at(-1);
      if (servedRoot !== undefined && isSelfSigned(servedRoot) && !has(servedRoot)) {
        const lookAlike = sameName(servedRoot, store);
        if (lookAlike !== undefined) return otherSerial(servedRoot, lookAlike);
      }
      if (trustServedIntermediates || hasStoredPath(leaf, store, LONGEST_PATH)) return null;
      return notImported(chain, has);
    },
  };
}

function opensslReason(code: string, leaf: X509Certificate): string {
  const words: Record<string, string> = {
    CERT_HAS_EXPIRED: `a certificate of its chain has expired; the leaf was valid until ${leaf.validToDate.toISOString()}`,
    CERT_NOT_YET_VALID: `a certificate of its chain is not valid yet; the leaf is from ${leaf.validFromDate.toISOString()} on`,
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed itself, and it is not among the trusted certificates',
    SELF_SIGNED_CERT_IN_CHAIN: 'the root that the server sent is not among the trusted certificates',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its issuer "${nameText(leaf.issuer)}" is not among the trusted certificates`,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `no path leads from its issuer "${nameText(leaf.issuer)}" to a trusted root`,
    UNABLE_TO_GET_ISSUER_CERT:
      'an intermediate is trusted, but the root above it is not among the trusted certificates',
    // Node has no name for OpenSSL's verdicts on weakness, and keeps their text to itself.
    UNSPECIFIED:
      'OpenSSL refuses it without a name for the reason; usually a key of its chain is too short, or a signature too weak',
  };
  return `The certificate "${nameText(leaf.subject)}" is not trusted: ${words[code] ?? `OpenSSL says ${code}`}.`;
}

/** The served certificates from the leaf upwards, each the true issuer of the one before. */
function walkServed(chain: X509Certificate[]): X509Certificate[] {
  const path = chain.slice(0, 1);
  for (let current = path[0]; current !== undefined && path.length < LONGEST_PATH; ) {
    const below: X509Certificate = current;
    current = isSelfSigned(below) ? undefined : chain.find((candidate) => issued(candidate, below));
    if (current !== undefined) path.push(current);
  }
  return path;
}

/** Whether trusted certificates alone lead from here to a root that is trusted itself. */
function hasStoredPath(certificate: X509Certificate, store: X509Certificate[], steps: number): boolean {
  if (isSelfSigned(certificate)) return store.some((trusted) => trusted.raw.equals(certificate.raw));
  if (steps === 0) return false;
  return store.some((trusted) => issued(trusted, certificate) && hasStoredPath(trusted, store, steps - 1));
}

function notImported(chain: X509Certificate[], has: Trust['has']): Refusal {
  const missing = walkServed(chain)
    .slice(1)
    .find((certificate) => !has(certificate));
  const which =
    missing === undefined
      ? 'An intermediate of the chain'
      : `The intermediate "${nameText(missing.subject)}" (serial number ${missing.serialNumber}), which the server sends,`;
  return {
    code: 'INTERMEDIATE_NOT_IMPORTED',
    reason: `${which} is not among the trusted certificates; every CA of the path has to be imported.`,
  };
}

/** A trusted certificate with the name that is wanted, but which is another one. */
function findLookAlike(
  chain: X509Certificate[],
  store: X509Certificate[],
  has: Trust['has'],
): Refusal | null {
  const path = walkServed(chain);
  // An old leaf in the store explains nothing: leaves are not what a path is built from.
  for (const served of path.filter((certificate, index) => index > 0 || isSelfSigned(certificate))) {
    const lookAlike = has(served) ? undefined : sameName(served, store);
    if (lookAlike !== undefined) return otherSerial(served, lookAlike);
  }
  let top = path.at(-1);
  for (let steps = 0; top !== undefined && !isSelfSigned(top) && steps < LONGEST_PATH; steps += 1) {
    const below: X509Certificate = top;
    top = store.find((trusted) => issued(trusted, below));
    const lookAlike = top ? undefined : store.find((trusted) => trusted.subject === below.issuer);
    if (lookAlike !== undefined) {
      return {
        code: 'SAME_NAME_OTHER_SERIAL',
        reason:
          `"${nameText(below.subject)}" (serial number ${below.serialNumber}) needs the issuer "${nameText(below.issuer)}"; ` +
          `the trusted certificate of that name (serial number ${lookAlike.serialNumber}) did not issue it.`,
      };
    }
  }
  return null;
}

function sameName(wanted: X509Certificate, store: X509Certificate[]): X509Certificate | undefined {
  return store.find(
    (trusted) => trusted.subject === wanted.subject && trusted.serialNumber !== wanted.serialNumber,
  );
}

function otherSerial(wanted: X509Certificate, trusted: X509Certificate): Refusal {
  return {
    code: 'SAME_NAME_OTHER_SERIAL',
    reason:
      `The server's "${nameText(wanted.subject)}" has the serial number ${wanted.serialNumber}; ` +
      `the trusted certificate of that name has ${trusted.serialNumber}, so it is another one.`,
  };
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && issued(certificate, certificate);
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}
