/**
 * A fingerprint of a tape's rows, for tests and benchmarks: same columns, same text, on any machine. Not cryptographic,
 * and it leaves the header out on purpose: the same rows from two formats are to compare equal.
 */
import { finishHash, mixInteger } from '../../core/ground/hash32.js';
import type { Tape } from './tape.js';

/** Sixteen hex digits over all columns. */
export function tapeChecksum(tape: Tape): string {
  return [1, 2].map((salt) => hex(lane(tape, salt))).join('');
}

function lane(tape: Tape, salt: number): number {
  let hash = mixInteger(salt, tape.rows);
  for (let row = 0; row < tape.rows; row += 1) {
    hash = mixInteger(hash, tape.time[row]!);
    hash = mixInteger(hash, tape.kind[row]!);
    hash = mixInteger(hash, tape.price[row]!);
    hash = mixInteger(hash, tape.quantity[row]!);
    hash = mixInteger(hash, tape.delay[row]!);
  }
  return finishHash(hash);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
