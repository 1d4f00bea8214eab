/**
 * F6: an eligible trade whose aggressor is against us. Its quantity is one pool over all our orders, best price first,
 * then time. At our price it serves the market quantity ahead of us first; through our price it must have served
 * everybody there. We are filled at our own price, as maker.
 *
 * Unrealistic: the trade happens as recorded although our order stood in its way; `through: full` (hftbacktest's)
 * fills the whole order on any print through it, however small.
 */
import type { Lots, Quanta } from '../../core/ground/units.js';
import type { FillCause } from '../../core/order/truth.js';
import type { BookSide } from '../book/book-side.js';
import { inQuanta, lotsDown } from './fill-rules.js';
import { type FillSink, type OwnOrder, knownAhead } from './own-order.js';

export interface Print {
  /** Key on the side that was hit. */
  readonly key: number;
  readonly quantity: Quanta;
  readonly tapeRow: number;
}

export function fillFromTrade(side: BookSide, print: Print, sink: FillSink): void {
  let pool: number = print.quantity;
  for (const order of side.own) {
    if (order.key < print.key) break;
    pool -=
      order.key > print.key
        ? through(order, { side, print, pool: pool as Quanta }, sink)
        : atPrice(order, { side, print, pool: pool as Quanta }, sink, 'queue');
    if (pool < 0) pool = 0;
  }
  side.dropFilled();
}

/** What is left of a print for the orders after this one, and whose print it is. */
interface Reach {
  readonly side: BookSide;
  readonly print: Print;
  /** The print's quantity less our own fills so far. */
  readonly pool: Quanta;
}

/** Serves the queue, then the order; returns the quanta filled. One order's progress is not the next one's. */
export function atPrice(
  order: OwnOrder,
  reach: Reach,
  sink: FillSink,
  cause: 'queue' | 'hidden',
): Quanta {
  const before = order.ahead;
  const progress = Math.min(reach.pool, before);
  order.ahead = (before - progress) as Quanta;
  const served = lotsDown(reach.side.rules, (reach.pool - progress) as Quanta);
  const quantity = Math.min(order.leaves, served) as Lots;
  return fillOne(order, reach, sink, { quantity, cause, before });
}

function through(order: OwnOrder, reach: Reach, sink: FillSink): Quanta {
  const { rules } = reach.side;
  const before = order.ahead;
  order.ahead = 0 as Quanta;
  const full = rules.options.through === 'full';
  const served = full ? order.leaves : lotsDown(rules, reach.pool);
  const quantity = Math.min(order.leaves, served) as Lots;
  return fillOne(order, reach, sink, { quantity, cause: 'through', before });
}

function fillOne(
  order: OwnOrder,
  { side, print }: Reach,
  sink: FillSink,
  part: { readonly quantity: Lots; readonly cause: FillCause; readonly before: Quanta },
): Quanta {
  if (part.quantity === 0) return 0 as Quanta;
  sink.fill(order, {
    quantity: part.quantity,
    price: side.ladder.priceOf(order.key),
    cause: part.cause,
    tapeRow: print.tapeRow,
    aheadBefore: knownAhead(part.before),
    aheadAfter: order.ahead,
  });
  return inQuanta(side.rules, part.quantity);
}
