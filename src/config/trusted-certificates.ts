import { X509Certificate } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Mistake } from './mistake.ts';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The word that stands for the lab's own root and G2 intermediate. */
export const SIMULATOR = 'simulator';

/**
 * Reads the trusted certificates store: PEM files or globs (relative to `folder`), PEM texts, or the word `simulator`,
 * which is passed through. Each entry that names nothing, or no certificate, is a mistake.
 */
export function readTrustedCertificates(
  entries: string[],
  folder: string,
): { certificates: string[]; mistakes: Mistake[] } {
  const certificates: string[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, entry] of entries.entries()) {
    const complain = (allowed: string) =>
      mistakes.push({ path: `trustedCertificates[${index}]`, value: entry, allowed });
    const addPem = (text: string, allowed: string) => {
      const found = text.match(PEM) ?? [];
      if (found.length === 0 || !found.every(isCertificate)) complain(allowed);
      else certificates.push(...found);
    };
    if (entry === SIMULATOR) {
      certificates.push(SIMULATOR);
    } else if (entry.includes('-----BEGIN')) {
      addPem(entry, 'a PEM text that holds certificates');
    } else {
      const files = globSync(entry, { cwd: folder }).sort();
      if (files.length === 0) complain(`a PEM file, or a glob that matches one, below ${folder}`);
      for (const file of files) {
        addPem(read(path.resolve(folder, file)), `PEM files that hold certificates (${file} does not)`);
      }
    }
  }
  return { certificates, mistakes };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
