import type { PathCertificate, ServedCertificate, ServedChain } from '../../../domain/served-chain.ts';
import type { CertificateFacts } from '../../../domain/transcript.ts';

/** What a provider serves, and what of it the store needs. */
export interface ChainModel {
  url: string;
  redirectedTo: string | null;
  proxy: string | null;
  /** ISE would trust it as the store is now; null when no certificate was seen. */
  trusted: boolean | null;
  /** Why not, or why nothing was seen. */
  reason: string | null;
  certificates: ChainCertificate[];
  /** The issuer that neither server, store nor public roots have. */
  missingIssuer: string | null;
}

export interface ChainCertificate {
  facts: CertificateFacts;
  pem: string;
  /** `leaf` and `served` were sent; `store` and `public` complete the path from elsewhere. */
  from: 'leaf' | PathCertificate['from'];
  /** ISE has to have it: it is an issuer on the path, or a leaf that signed itself. */
  needed: boolean;
  status: 'in-store' | 'missing' | 'not-needed';
  expired: boolean;
  notYetValid: boolean;
  /** Serial number of another certificate of the same name that the store has; the usual cause of confusion. */
  otherSerial: string | null;
}

export function chainModel(
  chain: ServedChain,
  { url, store, now }: { url: string; store: CertificateFacts[]; now: Date },
): ChainModel {
  const { redirectedTo, proxy, tls, failure, missingIssuer } = chain;
  const inPath = new Set(chain.path.map(({ facts }) => facts.fingerprint256));
  const served = chain.served.map(
    (one, index) => ({ ...one, from: index === 0 ? 'leaf' : 'served' }) as const,
  );
  const others = chain.path.filter(
    ({ facts }) => !served.some((one) => one.facts.fingerprint256 === facts.fingerprint256),
  );
  const present = ({ facts, pem }: ServedCertificate, from: ChainCertificate['from']): ChainCertificate => {
    const needed = inPath.has(facts.fingerprint256);
    const sameName = store.filter((one) => one.subject === facts.subject);
    const isOther = !facts.inStore && (needed || from !== 'leaf') && sameName.length > 0;
    return {
      facts,
      pem,
      from,
      needed,
      status: facts.inStore ? 'in-store' : needed ? 'missing' : 'not-needed',
      expired: new Date(facts.validTo) < now,
      notYetValid: new Date(facts.validFrom) > now,
      otherSerial: isOther ? (sameName[0]?.serialNumber ?? null) : null,
    };
  };
  return {
    url,
    redirectedTo: redirectedTo && `${redirectedTo.host}:${redirectedTo.port}`,
    proxy: proxy && `${proxy.host}:${proxy.port}`,
    trusted: tls === null ? null : tls.trusted,
    reason: failure?.message ?? tls?.reason ?? null,
    certificates: [...served, ...others].map((one) => present(one, one.from)),
    missingIssuer,
  };
}
