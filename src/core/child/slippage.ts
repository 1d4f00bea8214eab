/**
 * FIL-8: how much worse than expected an order was filled, in signed basis points of the expected price: positive is a
 * cost, for buys and sells alike. Exact integers until the one rounding at the edge.
 */
import { divide, formatDecimal, pow10 } from '../ground/decimal.js';
import type { FillLedger } from '../order/fill-ledger.js';
import { type Side, signOf } from '../ground/units.js';

/** Decimals kept of a basis point. */
const BPS_DIGITS = 4;
const BPS_PER_UNIT = 10_000n;

type Filled = Pick<FillLedger, 'quantity' | 'notional'>;

/** (cost above expectation) x 10,000 / expectation, as a fraction; null where there is nothing to compare. */
function slippageFraction(
  side: Side,
  filled: Filled,
  expectedTwice: number | null,
): Fraction | null {
  if (expectedTwice === null || expectedTwice <= 0 || filled.quantity <= 0) return null;
  const expected = BigInt(expectedTwice) * BigInt(filled.quantity);
  const excess = (2n * filled.notional - expected) * BigInt(signOf(side));
  return { numerator: excess * BPS_PER_UNIT, denominator: expected };
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Slippage in bps as decimal text, rounded half-even to 0.0001. `expectedTwice` is twice the expected price in ticks
 * (bid + ask for a mid); null when nothing was filled, or no price above zero was expected.
 */
export function slippageBpsText(
  side: Side,
  filled: Filled,
  expectedTwice: number | null,
): string | null {
  const fraction = slippageFraction(side, filled, expectedTwice);
  if (fraction === null) return null;
  const mantissa = divide(
    fraction.numerator * pow10(BPS_DIGITS),
    fraction.denominator,
    'half-even',
  );
  return formatDecimal({ mantissa, scale: BPS_DIGITS });
}

/** True when the cost is above the threshold; a gain never is. Compared exactly, not as printed. */
export function exceedsSlippage(
  side: Side,
  filled: Filled,
  limit: { readonly expectedTwice: number | null; readonly thresholdBps: number },
): boolean {
  const fraction = slippageFraction(side, filled, limit.expectedTwice);
  return (
    fraction !== null && fraction.numerator > BigInt(limit.thresholdBps) * fraction.denominator
  );
}
