import type { Case } from '../domain/diagnosis.ts';
import type { CertificateFacts, Exchange, TlsFacts } from '../domain/transcript.ts';
import { failedIn } from './last-exchange.ts';

/** A CA that the path needs; without `certificate` only its name is known, because nobody has shown it. */
export interface Wanted {
  name: string;
  certificate: CertificateFacts | null;
}

/** What of a served chain is not trusted. Facts carry no keys, so issuers are followed by their names. */
export interface ChainFault {
  exchange: Exchange;
  tls: TlsFacts;
  leaf: CertificateFacts;
  /** CAs between leaf and root that have not been imported. */
  intermediates: Wanted[];
  /** The root, when it has not been imported. */
  root: Wanted | null;
}

/** Where certificates are imported, for a remedy. */
export const IMPORT =
  'in Administration > System > Certificates > Trusted Certificates (in the emulator: trustedCertificates)';

const LONGEST_PATH = 10;
/** Codes that speak of a path to a trusted root; the others speak of one certificate. */
const PATH_CODES = new Set([
  'INTERMEDIATE_NOT_IMPORTED',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

/** The handshake that was refused, with the chain that was served; null when it was not certificates that failed. */
export function refusedChain(
  one: Case,
): { exchange: Exchange; tls: TlsFacts; leaf: CertificateFacts; code: string } | null {
  const exchange = failedIn(one, 'tls')?.exchange ?? null;
  const tls = exchange?.tls ?? null;
  const leaf = tls?.chain[0];
  if (exchange === null || tls === null || tls.trusted || tls.code === null || leaf === undefined)
    return null;
  return { exchange, tls, leaf, code: tls.code };
}

/** Which CAs have to be imported; null when the store is not what is at fault. */
export function chainFault(one: Case): ChainFault | null {
  const refused = refusedChain(one);
  if (refused === null || !PATH_CODES.has(refused.code)) return null;
  const { exchange, tls, leaf } = refused;
  const path = pathOf(leaf, tls.chain, one.settings.store);
  const top = path.at(-1) ?? leaf;
  const intermediates = path.slice(1).filter((ca) => !ca.inStore && !isSelfSigned(ca));
  const root = isSelfSigned(top)
    ? { name: top.subject, certificate: top }
    : { name: top.issuer, certificate: null };
  const rootMissing = root.certificate === null || !root.certificate.inStore;
  return {
    exchange,
    tls,
    leaf,
    intermediates: intermediates.map((certificate) => ({ name: certificate.subject, certificate })),
    root: rootMissing ? root : null,
  };
}

/** From the leaf upwards, through what was served and then through the store. */
function pathOf(
  leaf: CertificateFacts,
  served: CertificateFacts[],
  store: CertificateFacts[],
): CertificateFacts[] {
  const path = [leaf];
  for (let at = leaf; !isSelfSigned(at) && path.length < LONGEST_PATH; ) {
    const { issuer } = at;
    const next = [...served.slice(1), ...store].find((ca) => ca.subject === issuer && !path.includes(ca));
    if (next === undefined) break;
    path.push(next);
    at = next;
  }
  return path;
}

export function isSelfSigned({ subject, issuer }: CertificateFacts): boolean {
  return subject === issuer;
}

/** The imported CA that was taken for the wanted one: its name differs in a generation or number only. */
export function generationOf(wanted: Wanted, store: CertificateFacts[]): CertificateFacts | null {
  const key = withoutNumbers(wanted.name);
  return store.find(({ subject }) => subject !== wanted.name && withoutNumbers(subject) === key) ?? null;
}

function withoutNumbers(name: string): string {
  return name.replace(/\b[A-Z]?\d+\b/g, '#').toLowerCase();
}

/** The common name, or the whole name where there is none. */
export function commonName(name: string): string {
  return /(?:^|, )CN=((?:\\.|[^,\\])+)/.exec(name)?.[1] ?? name;
}

export function organisation(name: string): string | null {
  return /(?:^|, )O=((?:\\.|[^,\\])+)/.exec(name)?.[1]?.toLowerCase() ?? null;
}

/** One line for each certificate of a chain. */
export function chainLines(chain: CertificateFacts[]): string[] {
  return chain.map(
    ({ subject, issuer, serialNumber, validFrom, validTo, inStore }, index) =>
      `Certificate ${index + 1} of the chain: ${subject}, serial number ${serialNumber}, issued by ${issuer}, ` +
      `valid ${day(validFrom)} to ${day(validTo)}, ${inStore ? 'imported' : 'not imported'}`,
  );
}

/** One line for each imported certificate; a store may be long, and the first ones that resemble `names` matter. */
export function storeLines(store: CertificateFacts[], names: string[]): string[] {
  if (store.length === 0) return ['Trusted Certificates: none imported'];
  const wanted = new Set(names.map(withoutNumbers));
  const alike = store.filter(({ subject }) => wanted.has(withoutNumbers(subject)));
  const shown = (alike.length > 0 ? alike : store).slice(0, 5);
  const lines = shown.map(
    ({ subject, serialNumber }) => `Imported: ${subject}, serial number ${serialNumber}`,
  );
  const more = store.length - shown.length;
  return more > 0 ? [...lines, `Imported besides: ${more} more`] : lines;
}

export function day(date: string): string {
  return date.slice(0, 10);
}

/**
 * CAs that sign for anybody. A chain that ends elsewhere, behind a proxy, is most likely the proxy's own.
 * Source: the owners of the roots in Mozilla's and Microsoft's programs, and of those the SMS providers have used.
 */
const PUBLIC_CAS =
  /digicert|geotrust|thawte|rapidssl|verisign|symantec|let's encrypt|internet security research|isrg|sectigo|comodo|usertrust|globalsign|amazon|google trust|entrust|go ?daddy|starfield|identrust|baltimore|microsoft|apple|cloudflare|buypass|actalis|quovadis|swisssign|telesec|d-trust|harica|ssl\.com|ssl corp|certum|unizeto|zerossl|network solutions|affirmtrust|telia|trustwave|securetrust|wisekey|certigna|emsign|guest emulator lab/i;

/**
 * The CA of a proxy that opens TLS, when a refused chain came through a proxy and ends neither at a public CA nor at
 * one that resembles anything imported; null otherwise.
 */
export function interceptingCa(one: Case): string | null {
  const fault = chainFault(one) ?? selfSignedFault(one);
  if (fault === null || fault.exchange.proxy?.mode !== 'tunnel') return null;
  const ca = fault.root?.name ?? fault.leaf.issuer;
  const names = [ca, ...fault.tls.chain.map(({ issuer }) => issuer)];
  if (names.some((name) => PUBLIC_CAS.test(name))) return null;
  const known = new Set(one.settings.store.map(({ subject }) => organisation(subject)));
  if (names.some((name) => organisation(name) !== null && known.has(organisation(name)))) return null;
  return ca;
}

function selfSignedFault(one: Case): ChainFault | null {
  const refused = refusedChain(one);
  if (refused?.code !== 'DEPTH_ZERO_SELF_SIGNED_CERT') return null;
  return { ...refused, intermediates: [], root: { name: refused.leaf.subject, certificate: refused.leaf } };
}
