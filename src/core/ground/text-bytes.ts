/**
 * Text put together as UTF-8 bytes: a journal's block is some hundred short pieces, and as strings each of them would be an
 * object. Mutable, one owner; cleared and used again.
 */

const FIRST_LENGTH = 4_096;
const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
const DIGIT_0 = 48;
const SPACE = 32;
const TILDE = 126;
/** Integers are written in two halves, each of which is a 32-bit one. */
const HALF = 1_000_000_000;
const HALF_DIGITS = 9;
/** Of a safe integer, sign included. */
const INTEGER_LENGTH_MAX = 17;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class TextBytes {
  #bytes = new Uint8Array(FIRST_LENGTH);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  toString(): string {
    return decoder.decode(this.#bytes.subarray(0, this.#length));
  }

  byte(code: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#length] = code;
    this.#length += 1;
  }

  /** `text` has only characters of ASCII. */
  ascii(text: string): void {
    const { length } = text;
    this.#makeRoom(length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index += 1) bytes[at++] = text.charCodeAt(index);
    this.#length = at;
  }

  /** What stands in `piece` from `from` up to `to`. */
  copy(piece: Uint8Array, from = 0, to = piece.length): void {
    this.#makeRoom(to - from);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = from; index < to; index += 1) bytes[at++] = piece[index] ?? 0;
    this.#length = at;
  }

  /** In quotes, as `JSON.stringify` has it. */
  quoted(text: string): void {
    const { length } = text;
    this.#makeRoom(length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) {
        // Rare, and its length is not known beforehand.
        this.copy(encoder.encode(JSON.stringify(text)));
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** A safe integer; -0 is 0. */
  integer(value: number): void {
    this.#makeRoom(INTEGER_LENGTH_MAX);
    if (value < 0) this.#bytes[this.#length++] = MINUS;
    const size = Math.abs(value);
    if (size < HALF) {
      this.#digits(size, digitsOf(size));
      return;
    }
    let high = Math.floor(size / HALF);
    let low = size - high * HALF;
    // The quotient may have been rounded up to the next integer.
    if (low < 0) {
      high -= 1;
      low += HALF;
    }
    this.#digits(high, digitsOf(high));
    this.#digits(low, HALF_DIGITS);
  }

  /** The last `count` digits of a 32-bit integer. */
  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      bytes[at] = DIGIT_0 + rest - next * 10;
      rest = next;
    }
    this.#length += count;
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const wider = new Uint8Array(2 * needed);
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Below 10^9. */
function digitsOf(value: number): number {
  let count = 1;
  for (let power = 10; value >= power; power *= 10) count += 1;
  return count;
}
