/**
 * Implementation shortfall (Perold 1988: the paper portfolio, filled whole and at once at the price of the decision, less
 * the real one) of one parent order, split so that every part answers one question. Exact: BigInt over one scale.
 *
 * With s = +1 for a buy and -1 for a sell, A the arrival mid, R the reference mid, m the mid a child's decision saw, h
 * half the spread it saw, T the true mid when a stop order triggered (m for one without a stop), p and q of each
 * execution, F the final mid, and Q = filled + unfilled:
 *   delay       s (R - A) filled           the price moved before we began
 *   timing      sum s (m - R) q            it moved between the first decision and this one
 *   trigger     sum s (T - m) q            it moved until the stop let the order go
 *   spread      sum +h q or -h q           paid by who takes, earned by who rests
 *   impact      sum s (p - T) q - spread   the rest of the price: depth walked, drift until the fill, improvement
 *   fees        as charged, in quote currency
 *   opportunity s (F - A) unfilled         what was not done, at the price it would now have
 * Positive = cost, for both sides. Delay and opportunity follow Wagner & Edwards 1993; the parts of the execution price
 * Kissell & Glantz 2003.
 *
 * Unrealistic: on a recorded market our own orders move nothing, so `impact` is what the displayed book cost us, not what
 * the market would have answered. `opportunity` marks the rest at a mid at which nobody could trade its whole quantity.
 *
 * Invariants: 1. Where all seven parts are known they sum to `total` exactly. 2. A part that rests on a price nobody saw is
 * null; over no quantity it is exactly 0.
 */
import { type Decimal, addDecimal, rescale } from '../../core/ground/decimal.js';
import { type Instrument, valueOf } from '../../core/ground/instrument.js';
import type { Execution } from '../../core/order/execution-report.js';
import type { Lots, Side, Ticks } from '../../core/ground/units.js';
import { signOf } from '../../core/ground/units.js';

/** An execution, and what its cost is measured against. A negative quantity undoes an earlier one. */
export interface CostFill extends Pick<Execution, 'price' | 'quantity'> {
  /** What the decision to send its order saw; null = it saw none. */
  readonly quote: { readonly bid: Ticks; readonly ask: Ticks } | null;
  /** True when it took liquidity. */
  readonly takes: boolean;
  /** Of a stop order: bid + ask, in ticks, when it triggered, null where nobody knows; null for an order without a stop. */
  readonly trigger: { readonly midTwice: number | null } | null;
}

export interface CostBasis {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly quantity: Lots;
  readonly fills: readonly CostFill[];
  /** All mids are bid + ask, in ticks. */
  readonly arrivalMidTwice: number | null;
  readonly referenceMidTwice: number | null;
  readonly finalMidTwice: number | null;
  /** Quote currency; null = not known. */
  readonly fees: Decimal | null;
}

export const COST_PARTS = [
  'delay',
  'trigger',
  'spread',
  'impact',
  'timing',
  'fees',
  'opportunity',
] as const;
export type CostPart = (typeof COST_PARTS)[number];

/** Amounts in quote currency x 10^scale. */
export interface CostSplit {
  readonly scale: number;
  /** Arrival mid x ordered quantity. */
  readonly basis: bigint | null;
  readonly total: bigint | null;
  /** Of what was filled alone: its cost with fees, and arrival mid x filled quantity. */
  readonly filled: { readonly cost: bigint | null; readonly basis: bigint | null };
  readonly parts: Readonly<Record<CostPart, bigint | null>>;
}

/** Amounts in half tick-lots: twice a price times a quantity, so that a mid on half a tick stays an integer. */
type PriceParts = Readonly<Record<Exclude<CostPart, 'fees'>, bigint | null>>;

