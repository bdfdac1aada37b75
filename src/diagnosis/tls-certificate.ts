import type { Case } from '../domain/diagnosis.ts';
import type { CertificateFacts } from '../domain/transcript.ts';
import {
  chainFault,
  chainLines,
  commonName,
  day,
  IMPORT,
  interceptingCa,
  isSelfSigned,
  refusedChain,
} from './chain.ts';
import { cause } from './failed-exchange.ts';
import type { Rule } from './rule.ts';

const WEAK = /^UNSPECIFIED$|KEY_TOO_SMALL|MD_TOO_WEAK/;
const EXPLAINED = new Set([
  'SAME_NAME_OTHER_SERIAL',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What is wrong with one certificate of a chain, whatever is imported. */
export const certificateRules: Rule[] = [
  {
    name: 'self-signed-certificate',
    source: 'OpenSSL: DEPTH_ZERO_SELF_SIGNED_CERT.',
    find(one) {
      const refused = refusedChain(one);
      if (refused?.code !== 'DEPTH_ZERO_SELF_SIGNED_CERT' || interceptingCa(one) !== null) return null;
      const { leaf, tls } = refused;
      return cause(
        `${tls.serverName} presents "${commonName(leaf.subject)}" (serial number ${leaf.serialNumber}), which signed itself and is not imported.`,
        `If that server is yours, import this certificate ${IMPORT}; a public provider never has such a one, so look who answers.`,
        chainLines(tls.chain),
      );
    },
  },
  {
    name: 'certificate-expired',
    source: 'RFC 5280, 4.1.2.5.',
    find(one) {
      const refused = refusedChain(one);
      if (refused === null) return null;
      const { tls, leaf, code } = refused;
      const first = soonest([...tls.chain, ...above(one, tls.chain)]);
      const certain = code === 'CERT_HAS_EXPIRED';
      if (first === null || (!certain && !(first.validTo < one.message.date))) return null;
      const whose = first === leaf ? `of ${tls.serverName}` : `in the chain of ${tls.serverName}`;
      const renewed = tls.chain.includes(first)
        ? 'Ask the provider to renew it'
        : `Replace it by its successor ${IMPORT}`;
      return cause(
        `The certificate "${commonName(first.subject)}" (serial number ${first.serialNumber}) ${whose} expired on ${day(first.validTo)}.`,
        `${renewed}; if the date surprises you, check the clock of this machine.`,
        chainLines(tls.chain),
      );
    },
  },
  {
    name: 'certificate-not-yet-valid',
    source: 'RFC 5280, 4.1.2.5.',
    find(one) {
      const refused = refusedChain(one);
      if (refused?.code !== 'CERT_NOT_YET_VALID') return null;
      const { tls } = refused;
      const latest = [...tls.chain, ...above(one, tls.chain)].reduce((a, b) =>
        b.validFrom > a.validFrom ? b : a,
      );
      return cause(
        `The certificate "${commonName(latest.subject)}" (serial number ${latest.serialNumber}) of ${tls.serverName} is valid from ${day(latest.validFrom)} on, and not yet.`,
        'Check the clock of this machine and its NTP servers; if it is right, the provider installed the certificate too early.',
        chainLines(tls.chain),
      );
    },
  },
  {
    name: 'certificate-for-another-host',
    source: 'RFC 9525: the host of the URL must be among the names of the certificate.',
    find(one) {
      const refused = refusedChain(one);
      if (refused === null || interceptingCa(one) !== null) return null;
      const { tls, leaf, exchange } = refused;
      const names = namesOf(leaf.subjectAltName, leaf.subject);
      if (refused.code !== 'ERR_TLS_CERT_ALTNAME_INVALID' && covers(names, tls.serverName)) return null;
      const fix =
        exchange.redirectedTo === null
          ? 'Write a host name into the settings that the certificate names, or ask the provider for the right one'
          : 'Lead the host somewhere else in connectTo: the server it leads to serves another name';
      return cause(
        `The settings say "${tls.serverName}", and the certificate names ${listed(names)}.`,
        `${fix}.`,
        [`Names in the certificate: ${names.join(', ')}`, ...chainLines(tls.chain)],
      );
    },
  },
  {
    name: 'weak-certificate',
    source: 'OpenSSL, security level 2: RSA from 2048 bits on, signatures from SHA-224 on.',
    find(one) {
      const refused = refusedChain(one);
      if (refused === null || !WEAK.test(refused.code)) return null;
      return cause(
        `A certificate in the chain of ${refused.tls.serverName}, most likely "${commonName(refused.leaf.subject)}", has too short a key or too weak a signature.`,
        'Ask the provider for a certificate with an RSA key of 2048 bits or more and a SHA-256 signature.',
        chainLines(refused.tls.chain),
      );
    },
  },
  {
    name: 'certificate-refused',
    source: 'OpenSSL, any other verdict on a chain.',
    find(one) {
      const refused = refusedChain(one);
      if (refused === null || EXPLAINED.has(refused.code) || WEAK.test(refused.code)) return null;
      if (chainFault(one) !== null) return null;
      return cause(
        `The certificate "${commonName(refused.leaf.subject)}" of ${refused.tls.serverName} is refused (${refused.code}).`,
        'Show the chain to the provider: a certificate of it may not be used in this place.',
        [refused.tls.reason ?? refused.code, ...chainLines(refused.tls.chain)],
      );
    },
  },
];

/** Imported issuers of a chain's top, which are part of its path though nobody sent them. */
function above({ settings: { store } }: Case, chain: CertificateFacts[]) {
  const issuers = new Set(chain.map(({ issuer }) => issuer));
  const direct = store.filter(({ subject }) => issuers.has(subject));
  const next = new Set(direct.map(({ issuer }) => issuer));
  return [...new Set([...direct, ...store.filter((ca) => next.has(ca.subject) && isSelfSigned(ca))])];
}

function soonest(chain: CertificateFacts[]) {
  return chain.reduce<CertificateFacts | null>(
    (found, one) => (found === null || one.validTo < found.validTo ? one : found),
    null,
  );
}

/** Host names and addresses that a certificate is for; the common name counts where nothing else is named. */
function namesOf(subjectAltName: string | null, subject: string): string[] {
  const names = [...(subjectAltName ?? '').matchAll(/(?:DNS|IP Address):"?([^,"\s]+)"?/g)].map(
    ([, name = '']) => name,
  );
  return names.length > 0 ? names : [commonName(subject)];
}

function covers(names: string[], host: string): boolean {
  const wanted = host.toLowerCase();
  return names.some((name) => {
    const plain = name.toLowerCase();
    if (!plain.startsWith('*.')) return plain === wanted;
    return wanted.endsWith(plain.slice(1)) && !wanted.slice(0, 1 - plain.length).includes('.');
  });
}

function listed(names: string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  return shown.join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : ' only');
}
