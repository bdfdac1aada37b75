/**
 * How many SMS a text takes (3GPP TS 23.038): 160 septets or 70 UTF-16 units alone, 153 or 67 a part. One character
 * outside the GSM alphabet turns the whole text to UCS-2. A septet pair or a surrogate pair is never split.
 */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';

const SEPTETS = new Map<string, number>([
  ...[...BASIC].map((character): [string, number] => [character, 1]),
  ...[...EXTENDED].map((character): [string, number] => [character, 2]),
]);

/** At least 1, for an empty text too. */
export function countParts(text: string): number {
  const characters = [...text];
  const septets = characters.map((character) => SEPTETS.get(character));
  if (septets.every((size) => size !== undefined)) return fill(septets, 160, 153);
  return fill(
    characters.map((character) => character.length),
    70,
    67,
  );
}

/** Whether the GSM alphabet can carry it. */
export function isGsm(text: string): boolean {
  return [...text].every((character) => SEPTETS.has(character));
}

function fill(sizes: number[], alone: number, each: number): number {
  if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return 1;
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
