import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../domain/errors.ts';
import { hexId } from '../domain/ids.ts';
import type { Random } from '../domain/ports.ts';

const FILE = 'approval-link.key';

/**
 * The key that signs approve and deny links, the same from run to run, so that a link in a mail of yesterday stays
 * good. Its file in the data folder is readable by its owner only. Throws `AppError('invalid')` naming a file that
 * holds no key.
 */
export function keepLinkKey(data: string, random: Random): string {
  if (data === ':memory:') return hexId(random, 32);
  const file = path.join(data, FILE);
  const kept = read(file);
  if (kept !== null) {
    if (/^[0-9a-f]{64}$/.test(kept)) return kept;
    throw new AppError('invalid', `${file} holds no key. Remove it; a new one is made at the next start.`);
  }
  const key = hexId(random, 32);
  mkdirSync(data, { recursive: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
