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
  const { fills } = child;
  const booked = new Map(fills.map((fill) => [fill.execution.execId, fill]));
  const known = new Set(truths.map(({ execId }) => execId));
  const made = [
    ...truths.map((truth) => {
      const fill = booked.get(truth.execId);
      const { at, cause } = truth;
      return { atMicros: at, cause, ...(fill === undefined ? madeOf(truth) : bookedOf(fill)) };
    }),
    ...fills
      .filter(({ execution }) => !known.has(execution.execId))
      .map((fill) => ({ atMicros: null, cause: null, ...bookedOf(fill) })),
  ];
  const { symbol, side } = child.terms;
  return made.map((fill, index) => ({
    name: fillName(child.name, index),
    orderId: child.clientOrderId,
    symbol,
    side,
    ...fill,
  }));
}

type Made = Omit<Fill, 'name' | 'orderId' | 'symbol' | 'side' | 'atMicros' | 'cause'>;

const bookedOf = (fill: BookedFill): Made => ({
  venueOrderId: fill.venueOrderId ?? '',
  execId: fill.execution.execId,
  bustOf: fill.bustOf ?? '',
  priceTicks: fill.execution.price,
  quantityLots: fill.execution.quantity,
  liquidity: fill.execution.liquidity,
  feeQuote: fill.feeQuote,
  feeEstimated: fill.feeEstimated,
  venueTime: fill.execution.venueTime,
  detectedAt: fill.at,
  source: fill.source,
});

/** Of an execution that the engine never booked. */
const madeOf = (truth: TruthExecution): Made => ({
  venueOrderId: truth.venueOrderId,
  execId: truth.execId,
  bustOf: '',
  priceTicks: truth.price,
  quantityLots: truth.quantity,
  liquidity: truth.liquidity,
  feeQuote: null,
  feeEstimated: false,
  venueTime: venueNanos(truth.at),
  detectedAt: null,
  source: null,
});
