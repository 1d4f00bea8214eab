/**
 * A small non-cryptographic hash to 32 bits, fed word by word and text by text: spreads seeds and
 * names evenly, and proves nothing (`digest.ts` does). Integer operations only, so every engine
 * computes the same.
 *
 * Source: the mixing rounds and constants of MurmurHash3 x86_32 (A. Appleby, public domain), one
 * 32-bit word per UTF-16 unit; not its byte-wise result.
 */

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** State after one more word, of which the low 32 bits count. */
export function mixWord(state: number, word: number): number {
  const scrambled = Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotateLeft(state ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

/** State after a safe integer, all of whose 53 bits and sign count. */
export const mixInteger = (state: number, value: number): number =>
  mixWord(mixWord(state, value), Math.floor(value / 2 ** 32));

/** State after a text; its length goes first, so that ('ab', 'c') and ('a', 'bc') differ. */
export function mixText(state: number, text: string): number {
  let mixed = mixWord(state, text.length);
  for (let unit = 0; unit < text.length; unit += 1) mixed = mixWord(mixed, text.charCodeAt(unit));
  return mixed;
}

/** The hash, an unsigned 32-bit integer: each bit of the state changes about half of its bits. */
export function finishHash(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
