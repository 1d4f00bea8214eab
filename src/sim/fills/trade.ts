/**
 * F6: an eligible trade whose aggressor is against us. Its quantity is one pool over all our orders, best price first,
 * then time. At our price it serves the market quantity ahead of us first; through our price it must have served
 * everybody there. We are filled at our own price, as maker.
 *
 * Unrealistic: the trade happens as recorded although our order stood in its way; `through: full` (hftbacktest's)
 * fills the whole order on any print through it, however small.
 */
import type { Lots } from '../../core/ground/units.js';
import type { FillCause } from '../../core/order/truth.js';
import type { BookSide } from '../book/book-side.js';
import { lotsDown } from './fill-rules.js';
import { type FillSink, type OwnOrder, knownAhead } from './own-order.js';

export interface Print {
  /** Key on the side that was hit. */
  readonly key: number;
  /** In quanta. */
  readonly quantity: number;
  readonly tapeRow: number;
}

export function fillFromTrade(side: BookSide, print: Print, sink: FillSink): void {
  let pool = print.quantity;
  for (const order of side.own) {
    if (order.key < print.key) break;
    pool -=
      order.key > print.key
        ? through(order, { side, print, pool }, sink)
        : atPrice(order, { side, print, pool }, sink, 'queue');
    if (pool < 0) pool = 0;
  }
  side.dropFilled();
}

/** What is left of a print for the orders after this one, and whose print it is. */
interface Reach {
  readonly side: BookSide;
  readonly print: Print;
  /** The print's quantity less our own fills so far, in quanta. */
  readonly pool: number;
}

/** Serves the queue, then the order; returns the quanta filled. One order's progress is not the next one's. */
export function atPrice(
  order: OwnOrder,
  reach: Reach,
  sink: FillSink,
  cause: 'queue' | 'hidden',
): number {
  const before = order.ahead;
  const progress = Math.min(reach.pool, before);
  order.ahead = before - progress;
  const served = lotsDown(reach.side.rules, reach.pool - progress);
  const quantity = Math.min(order.leaves, served) as Lots;
  return fillOne(order, reach, sink, { quantity, cause, before });
}

function through(order: OwnOrder, reach: Reach, sink: FillSink): number {
  const { rules } = reach.side;
  const before = order.ahead;
  order.ahead = 0;
  const full = rules.options.through === 'full';
  const served = full ? order.leaves : lotsDown(rules, reach.pool);
  const quantity = Math.min(order.leaves, served) as Lots;
  return fillOne(order, reach, sink, { quantity, cause: 'through', before });
}

function fillOne(
  order: OwnOrder,
  { side, print }: Reach,
  sink: FillSink,
  part: { readonly quantity: Lots; readonly cause: FillCause; readonly before: number },
): number {
  if (part.quantity === 0) return 0;
  sink.fill(order, {
    quantity: part.quantity,
    price: side.ladder.priceOf(order.key),
    cause: part.cause,
    tapeRow: print.tapeRow,
    aheadBefore: knownAhead(part.before),
    aheadAfter: order.ahead,
  });
  return part.quantity * side.rules.quantaPerLot;
}
