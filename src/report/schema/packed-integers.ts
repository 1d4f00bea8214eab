/**
 * A column of integers as text: each a varint of seven bits a byte, the least significant first, signs folded into the
 * lowest bit (zigzag, as Protocol Buffers encode `sint64`), and the bytes in Base64. Most numbers of a chart take a byte.
 */
import { invariant } from '../../core/ground/invariant.js';

/** Folded, a number still is a safe integer. */
const LARGEST = 2 ** 52 - 1;
/** Seven bits of a number each. */
const MOST_BYTES = 8;
/** A byte of 7 bits is below it; with it set, more follow. */
const MORE = 128;

/** `column`: integers below 2^52 in size. */
export function packIntegers(column: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(MOST_BYTES * column.length);
  let length = 0;
  for (const value of column) {
    invariant(Math.abs(value) <= LARGEST && Number.isInteger(value), 'packs integers below 2^52');
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    for (; rest >= MORE; rest = Math.floor(rest / MORE)) {
      bytes[length] = MORE + (rest % MORE);
      length += 1;
    }
    bytes[length] = rest;
    length += 1;
  }
  return bytes.toString('base64', 0, length);
}

/** Null for a text that `packIntegers` does not write. */
export function unpackIntegers(text: string): number[] | null {
  const column: number[] = [];
  let folded = 0;
  let weight = 1;
  for (const byte of Buffer.from(text, 'base64')) {
    folded += (byte % MORE) * weight;
    weight = byte < MORE ? 1 : weight * MORE;
    if (byte >= MORE) continue;
    // Also without a number, as after very many of them.
    if (!(folded <= 2 * LARGEST)) return null;
    column.push(folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2);
    folded = 0;
  }
  // Cut off, padded otherwise, or with signs that are no Base64: the decoder passes over all of it.
  return packIntegers(column) === text ? column : null;
}
