import type { Family } from './rule.ts';
import { certificateRules } from './tls-certificate.ts';
import { handshakeRules } from './tls-handshake.ts';
import { pathRules } from './tls-path.ts';
import { storeRules } from './tls-store.ts';

/** Certificates and handshakes. A proxy that puts its own certificate in between has its rule in its own family. */
export const tls: Family = {
  name: 'tls',
  rules: [...pathRules, ...certificateRules, ...handshakeRules, ...storeRules],
};
