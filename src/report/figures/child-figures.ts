/**
 * Figures of one child order that both its own row and its parent's sums need: what was executed, at what price, for what
 * fees, and on which side of the spread.
 */
import { type Decimal, addDecimal, decimal, parseDecimal } from '../../core/ground/decimal.js';
import type { Execution } from '../../core/order/execution-report.js';
import type { OrderTerms } from '../../core/order/order.js';
import { type Lots, type Ticks, notional, signOf } from '../../core/ground/units.js';
import { bpsOf } from './bps.js';
import { type CostFill, sumDecimals } from './cost.js';
import type { ProjectedChild } from '../projection/projection.js';

/** Sums over executions; `quantity` and `notional` in lots and tick-lots. */
export interface Executed {
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly maker: bigint;
  /** True when every execution says which side of the trade it was. */
  readonly liquidityKnown: boolean;
}

export const executionsOf = (child: ProjectedChild): readonly Execution[] =>
  child.fills.map((fill) => fill.execution);

export function executed(executions: readonly Execution[]): Executed {
  let quantity = 0n;
  let sum = 0n;
  let maker = 0n;
  for (const execution of executions) {
    quantity += BigInt(execution.quantity);
    sum += notional(execution.price, execution.quantity);
    if (execution.liquidity === 'maker') maker += BigInt(execution.quantity);
  }
  const liquidityKnown = executions.every((execution) => execution.liquidity !== null);
  return { quantity, notional: sum, maker, liquidityKnown };
}

/** What the venue undid of its executions afterwards, in lots. */
export const undoneOf = ({ fills }: ProjectedChild): Lots =>
  fills.reduce(
    (sum, { bustOf, execution }) => (bustOf === null ? sum : sum - execution.quantity),
    0,
  ) as Lots;

/** True where the venue told a total that no execution accounts for: prices of the rest are then not known. */
export const isUnattributed = (child: ProjectedChild): boolean =>
  BigInt(child.filled) > executed(executionsOf(child)).quantity;

export interface LiquidityShares {
  readonly makerShare: number | null;
  readonly takerShare: number | null;
}

export function liquidityShares(sums: Executed): LiquidityShares {
  if (sums.quantity <= 0n || !sums.liquidityKnown) return { makerShare: null, takerShare: null };
  const whole = Number(sums.quantity);
  return {
    makerShare: Number(sums.maker) / whole,
    takerShare: Number(sums.quantity - sums.maker) / whole,
  };
}

export interface Fees {
  /** Quote currency; null = not known. */
  readonly amount: Decimal | null;
  readonly estimated: boolean;
}

/** FIL-13: from the executions; where those do not say, from what the fill monitor concluded. */
export function feesOf(child: ProjectedChild): Fees {
  const { fills } = child;
  const booked = sumDecimals(
    fills.map((fill) => (fill.feeQuote === null ? null : decimal(fill.feeQuote))),
  );
  if (booked !== null && !isUnattributed(child)) {
    return { amount: booked, estimated: fills.some((fill) => fill.feeEstimated) };
  }
  const concluded = child.result?.feesQuote ?? null;
  if (concluded === null) return { amount: null, estimated: false };
  return { amount: decimal(concluded), estimated: child.result?.feesEstimated ?? false };
}

/** What the venue charged, as far as it told, by asset in the order in which they came. */
export function chargedByAsset(children: readonly ProjectedChild[]): ReadonlyMap<string, Decimal> {
  const charged = new Map<string, Decimal>();
  for (const { fee } of children.flatMap(executionsOf)) {
    const amount = fee === null ? null : parseDecimal(fee.amount);
    if (fee === null || amount === null) continue;
    const before = charged.get(fee.asset);
    charged.set(fee.asset, before === undefined ? amount : addDecimal(before, amount));
  }
  return charged;
}

/** `triggerMidTwice`: of a stop order, the true mid when it triggered. */
export const costFillsOf = (
  child: ProjectedChild,
  triggerMidTwice: number | null = null,
): readonly CostFill[] =>
  executionsOf(child).map((execution) => ({
    price: execution.price,
    quantity: execution.quantity,
    quote: child.quote,
    takes: takesLiquidity(execution, child.terms, child.quote),
    trigger: child.terms.stopPrice === null ? null : { midTwice: triggerMidTwice },
  }));

/**
 * Which side of the spread an execution was on. Where the venue does not say (Alpaca does not): orders that cannot rest
 * took it, post-only ones gave it, and a resting limit took it when it paid more than the mid it was sent at.
 */
function takesLiquidity(
  execution: Execution,
  terms: OrderTerms,
  quote: { readonly bid: Ticks; readonly ask: Ticks } | null,
): boolean {
  if (execution.liquidity !== null) return execution.liquidity === 'taker';
  if (terms.postOnly) return false;
  const cannotRest = terms.type === 'market' || terms.type === 'stop';
  if (cannotRest || terms.timeInForce === 'ioc' || terms.timeInForce === 'fok') return true;
  return quote !== null && signOf(terms.side) * (2 * execution.price - quote.bid - quote.ask) > 0;
}

/**
 * FIL-8: how much worse than expected the executions were, in bps of the mid that each decision saw; positive = cost,
 * both sides; without fees. Null when nothing was executed or a decision saw no quote.
 */
export function slippageOf(fills: readonly CostFill[], side: OrderTerms['side']): number | null {
  let worse = 0n;
  let expected = 0n;
  for (const { price, quantity, quote } of fills) {
    if (quote === null) return null;
    const midTwice = quote.bid + quote.ask;
    worse += BigInt(signOf(side)) * BigInt(2 * price - midTwice) * BigInt(quantity);
    expected += BigInt(midTwice) * BigInt(quantity);
  }
  return bpsOf(worse, expected);
}
