import type { Case } from '../domain/diagnosis.ts';
import {
  type ChainFault,
  chainFault,
  chainLines,
  commonName,
  day,
  generationOf,
  interceptingCa,
  isSelfSigned,
  organisation,
  refusedChain,
  storeLines,
  type Wanted,
} from './chain.ts';
import type { Family, Finding } from './rule.ts';
import { handshake } from './tls-handshake.ts';

const IMPORT =
  'in Administration > System > Certificates > Trusted Certificates (in the emulator: trustedCertificates)';

/** Certificates and handshakes. A proxy that puts its own certificate in between has its rule in its own family. */
export const tls: Family = {
  name: 'tls',
  rules: [
    {
      name: 'same-name-other-serial',
      source:
        "ISE: the serial number of the root in the store must equal that of the provider's root (Cisco's page on Clickatell).",
      find(one) {
        const refused = refusedChain(one);
        if (refused?.code !== 'SAME_NAME_OTHER_SERIAL') return null;
        const { tls } = refused;
        const { store } = one.settings;
        for (const wanted of [...tls.chain].reverse()) {
          const found = store.find(
            ({ subject, serialNumber }) => subject === wanted.subject && serialNumber !== wanted.serialNumber,
          );
          if (wanted.inStore || found === undefined) continue;
          return cause(
            `The imported "${commonName(found.subject)}" has the serial number ${found.serialNumber}; the one that ${tls.serverName} uses has ${wanted.serialNumber}, so it is another certificate of the same name.`,
            `Import the "${commonName(wanted.subject)}" with the serial number ${wanted.serialNumber} ${IMPORT}; the name alone does not count.`,
            [...chainLines(tls.chain), ...storeLines(store, [wanted.subject])],
          );
        }
        const issued = tls.chain.findLast(({ issuer }) => store.some(({ subject }) => subject === issuer));
        const found = store.find(({ subject }) => subject === issued?.issuer);
        return cause(
          found && issued
            ? `The imported "${commonName(found.subject)}" (serial number ${found.serialNumber}) did not issue "${commonName(issued.subject)}" (serial number ${issued.serialNumber}) of ${tls.serverName}: another certificate has the same name.`
            : (tls.reason ?? `A certificate of the same name is not the one that ${tls.serverName} uses.`),
          `Get the "${commonName(issued?.issuer ?? '')}" that issued it from the provider, compare the serial number, and import it ${IMPORT}.`,
          [...chainLines(tls.chain), ...storeLines(store, [issued?.issuer ?? ''])],
        );
      },
    },
    {
      name: 'wrong-intermediate',
      source:
        'ISE: the intermediate must be the one that issued the leaf; with the G3 imported where the G2 is needed the chain breaks.',
      find: (one) =>
        onChain(one, (fault) => {
          const found = wrongIntermediate(one, fault);
          if (found === null) return null;
          const { wanted, imported } = found;
          const serial = wanted.certificate
            ? `serial number ${wanted.certificate.serialNumber}`
            : 'the server does not send it';
          return cause(
            `${fault.tls.serverName} needs "${commonName(wanted.name)}" (${serial}), and "${commonName(imported.subject)}" (serial number ${imported.serialNumber}) is imported instead.`,
            `Import "${commonName(wanted.name)}" ${IMPORT}; "${commonName(imported.subject)}" does not help here.`,
            [...chainLines(fault.tls.chain), ...storeLines(one.settings.store, [wanted.name])],
          );
        }),
    },
    {
      name: 'missing-intermediate',
      source:
        'GUESS: an intermediate that the server merely sends along is not enough; it has to be imported.',
      find: (one) =>
        onChain(one, (fault) => {
          const { store } = one.settings;
          if (wrongIntermediate(one, fault) !== null || isUnknown(fault, store)) return null;
          const [served] = fault.intermediates;
          if (served?.certificate) {
            return cause(
              `The intermediate "${commonName(served.name)}" (serial number ${served.certificate.serialNumber}), which issued the certificate of ${fault.tls.serverName}, is not imported.`,
              `Import "${commonName(served.name)}" ${IMPORT}; that the server sends it along is not enough.`,
              [...chainLines(fault.tls.chain), ...storeLines(store, [served.name])],
            );
          }
          const alone = unshownIssuer(fault);
          if (alone === null) return null;
          return cause(
            `${fault.tls.serverName} sends no intermediate, and "${commonName(alone)}", which issued its certificate, is not imported.`,
            `Get "${commonName(alone)}" from the provider or its CA and import it ${IMPORT}.`,
            [...chainLines(fault.tls.chain), ...storeLines(store, [alone])],
          );
        }),
    },
    {
      name: 'missing-root',
      source: 'RFC 5280, 6: a path ends at a trust anchor.',
      find: (one) =>
        onChain(one, (fault) => {
          const { root } = fault;
          const { store } = one.settings;
          if (root === null || unshownIssuer(fault) !== null || isUnknown(fault, store)) return null;
          return cause(
            `The root "${commonName(root.name)}"${serialOf(root)} above the chain of ${fault.tls.serverName} is not imported.`,
            `Import the root "${commonName(root.name)}" ${IMPORT}; get it from its CA's own page and compare the serial number.`,
            [...chainLines(fault.tls.chain), ...storeLines(store, [root.name])],
          );
        }),
    },
    {
      name: 'unknown-ca',
      source: 'ISE: import the certificates of the provider into the Trusted Certificates store.',
      find: (one) =>
        onChain(one, (fault) => {
          const { store } = one.settings;
          if (!isUnknown(fault, store) || wrongIntermediate(one, fault) !== null) return null;
          const names = [...fault.intermediates, ...(fault.root ? [fault.root] : [])];
          const listed = names.map(({ name }) => `"${commonName(name)}"`).join(' and ');
          return cause(
            `Nothing of the chain of ${fault.tls.serverName} is imported: its certificate was issued by "${commonName(fault.leaf.issuer)}".`,
            `Import ${listed} ${IMPORT}.`,
            [
              ...chainLines(fault.tls.chain),
              ...storeLines(
                store,
                names.map(({ name }) => name),
              ),
            ],
          );
        }),
    },
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
    ...handshake,
  ],
};

