import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../domain/errors.ts';
import { createLabAuthority, type LabAuthority, loadLabAuthority } from '../simulators/certificates.ts';

const FILE = 'lab-authority.json';

/**
 * The lab's certificate authority, the same from run to run, so that a certificate imported once stays good. Its file
 * in the data folder is readable by its owner only. Throws `AppError('invalid')` naming a file that cannot be used.
 */
export async function keepAuthority(data: string): Promise<LabAuthority> {
  if (data === ':memory:') return createLabAuthority();
  const file = path.join(data, FILE);
  const kept = read(file);
  if (kept !== null) {
    try {
      return await loadLabAuthority(JSON.parse(kept));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new AppError(
        'invalid',
        `${file}: ${why}. Remove the file; a new authority is made at the next start.`,
      );
    }
  }
  const authority = await createLabAuthority();
  mkdirSync(data, { recursive: true });
  writeFileSync(file, `${JSON.stringify(await authority.export(), null, 2)}\n`, { mode: 0o600 });
  return authority;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
