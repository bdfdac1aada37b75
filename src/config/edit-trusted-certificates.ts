import { createHash, type X509Certificate } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { certificateFacts, readPem } from '../domain/certificate.ts';
import { AppError } from '../domain/errors.ts';
import type { CertificateFacts } from '../domain/transcript.ts';
import { editList } from './edit-list.ts';
import { readJsonFile } from './json-file.ts';
import { ConfigError, valueAt } from './mistake.ts';
import { readTrustedCertificates, SIMULATOR } from './trusted-certificates.ts';

/** Where added certificates go, beside `providers.json`. */
const FOLDER = 'certificates';

const KEY = 'trustedCertificates';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\s*/g;

/** One certificate of the store, and what brought it there. */
export interface TrustedCertificate {
  facts: CertificateFacts;
  pem: string;
  /** The place in `trustedCertificates`, and what stands there. */
  index: number;
  entry: string;
  /** The file it was read from, as `trustedCertificates` names it (relative to `providers.json`); null for a PEM text. */
  file: string | null;
}

export interface TrustedList {
  certificates: TrustedCertificate[];
  /** The word `simulator` is among the entries: the lab's own root and G2. */
  simulator: boolean;
  /** Entries that name no certificate. */
  mistakes: { index: number; entry: string; allowed: string }[];
}

/**
 * The store of a `providers.json`, entry by entry, in order. Says nothing of the rest of the file. Throws `ConfigError`
 * when the file cannot be read, is no JSON, or `trustedCertificates` is no list of texts.
 */
export function listTrustedCertificates(providersFile: string): TrustedList {
  const folder = path.dirname(path.resolve(providersFile));
  const entries = entriesOf(providersFile);
  const list: TrustedList = { certificates: [], simulator: entries.includes(SIMULATOR), mistakes: [] };
  for (const [index, entry] of entries.entries()) {
    if (entry === SIMULATOR) continue;
    const { mistakes } = readTrustedCertificates([entry], folder);
    if (mistakes[0] !== undefined) {
      list.mistakes.push({ index, entry, allowed: mistakes[0].allowed });
      continue;
    }
    const sources = entry.includes('-----BEGIN')
      ? [{ file: null, text: entry }]
      : globSync(entry, { cwd: folder })
          .sort()
          .map((file) => ({ file, text: readFileSync(path.resolve(folder, file), 'utf8') }));
    for (const { file, text } of sources) {
      for (const certificate of readPem(text)) {
        const facts = certificateFacts(certificate, true);
        list.certificates.push({ facts, pem: certificate.toString(), index, entry, file });
      }
    }
  }
  return list;
}

export interface AddedCertificates {
  added: { facts: CertificateFacts; file: string }[];
  /** Those that the store had already: nothing was written. */
  already: CertificateFacts[];
}

/**
 * Writes each certificate into `certificates/` beside the file, named for subject and serial number, and its name into
 * `trustedCertificates`, leaving every other character of `providers.json` as it is. Throws `ConfigError` as
 * `listTrustedCertificates` does, Node's error for a PEM text that is none, and that of a folder that cannot be written.
 */
export function addTrustedCertificates(providersFile: string, pems: string[]): AddedCertificates {
  const folder = path.dirname(path.resolve(providersFile));
  const result: AddedCertificates = { added: [], already: [] };
  const known = new Set(fingerprints(providersFile));
  for (const certificate of pems.flatMap(readPem)) {
    const facts = certificateFacts(certificate, true);
    if (known.has(facts.fingerprint256)) {
      result.already.push(facts);
      continue;
    }
    const file = freeName(folder, certificate);
    mkdirSync(path.join(folder, FOLDER), { recursive: true });
    writeFileSync(path.join(folder, file), certificate.toString());
    // A glob of the file may have it now.
    if (!fingerprints(providersFile).includes(facts.fingerprint256))
      editList(providersFile, KEY, { index: -1, entry: file });
    known.add(facts.fingerprint256);
    result.added.push({ facts, file });
  }
  return result;
}

export interface RemovedCertificate {
  /** Null when the entry named no certificate, or for the word `simulator`. */
  facts: CertificateFacts | null;
  entry: string;
  /** The file that was deleted, or that has one certificate less; null when no file was touched. */
  file: string | null;
}

/**
 * Takes a certificate out of the store: by serial number, fingerprint, subject or common name, or an entry by its own
 * words. A file in `certificates/` goes with its entry; other files are left alone and only their entry goes. Throws
 * `AppError('not-found')`, and `AppError('conflict')` when several fit or when the entry brings others along.
 */
