import { removeTrustedCertificate } from '../config/edit-trusted-certificates.ts';
import { complain } from './complaint.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';
import { refuseShipped } from './trusted-file.ts';

export interface TrustRemoveFlags {
  providers: string;
  json?: boolean;
}

/** Takes one certificate out of the store. Resolves with 0, or with 2 when none, or more than one, is meant. */
export async function trustRemove(wanted: string, flags: TrustRemoveFlags, output: Output): Promise<number> {
  try {
    refuseShipped(flags.providers);
    const removed = removeTrustedCertificate(flags.providers, wanted);
    if (flags.json) output.write(`${JSON.stringify({ ...removed, exitCode: 0 }, null, 2)}\n`);
    else {
      const { facts, entry, file } = removed;
      const what =
        facts === null ? `the entry "${entry}"` : `${facts.subject} (serial number ${facts.serialNumber})`;
      output.write(
        wrap(`Removed ${what} from ${flags.providers}${file === null ? '' : `, and from ${file}`}.`),
      );
    }
    return 0;
  } catch (error) {
    complain(output, error, flags);
    return 2;
  }
}
