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
  entries.forEach((entry, index) => {
    const complain = (allowed: string) =>
      mistakes.push({ path: `trustedCertificates[${index}]`, value: entry, allowed });
    if (entry === SIMULATOR) return certificates.push(SIMULATOR);
    if (entry.includes('-----BEGIN')) return addPem(entry, 'a PEM text that holds certificates');
    const files = globSync(entry, { cwd: folder }).sort();
    if (files.length === 0) return complain(`a PEM file, or a glob that matches one, below ${folder}`);
    for (const file of files)
      addPem(read(path.resolve(folder, file)), `PEM files that hold certificates (${file} does not)`);
    return undefined;

    function addPem(text: string, allowed: string): void {
      const found = text.match(PEM) ?? [];
      if (found.length === 0 || !found.every(isCertificate)) complain(allowed);
      else certificates.push(...found);
    }
  });
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