export function removeTrustedCertificate(providersFile: string, wanted: string): RemovedCertificate {
  const folder = path.dirname(path.resolve(providersFile));
  const entries = entriesOf(providersFile);
  const literal = entries.indexOf(wanted.trim());
  const list = listTrustedCertificates(providersFile);
  const found = list.certificates.filter((one) => fits(one, wanted));
  if (found.length === 0 && literal >= 0) {
    editList(providersFile, KEY, { index: literal, entry: null });
    return { facts: null, entry: wanted.trim(), file: null };
  }
  const [one, other] = [...new Map(found.map((each) => [each.facts.fingerprint256, each])).values()];
  if (one === undefined) throw new AppError('not-found', notFound(wanted, list));
  if (other !== undefined) {
    const serials = found.map(({ facts }) => facts.serialNumber).join(', ');
    throw new AppError(
      'conflict',
      `"${wanted}" fits several certificates; name one by its serial number: ${serials}.`,
    );
  }
  const companions = list.certificates.filter(
    (each) => each.index === one.index && each.facts.fingerprint256 !== one.facts.fingerprint256,
  );
  const inOurs = one.file !== null && path.dirname(path.normalize(one.file)) === FOLDER;
  if (companions.length === 0) {
    editList(providersFile, KEY, { index: one.index, entry: null });
    if (one.file !== null && inOurs) rmSync(path.join(folder, one.file));
    return { facts: one.facts, entry: one.entry, file: inOurs ? one.file : null };
  }
  if (one.file === null) {
    editList(providersFile, KEY, { index: one.index, entry: without(one.entry, one.facts) });
    return { facts: one.facts, entry: one.entry, file: null };
  }
  if (!inOurs) {
    throw new AppError(
      'conflict',
      `The entry "${one.entry}" of trustedCertificates brings ${companions.length} other certificates along; take "${one.facts.subject}" out of ${one.file} yourself, or remove the whole entry by "${one.entry}".`,
    );
  }
  const file = path.join(folder, one.file);
  const rest = without(readFileSync(file, 'utf8'), one.facts);
  if (readPem(rest).length === 0) rmSync(file);
  else writeFileSync(file, rest);
  return { facts: one.facts, entry: one.entry, file: one.file };
}

function fits({ facts }: TrustedCertificate, wanted: string): boolean {
  const hex = wanted.replace(/[:\s]/g, '').toUpperCase();
  const text = wanted.trim().toLowerCase();
  const subject = facts.subject.toLowerCase();
  return (
    hex.replace(/^0+/, '') === facts.serialNumber.toUpperCase().replace(/^0+/, '') ||
    hex === facts.fingerprint256.replaceAll(':', '') ||
    text === subject ||
    text === subject.split(', ')[0]?.replace(/^cn=/, '')
  );
}

function notFound(wanted: string, { certificates }: TrustedList): string {
  const known = certificates.map(({ facts }) => `${facts.subject} (serial number ${facts.serialNumber})`);
  const have = known.length === 0 ? 'holds no certificate' : `holds ${known.join('; ')}`;
  return `No trusted certificate is "${wanted}"; it must be a serial number, a fingerprint or a subject. The store ${have}.`;
}

function without(text: string, facts: CertificateFacts): string {
  return text.replace(PEM_BLOCK, (block) =>
    readPem(block)[0]?.fingerprint256 === facts.fingerprint256 ? '' : block,
  );
}

function fingerprints(providersFile: string): string[] {
  return listTrustedCertificates(providersFile).certificates.map(({ facts }) => facts.fingerprint256);
}

/** `digicert-global-g2-tls-rsa-sha256-2020-ca1-0cf5bd06.pem`; with the fingerprint when another has that name. */
function freeName(folder: string, certificate: X509Certificate): string {
  const { subject, serialNumber } = certificateFacts(certificate, true);
  const common = (subject.split(', ')[0] ?? '').replace(/^[A-Za-z]+=/, '');
  const slug = common
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const name = `${slug || 'certificate'}-${serialNumber.toLowerCase()}`;
  const plain = path.posix.join(FOLDER, `${name}.pem`);
  if (!existsSync(path.join(folder, plain))) return plain;
  const hash = createHash('sha256').update(certificate.raw).digest('hex').slice(0, 8);
  return path.posix.join(FOLDER, `${name}-${hash}.pem`);
}

function entriesOf(providersFile: string): string[] {
  const entries = valueAt(readJsonFile(path.resolve(providersFile)), [KEY]) ?? [];
  if (Array.isArray(entries) && entries.every((entry) => typeof entry === 'string')) return entries;
  throw new ConfigError([{ file: providersFile, path: KEY, value: entries, allowed: 'a list of PEM files' }]);
}
