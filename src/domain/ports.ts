/** What the program takes from outside, so that a test can hand in its own: time and chance. */

export interface Clock {
  now(): Date;
}

export interface Random {
  /** `length` bytes, cryptographically strong unless a test seeded them. */
  bytes(length: number): Uint8Array;
  /** A whole number from 0 to `below - 1`, every one equally likely. */
  integer(below: number): number;
}
