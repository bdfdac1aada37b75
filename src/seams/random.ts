import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../domain/ports.ts';

/**
 * What a caller may hand in as chance: a seed (the same seed, the same ids, names and passwords in the same order), or
 * a function like `Math.random`.
 */
export type RandomOption = string | number | (() => number);

export function toRandom(option: RandomOption | undefined): Random {
  if (option === undefined)
    return { bytes: (length) => randomBytes(length), integer: (below) => randomInt(below) };
  const next = typeof option === 'function' ? bytesOf(option) : seededBytes(String(option));
  return {
    bytes: (length) => Uint8Array.from({ length }, next),
    integer(below) {
      const limit = 2 ** 32 - (2 ** 32 % below);
      for (;;) {
        const value = ((next() * 256 + next()) * 256 + next()) * 256 + next();
        if (value < limit) return value % below;
      }
    },
  };
}

function bytesOf(random: () => number): () => number {
  return () => Math.min(255, Math.floor(random() * 256));
}

/** SHA-256 over seed and counter: even, repeatable, and the same on every machine. */
function seededBytes(seed: string): () => number {
  let block = Buffer.alloc(0);
  let counter = 0;
  let position = 0;
  return () => {
    if (position === block.length) {
      block = createHash('sha256').update(`${seed}\0${counter}`).digest();
      counter += 1;
      position = 0;
    }
    const byte = block[position] ?? 0;
    position += 1;
    return byte;
  };
}
