import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { addTrustedCertificates } from '../config/edit-trusted-certificates.ts';
import { certificateFacts, readPem } from '../domain/certificate.ts';
import { complain, flagMistake } from './complaint.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';
import type { TrustLearnFlags } from './trust-learn.ts';
import { refuseShipped, showAdded } from './trusted-file.ts';

const ALLOWED = 'a file with certificates (PEM or DER), or https://host, smtps://host, smtp://host';

/**
 * Adds the certificates of a file, or those that ISE needs of the chain that a server presents. Resolves with the exit
 * code: 0 added or there already, 2 nothing to add, else that of `trustLearn`.
 */
export async function trustAdd(source: string, flags: TrustLearnFlags, output: Output): Promise<number> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const { trustLearn } = await import('./trust-learn.ts');
    return trustLearn(source, { ...flags, add: true }, output);
  }
  try {
    refuseShipped(flags.providers);
    const certificates = readCertificates(source);
    const result = addTrustedCertificates(
      flags.providers,
      certificates.map((one) => one.toString()),
    );
    if (flags.json) output.write(`${JSON.stringify({ ...result, exitCode: 0 }, null, 2)}\n`);
    else showAdded(output, result);
    for (const one of certificates.filter(({ ca }) => !ca)) {
      const { subject } = certificateFacts(one, true);
      output.complain(
        wrap(
          `"${subject}" is a server's own certificate; ISE needs the root and the intermediates above it.`,
        ),
      );
    }
    return 0;
  } catch (error) {
    complain(output, error, flags);
    return 2;
  }
}

/** Keys and whatever else the file holds are left behind. Throws `ConfigError`. */
function readCertificates(file: string): X509Certificate[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw flagMistake('FILE|URL', file, `${ALLOWED}; there is no such file`);
  }
  try {
    const found = readPem(bytes.toString('latin1'));
    return found.length > 0 ? found : [new X509Certificate(bytes)];
  } catch {
    throw flagMistake('FILE|URL', file, `${ALLOWED}; this file holds none that can be read`);
  }
}