/** Splits the cost of one parent; see the header for the definitions. */
export function splitCost(order: CostBasis): CostSplit {
  const { arrivalMidTwice, quantity, instrument, fees } = order;
  const unit = halfTickLot(instrument);
  const scale = Math.max(unit.scale, fees?.scale ?? 0);
  const factor = rescale(unit, scale, 'floor');
  const money = (amount: bigint | null): bigint | null =>
    amount === null ? null : amount * factor;
  const prices = priceParts(order);
  const parts = {
    delay: money(prices.delay),
    trigger: money(prices.trigger),
    spread: money(prices.spread),
    impact: money(prices.impact),
    timing: money(prices.timing),
    fees: fees === null ? null : rescale(fees, scale, 'floor'),
    opportunity: money(prices.opportunity),
  };
  const execution = money(executionCost(order));
  const basis = arrivalMidTwice === null ? null : money(BigInt(arrivalMidTwice) * BigInt(quantity));
  const cost = sumOrNull([execution, parts.fees]);
  const filled = filledOf(order.fills);
  return {
    scale,
    basis,
    parts,
    total: sumOrNull([cost, parts.opportunity]),
    filled: {
      cost,
      basis: arrivalMidTwice === null ? null : money(BigInt(arrivalMidTwice) * filled),
    },
  };
}

/** The value of half a tick times one lot in quote currency. */
function halfTickLot(instrument: Instrument): Decimal {
  const whole = valueOf(instrument, 1n);
  return { mantissa: whole.mantissa * 5n, scale: whole.scale + 1 };
}

/** Everything the executions cost against the arrival mid, before fees: needs no quote of any decision. */
function executionCost(order: CostBasis): bigint | null {
  const filled = filledOf(order.fills);
  if (order.fills.length === 0) return 0n;
  if (order.arrivalMidTwice === null) return null;
  const paid = order.fills.reduce(
    (sum, fill) => sum + 2n * BigInt(fill.price) * BigInt(fill.quantity),
    0n,
  );
  return signed(order.side, paid - BigInt(order.arrivalMidTwice) * filled);
}

function priceParts(order: CostBasis): PriceParts {
  const { arrivalMidTwice: arrival, referenceMidTwice: reference, fills, side } = order;
  const filled = filledOf(fills);
  const unfilled = BigInt(order.quantity) - filled;
  const move = (from: number | null, to: number | null, quantity: bigint): bigint | null => {
    if (quantity === 0n) return 0n;
    return from === null || to === null ? null : signed(side, BigInt(to - from) * quantity);
  };
  return {
    delay: move(arrival, reference, filled),
    timing: sumOrNull(
      fills.map((fill) => move(reference, midTwiceOf(fill), BigInt(fill.quantity))),
    ),
    trigger: sumOrNull(fills.map((fill) => triggerOf(fill, side))),
    spread: sumOrNull(fills.map(spreadOf)),
    impact: sumOrNull(fills.map((fill) => impactOf(fill, side))),
    opportunity: move(arrival, order.finalMidTwice, unfilled),
  };
}

function spreadOf({ quote, quantity, takes }: CostFill): bigint | null {
  if (quote === null) return null;
  const half = BigInt(quote.ask - quote.bid) * BigInt(quantity);
  return takes ? half : -half;
}

function impactOf(fill: CostFill, side: Side): bigint | null {
  const midTwice = midTwiceOf(fill);
  const spread = spreadOf(fill);
  const trigger = triggerOf(fill, side);
  if (midTwice === null || spread === null || trigger === null) return null;
  const worse = signed(side, BigInt(2 * fill.price - midTwice) * BigInt(fill.quantity));
  return worse - spread - trigger;
}

function triggerOf(fill: CostFill, side: Side): bigint | null {
  if (fill.trigger === null) return 0n;
  const from = midTwiceOf(fill);
  const to = fill.trigger.midTwice;
  return from === null || to === null
    ? null
    : signed(side, BigInt(to - from) * BigInt(fill.quantity));
}

const midTwiceOf = ({ quote }: CostFill): number | null =>
  quote === null ? null : quote.bid + quote.ask;

const filledOf = (fills: readonly CostFill[]): bigint =>
  fills.reduce((sum, fill) => sum + BigInt(fill.quantity), 0n);

const signed = (side: Side, amount: bigint): bigint => BigInt(signOf(side)) * amount;

/** Null as soon as one part is not known. */
function sumOrNull(amounts: readonly (bigint | null)[]): bigint | null {
  let sum = 0n;
  for (const amount of amounts) {
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

/** Sum of decimal amounts, exact; null as soon as one is not known. */
export function sumDecimals(amounts: readonly (Decimal | null)[]): Decimal | null {
  let sum: Decimal = { mantissa: 0n, scale: 0 };
  for (const amount of amounts) {
    if (amount === null) return null;
    sum = addDecimal(sum, amount);
  }
  return sum;
}
