/**
 * F8 on L2 tapes: after the rows of an instant the recorded book may stand at or through the price of our resting
 * order, because the recording's market did not see it. Whatever is available there at that moment fills us at our
 * price, as maker, and counts as taken.
 *
 * Unrealistic: in the real market the crossing order would have met us one by one on its way; 24 to 60 % of what a
 * bid joiner gets on L2 data comes through this rule.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { NO_KEY } from '../book/ladder.js';
import type { FillSink, OwnOrder } from './own-order.js';
import { UNKNOWN_AHEAD } from './queue-on-arrival.js';
import { type Walk, planWalk, quantityOf, takeSteps } from './taker.js';

export interface Crossing {
  /** The side our orders rest on, and the one that may cross them. */
  readonly own: BookSide;
  readonly opposite: BookSide;
  readonly now: number;
  /** The last row of the instant. */
  readonly tapeRow: number | null;
}

/**
 * Best price first, then time; one execution per order. What one order leaves of the opposite side is where the next one
 * begins, and it reaches no deeper than the one before: a walk from the best for each order would cost orders x levels.
 */
export function fillCrossed(crossing: Crossing, sink: FillSink): void {
  const { own, opposite } = crossing;
  let start = opposite.best;
  for (const order of own.own) {
    // A key on the opposite side has the opposite sign: at or above this one is at or through our price.
    if (start === NO_KEY || start < -order.key) break;
    const left = fillOne(order, crossing, start, sink);
    if (left === null) break;
    start = left;
  }
  own.dropFilled();
}

/** Returns the best level that may have something left, null when nothing was left for this order. */
function fillOne(
  order: OwnOrder,
  crossing: Crossing,
  start: number,
  sink: FillSink,
): number | null {
  const walk: Walk = {
    from: crossing.opposite,
    limit: -order.key,
    quantity: order.leaves,
    now: crossing.now,
    start,
  };
  const steps = planWalk(walk);
  const best = steps[0];
  const last = steps.at(-1);
  if (best === undefined || last === undefined) return null;
  if (order.ahead === UNKNOWN_AHEAD) {
    // F5: only an opposite best strictly through the price proves that nobody stands before us.
    if (best.key === walk.limit) return best.key;
    order.ahead = 0 as Quanta;
  }
  takeSteps(walk, steps);
  sink.fill(order, {
    quantity: quantityOf(steps),
    price: crossing.own.ladder.priceOf(order.key),
    cause: 'crossed',
    tapeRow: crossing.tapeRow,
    aheadBefore: null,
    aheadAfter: null,
  });
  return last.key;
}