const WEAK = /^UNSPECIFIED$|KEY_TOO_SMALL|MD_TOO_WEAK/;
const EXPLAINED = new Set([
  'SAME_NAME_OTHER_SERIAL',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function cause(problem: string, remedy: string, evidence: string[]): Finding {
  return { certainty: 'cause', problem, remedy, evidence };
}

function onChain(one: Case, tell: (fault: ChainFault) => Finding | null): Finding | null {
  const fault = interceptingCa(one) === null ? chainFault(one) : null;
  return fault && tell(fault);
}

function wrongIntermediate(one: Case, fault: ChainFault) {
  const alone = unshownIssuer(fault);
  const wanted: Wanted[] = alone === null ? fault.intermediates : [{ name: alone, certificate: null }];
  for (const ca of wanted) {
    const imported = generationOf(ca, one.settings.store);
    if (imported !== null) return { wanted: ca, imported };
  }
  return null;
}

/** The issuer of a leaf that came alone, when it is not imported either: nobody has shown it. */
function unshownIssuer({ leaf, intermediates, root }: ChainFault): string | null {
  return intermediates.length === 0 && root?.certificate === null && root.name === leaf.issuer
    ? root.name
    : null;
}

/** True when nothing imported has to do with the chain, so that each CA of it has to be imported. */
function isUnknown({ leaf, tls, intermediates, root }: ChainFault, store: { subject: string }[]): boolean {
  if (root === null || tls.chain.some(({ inStore }) => inStore)) return false;
  if (store.some(({ subject }) => subject === leaf.issuer)) return false;
  if (intermediates.length > 0) return true;
  const owner = organisation(leaf.issuer);
  return owner === null || !store.some(({ subject }) => organisation(subject) === owner);
}

function serialOf({ certificate }: Wanted): string {
  return certificate === null ? '' : ` (serial number ${certificate.serialNumber})`;
}

/** Imported issuers of a chain's top, which are part of its path though nobody sent them. */
function above({ settings: { store } }: Case, chain: ChainFault['tls']['chain']) {
  const issuers = new Set(chain.map(({ issuer }) => issuer));
  const direct = store.filter(({ subject }) => issuers.has(subject));
  const next = new Set(direct.map(({ issuer }) => issuer));
  return [...new Set([...direct, ...store.filter((ca) => next.has(ca.subject) && isSelfSigned(ca))])];
}

function soonest(chain: ChainFault['tls']['chain']) {
  return chain.reduce<ChainFault['leaf'] | null>(
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
