/**
 * The executions of one order as two ledgers know them, ours and the venue's, put together. Numbered in the order of the
 * venue's ledger where there is one, else as booked.
 */
import { venueNanos } from '../../core/order/order.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { Fill } from '../schema/fill.js';
import type { ByOrder } from './by-order.js';
import type { BookedFill, ProjectedChild } from './projection.js';
import { fillName } from './short-names.js';

/** All executions of one child: the venue's (none where nobody knows them), then those only the engine believes in. */
export function fillsOf(
  executions: ByOrder<TruthExecution>,
  child: ProjectedChild,
): readonly Fill[] {
  const truths = executions.get(child.clientOrderId) ?? [];
  const booked = new Map(child.fills.map((fill) => [fill.execution.execId, fill]));
  const known = new Set(truths.map(({ execId }) => execId));
  const fills = truths.map((truth, index) => {
    const fill = booked.get(truth.execId);
    return fill === undefined ? missed(child, index, truth) : told(child, index, fill, truth);
  });
  for (const fill of child.fills)
    if (!known.has(fill.execution.execId)) fills.push(told(child, fills.length, fill, null));
  return fills;
}

/** An execution that the engine booked, `truth` where the venue's ledger is known and has it. */
const told = (
  child: ProjectedChild,
  index: number,
  fill: BookedFill,
  truth: TruthExecution | null,
): Fill => ({
  name: fillName(child.name, index),
  orderId: child.clientOrderId,
  symbol: child.terms.symbol,
  side: child.terms.side,
  venueOrderId: fill.venueOrderId ?? '',
  execId: fill.execution.execId,
  bustOf: fill.bustOf ?? '',
  priceTicks: fill.execution.price,
  quantityLots: fill.execution.quantity,
  liquidity: fill.execution.liquidity,
  feeQuote: fill.feeQuote,
  feeEstimated: fill.feeEstimated,
  venueTime: fill.execution.venueTime,
  atMicros: truth?.at ?? null,
  cause: truth?.cause ?? null,
  detectedAt: fill.at,
  source: fill.source,
});

/** An execution that the engine never booked. */
const missed = (child: ProjectedChild, index: number, truth: TruthExecution): Fill => ({
  name: fillName(child.name, index),
  orderId: child.clientOrderId,
  symbol: child.terms.symbol,
  side: child.terms.side,
  venueOrderId: truth.venueOrderId,
  execId: truth.execId,
  bustOf: '',
  priceTicks: truth.price,
  quantityLots: truth.quantity,
  liquidity: truth.liquidity,
  feeQuote: null,
  feeEstimated: false,
  venueTime: venueNanos(truth.at),
  atMicros: truth.at,
  cause: truth.cause,
  detectedAt: null,
  source: null,
});
