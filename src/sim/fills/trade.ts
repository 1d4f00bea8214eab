/**
 * F6: an eligible trade whose aggressor is against us. Its quantity is one pool over all our orders, best price first,
 * then time. At our price it serves the market quantity ahead of us first; through our price it must have served
 * everybody there. We are filled at our own price, as maker; an own order that waits with nothing before it keeps the
 * later ones at its price from being served (F7).
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

/** Returns what the print gave us; with `through: full` it can be more than it has. */
export function fillFromTrade(side: BookSide, print: Print, sink: FillSink): Quanta {
  let given = 0;
  let elderWaits = false;
  for (const order of side.own) {
    if (order.key < print.key) break;
    const pool = Math.max(0, print.quantity - given) as Quanta;
    const reach: Reach = { side, print, pool, elderWaits };
    if (order.key > print.key) given += through(order, reach, sink);
    else {
      given += atPrice(order, reach, sink, 'queue');
      elderWaits ||= isNext(order);
    }
  }
  side.dropFilled();
  return given as Quanta;
}

/** Nothing is before it any more, and it is not done. */
export const isNext = (order: OwnOrder): boolean => order.ahead === 0 && order.leaves > 0;

/** What is left of a print for the orders after this one, and whose print it is. */
interface Reach {
  readonly side: BookSide;
  readonly print: Print;
  /** The print's quantity less our own fills so far. */
  readonly pool: Quanta;
  /** An earlier own order at the print's price `isNext`. */
  readonly elderWaits: boolean;
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
  const quantity = (reach.elderWaits ? 0 : Math.min(order.leaves, served)) as Lots;
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
