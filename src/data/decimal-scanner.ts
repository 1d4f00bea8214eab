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

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: 16 }, (_, i) =>
  Number(`1e${i}`),
);

export class DecimalScanner {
  /** value = mantissa / 10^decimals. */
  mantissa = 0;
  decimals = 0;

  /** Whether the bytes from `start` up to `end` are one plain decimal; then `mantissa` and `decimals` hold it. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    let whole = 0;
    for (; at < end; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    this.mantissa = whole;
    this.decimals = 0;
    if (at === start || whole > MANTISSA_MAX) return false;
    if (at === end) return true;
    if (bytes[at] !== POINT || at + 1 === end) return false;
    return this.#scanFraction(bytes, at + 1, end);
  }

  #scanFraction(bytes: Uint8Array, start: number, end: number): boolean {
    let mantissa = this.mantissa;
    let decimals = 0;
    for (let at = start; at < end; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return false;
      if (digit === 0) continue;
      const places = at - start + 1;
      if (places > DECIMALS_MAX) return false;
      mantissa = mantissa * POWERS_OF_TEN[places - decimals]! + digit;
      decimals = places;
    }
    this.mantissa = mantissa;
    this.decimals = decimals;
    return mantissa <= MANTISSA_MAX;
  }
}
