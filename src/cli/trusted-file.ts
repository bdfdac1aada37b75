import type { AddedCertificates } from '../config/edit-trusted-certificates.ts';
import { SHIPPED } from '../config/shipped.ts';
import { flagMistake } from './complaint.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';

/** The file of the package is nobody's to edit. Throws `ConfigError`. */
export function refuseShipped(providers: string): void {
  if (providers !== SHIPPED.providers) return;
  throw flagMistake('--providers', undefined, 'a file of yours: there is no providers.json in this folder');
}

/** What an addition did, a line for each certificate. */
export function showAdded(output: Output, { added, already }: AddedCertificates): void {
  output.write('\n');
  for (const { facts, file } of added)
    output.write(wrap(`Added ${facts.subject} (serial number ${facts.serialNumber}): ${file}`, '  ', ''));
  for (const { subject, serialNumber } of already) {
    output.write(wrap(`Already there: ${subject} (serial number ${serialNumber})`, '  ', ''));
  }
}
