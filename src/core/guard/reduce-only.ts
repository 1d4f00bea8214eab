/**
 * REC-2: while the gate is shut an order may only bring a position nearer to nothing, by what the venue says of it now. Pure.
 *
 * Invariant: whichever of the orders of a side fill, and in whatever order, together they bring the position to nothing at most.
 * An earlier formula set increasing orders off against reducing ones; its sign was wrong for shorts, and it trusted orders that might
 * never fill (docs/rules/reconciliation.md).
 */
import { formatQuantity, type Instrument } from '../ground/instrument.js';
import type { Lots, Side } from '../ground/units.js';

export interface Reduction {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly quantity: Lots;
  /** Signed; 0 = the venue has no row for it. */
  readonly position: Lots;
  /** What all orders of that side may still fill: open, on their way, or unknown. */
  readonly working: Lots;
}

/** Null = it may leave. */
export function reduceProblem(reduction: Reduction): string | null {
  const { instrument, side, quantity, position, working } = reduction;
  const text = (lots: number): string => formatQuantity(instrument, lots as Lots);
  if (position === 0) return 'there is no position to reduce';
  if ((side === 'sell') !== position > 0)
    return `to ${side} makes the position of ${text(position)} larger`;
  const free = Math.max(0, Math.abs(position) - working);
  if (quantity <= free) return null;
  return `of the position of ${text(position)} only ${text(free)} may be reduced: ${text(working)} is at work`;
}
