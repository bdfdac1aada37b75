import { existsSync } from 'node:fs';
import path from 'node:path';
import { keepAuthority } from '../composition/keep-authority.ts';
import { listTrustedCertificates } from '../config/edit-trusted-certificates.ts';
import { certificateFacts, readPem } from '../domain/certificate.ts';
import type { CertificateFacts } from '../domain/transcript.ts';
import { complain } from './complaint.ts';
import { count, wrap } from './layout.ts';
import type { Output } from './output.ts';

export interface TrustListFlags {
  providers: string;
  data: string;
  json?: boolean;
}

interface Listed extends CertificateFacts {
  /** What brought it: an entry of `trustedCertificates`, shortened when it is a PEM text. */
  from: string;
  file: string | null;
  expired: boolean;
}

/** The store, certificate by certificate. Resolves with 0; with 2 when the file or an entry of it cannot be read. */
export async function trustList(flags: TrustListFlags, output: Output): Promise<number> {
  try {
    const { certificates, simulator, mistakes } = listTrustedCertificates(flags.providers);
    const now = new Date().toISOString();
    const listed: Listed[] = [
      ...(simulator ? await labCertificates(flags.data) : []).map((facts) => ({
        ...facts,
        from: 'simulator',
        file: null,
      })),
      ...certificates.map(({ facts, entry, file }) => ({
        ...facts,
        from: entry.includes('-----BEGIN') ? 'a PEM text' : entry,
        file,
      })),
    ].map((one) => ({ ...one, expired: one.validTo < now }));
    const exitCode = mistakes.length > 0 ? 2 : 0;
    if (flags.json)
      output.write(
        `${JSON.stringify({ file: flags.providers, certificates: listed, mistakes, exitCode }, null, 2)}\n`,
      );
    else {
      for (const one of listed) show(output, one);
      if (simulator && listed.every(({ from }) => from !== 'simulator')) {
        output.write(
          wrap(
            `The entry "simulator" stands for the lab’s own root and G2 intermediate, made at the first start (none in ${flags.data} yet).`,
          ),
        );
      }
      output.write(wrap(`${flags.providers}: ${count(listed.length, 'trusted certificate')}.`));
    }
    for (const { entry, index, allowed } of mistakes) {
      output.complain(
        wrap(`${flags.providers}: trustedCertificates[${index}] is "${entry}"; it must be ${allowed}.`),
      );
    }
    return exitCode;
  } catch (error) {
    complain(output, error, flags);
    return 2;
  }
}

function show(
  output: Output,
  { subject, issuer, serialNumber, validTo, fingerprint256, from, file, expired }: Listed,
): void {
  output.write(output.paint('strong', wrap(subject)));
  output.write(wrap(`issuer        ${issuer}`, ' '.repeat(16), '  '));
  output.write(wrap(`serial number ${serialNumber}`, ' '.repeat(16), '  '));
  output.write(`  valid until   ${validTo.slice(0, 10)}${expired ? output.paint('bad', ' EXPIRED') : ''}\n`);
  output.write(wrap(`SHA-256       ${inTwo(fingerprint256)}`, ' '.repeat(16), '  '));
  output.write(
    wrap(
      `from          ${file === null || file === from ? from : `${from} (${file})`}`,
      ' '.repeat(16),
      '  ',
    ),
  );
  output.write('\n');
}

/** 95 characters fit no line; a pair of bytes is not torn apart. */
function inTwo(fingerprint: string): string {
  return `${fingerprint.slice(0, 48)} ${fingerprint.slice(48)}`;
}

/** Listing makes no authority where there is none. */
async function labCertificates(data: string): Promise<CertificateFacts[]> {
  if (!existsSync(path.join(data, 'lab-authority.json'))) return [];
  const { rootPem, g2Pem } = await keepAuthority(data);
  return [rootPem, g2Pem].flatMap(readPem).map((certificate) => certificateFacts(certificate, true));
}
