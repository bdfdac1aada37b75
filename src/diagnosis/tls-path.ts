import type { Case } from '../domain/diagnosis.ts';
import {
  type ChainFault,
  chainFault,
  chainLines,
  commonName,
  generationOf,
  IMPORT,
  interceptingCa,
  organisation,
  refusedChain,
  storeLines,
  type Wanted,
} from './chain.ts';
import { cause } from './failed-exchange.ts';
import type { Finding, Rule } from './rule.ts';

/** Which CAs are imported, and which would have to be. */
export const pathRules: Rule[] = [
  {
    name: 'nothing-imported',
    source: 'ISE: import the certificates of the provider into the Trusted Certificates store.',
    find(one) {
      const host = one.end === null && one.settings.store.length === 0 ? securePeer(one) : null;
      if (host === null) return null;
      return cause(
        `${host} is reached over TLS, and no certificate has been imported.`,
        `Import the root of ${host} and every intermediate below it ${IMPORT}.`,
        storeLines([], []),
      );
    },
  },
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
    source: 'GUESS: an intermediate that the server merely sends along is not enough; it has to be imported.',
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
        const [, other] = fault.tls.chain;
        const sent =
          other === undefined
            ? 'sends no intermediate'
            : `sends "${commonName(other.subject)}", which does not belong to its certificate`;
        return cause(
          `${fault.tls.serverName} ${sent}, and "${commonName(alone)}", which issued its certificate, is not imported.`,
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
];

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

/** Who will have to show a certificate; null when nobody will. */
function securePeer({ provider, message, settings: { smtpServer } }: Case): string | null {
  if (provider?.type === 'http')
    return /^\s*https:\/\/(?:[^@/?#]*@)?([^/?#]+)/i.exec(provider.url)?.[1] ?? null;
  const byMail = provider?.type === 'smtp' || message.kind === 'email';
  return byMail && smtpServer.useTLSorSSLEncryption && smtpServer.smtpServer !== ''
    ? smtpServer.smtpServer
    : null;
}
