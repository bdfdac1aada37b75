import type { Random } from './ports.ts';

/** Lower-case hexadecimal, two digits a byte. */
export function hexId(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(bytes)).toString('hex');
}

/** A version 4 UUID. */
export function uuid(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const TOKEN_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** SEEN: portal tokens are 32 upper-case letters and digits. */
export function portalToken(random: Random): string {
  return Array.from({ length: 32 }, () => TOKEN_LETTERS[random.integer(TOKEN_LETTERS.length)]).join('');
}
