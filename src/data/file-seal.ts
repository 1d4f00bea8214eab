/**
 * A checksum of a whole file, written inside that file: a marker text that the format carries along as a value, whose
 * digits count as zeros when the sum is taken. Checked before the bytes reach any parser: one changed byte sends the Arrow
 * library into an endless loop.
 */
import { crc32 } from 'node:zlib';

const MARKER = Buffer.from('squall-crc32:');
const DIGITS = 8;
const ZEROS = Buffer.from('0'.repeat(DIGITS));

/** To be stored as a value before `seal`. */
export const UNSEALED = `${MARKER.toString()}${ZEROS.toString()}`;

/** Fills in the digits of every copy of the marker, in place. */
export function seal(bytes: Buffer): void {
  const places = placesOf(bytes);
  const digits = Buffer.from(sumOf(bytes, places));
  for (const place of places) digits.copy(bytes, place);
}

export type SealState = 'whole' | 'damaged' | 'not-sealed';

export function checkSeal(bytes: Buffer): SealState {
  const places = placesOf(bytes);
  if (places.length === 0) return 'not-sealed';
  const sum = sumOf(bytes, places);
  const holds = places.every((place) => bytes.toString('latin1', place, place + DIGITS) === sum);
  return holds ? 'whole' : 'damaged';
}

/** Where digits stand: the format repeats its metadata, near the start and near the end. */
function placesOf(bytes: Buffer): readonly number[] {
  const first = bytes.indexOf(MARKER);
  if (first < 0) return [];
  const last = bytes.lastIndexOf(MARKER);
  return [...new Set([first, last])].map((place) => place + MARKER.length);
}

function sumOf(bytes: Buffer, places: readonly number[]): string {
  let sum = 0;
  let at = 0;
  for (const place of places) {
    sum = crc32(ZEROS, crc32(bytes.subarray(at, place), sum));
    at = place + DIGITS;
  }
  return crc32(bytes.subarray(at), sum).toString(16).padStart(DIGITS, '0');
}
