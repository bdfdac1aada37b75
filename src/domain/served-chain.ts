import type { CertificateFacts, Exchange, Failure } from './transcript.ts';

/** What a server presents when it is asked for TLS, and what ISE would need of it. Serialises to JSON as it is. */
export interface ServedChain
  extends Pick<Exchange, 'target' | 'redirectedTo' | 'proxy' | 'address' | 'timings' | 'tls'> {
  /** As sent, the leaf first; empty when it did not come to that. `tls` says whether the chain is trusted, or why not. */
  served: ServedCertificate[];
  /**
   * What must be in the trusted certificates store: every issuer from the leaf's up to the root; of a self-signed leaf,
   * itself. ISE: root and every intermediate of the path have to be imported.
   */
  path: PathCertificate[];
  /** The issuer above the last of `path` that neither server, store nor the public roots have; null when all are there. */
  missingIssuer: string | null;
  /** Why no certificate was seen; null when one was, trusted or not. */
  failure: Failure | null;
}

export interface ServedCertificate {
  facts: CertificateFacts;
  pem: string;
}

export interface PathCertificate extends ServedCertificate {
  /** `public`: not sent, but among the roots that Node brings along. */
  from: 'served' | 'store' | 'public';
}
