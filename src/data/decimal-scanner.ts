/**
 * Reads plain decimals out of bytes, exactly and without a float: `61837.63000000` becomes 6183763 with 2 decimals.
 * Trailing zeros of the fraction are dropped, so a value has one form however a venue pads it. Signs, exponents, NaN,
 * `1.` and `.5` are no plain decimals. Mutable and reused: one result at a time, nothing allocated.
 */

/** Digits of the largest safe integer: what has more is refused rather than rounded. */
const MANTISSA_MAX = Number.MAX_SAFE_INTEGER;
const POINT = 0x2e;
const ZERO = 0x30;
const DECIMALS_MAX = 15;
const NO_STOP = -1;
const NOT_A_DECIMAL = -1;

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, i) =>
  Number(`1e${i}`),
);

export class DecimalScanner {
  /** value = mantissa / 10^decimals. */
  mantissa = 0;
  decimals = 0;

  /** Whether the bytes from `start` up to `end` are one plain decimal; then `mantissa` and `decimals` hold it. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    return this.scanTo(bytes, start, end, NO_STOP) === end;
  }

  /** As `scan`, up to the byte `stop`: where that stands, or `end`, or `NOT_A_DECIMAL`. */
  scanTo(bytes: Uint8Array, start: number, end: number, stop: number): number {
    let at = start;
    let whole = 0;
    let byte = stop;
    for (; at < end; at += 1) {
      byte = bytes[at]!;
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    if (at === start || whole > MANTISSA_MAX) return NOT_A_DECIMAL;
    this.mantissa = whole;
    this.decimals = 0;
    if (at === end || byte === stop) return at;
    return byte === POINT ? this.#scanFraction(bytes, at + 1, end, stop) : NOT_A_DECIMAL;
  }

  #scanFraction(bytes: Uint8Array, start: number, end: number, stop: number): number {
    let mantissa = this.mantissa;
    let decimals = 0;
    let at = start;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === stop) break;
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9) return NOT_A_DECIMAL;
      if (digit === 0) continue;
      const places = at - start + 1;
      if (places > DECIMALS_MAX) return NOT_A_DECIMAL;
      mantissa = mantissa * POWERS_OF_TEN[places - decimals]! + digit;
      decimals = places;
    }
    if (at === start || mantissa > MANTISSA_MAX) return NOT_A_DECIMAL;
    this.mantissa = mantissa;
    this.decimals = decimals;
    return at;
  }
}
