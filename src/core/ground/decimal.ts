/**
 * Exact decimals at the edges: a decimal string is a BigInt mantissa and a scale (value = mantissa / 10^scale).
 * Rounding direction is always an argument. Never used on the hot path: inside, prices are ticks and quantities lots.
 */
import { InvariantError } from './invariant.js';

/** value = mantissa / 10^scale, scale >= 0. */
export interface Decimal {
  readonly mantissa: bigint;
  readonly scale: number;
}

export type Rounding = 'floor' | 'ceil' | 'half-even' | 'half-away';

const PATTERN = /^(-?)(\d{1,40})(?:\.(\d{1,30}))?$/;

/** Parses a plain decimal ("61800.10"); `null` for anything else (exponents, signs, blanks, NaN, "1." and ".5"). */
export function parseDecimal(text: string): Decimal | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const mantissa = BigInt(whole + fraction);
  return { mantissa: sign === '-' ? -mantissa : mantissa, scale: fraction.length };
}

/** As `parseDecimal`, for text that a border has already checked. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new InvariantError(`not a decimal: ${text}`);
  return parsed;
}

export const pow10 = (exponent: number): bigint => 10n ** BigInt(exponent);

/** n / d rounded as told; d > 0. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator <= 0n) throw new InvariantError('division needs a positive denominator');
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const away = numerator < 0n ? quotient - 1n : quotient + 1n;
  switch (rounding) {
    case 'floor':
      return numerator < 0n ? quotient - 1n : quotient;
    case 'ceil':
      return numerator < 0n ? quotient : quotient + 1n;
    case 'half-even':
    case 'half-away': {
      const twice = (remainder < 0n ? -remainder : remainder) * 2n;
      if (twice > denominator) return away;
      if (twice < denominator) return quotient;
      return rounding === 'half-away' || quotient % 2n !== 0n ? away : quotient;
    }
  }
}

/** The mantissa of `value` at another scale, rounded as told when digits are lost. */
export function rescale(value: Decimal, scale: number, rounding: Rounding): bigint {
  if (scale >= value.scale) return value.mantissa * pow10(scale - value.scale);
  return divide(value.mantissa, pow10(value.scale - scale), rounding);
}

/** Plain decimal text, trailing zeros dropped ("61800.1", "0", "-0.5"). */
export function formatDecimal(value: Decimal): string {
  const negative = value.mantissa < 0n;
  const digits = (negative ? -value.mantissa : value.mantissa)
    .toString()
    .padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && value.mantissa !== 0n ? `-${text}` : text;
}

export const addDecimal = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale);
  return { mantissa: rescale(a, scale, 'floor') + rescale(b, scale, 'floor'), scale };
};

export const multiplyDecimal = (a: Decimal, b: Decimal): Decimal => ({
  mantissa: a.mantissa * b.mantissa,
  scale: a.scale + b.scale,
});

/** -1, 0 or 1 as a is below, equal to or above b. */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const left = rescale(a, scale, 'floor');
  const right = rescale(b, scale, 'floor');
  return left < right ? -1 : left > right ? 1 : 0;
}
