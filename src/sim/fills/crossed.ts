/**
 * F8 on L2 tapes: after the rows of an instant the recorded book may stand at or through the price of our resting
 * order, because the recording's market did not see it. Whatever is available there at that moment fills us at our
 * price, as maker, and counts as taken.
 *
 * Unrealistic: in the real market the crossing order would have met us one by one on its way; 24 to 60 % of what a
 * bid joiner gets on L2 data comes through this rule.
 */
import type { BookSide } from '../book/book-side.js';
import { NO_KEY } from '../book/ladder.js';
import type { FillSink, OwnOrder } from './own-order.js';
import { UNKNOWN_AHEAD } from './queue-on-arrival.js';
import { type Walk, lotsOf, planWalk, takeSteps } from './taker.js';

export interface Crossing {
  /** The side our orders rest on, and the one that may cross them. */
  readonly own: BookSide;
  readonly opposite: BookSide;
  readonly now: number;
  /** The last row of the instant. */
  readonly tapeRow: number | null;
}

/** Best price first, then time; one execution per order. */
export function fillCrossed(crossing: Crossing, sink: FillSink): void {
  for (const order of crossing.own.own) {
    // A key on the opposite side has the opposite sign: at or above this one is at or through our price.
    const limit = -order.key;
    if (crossing.opposite.ladder.best === NO_KEY || crossing.opposite.ladder.best < limit) break;
    fillOne(order, crossing, sink);
  }
  crossing.own.dropFilled();
}

function fillOne(order: OwnOrder, crossing: Crossing, sink: FillSink): void {
  const walk: Walk = {
    from: crossing.opposite,
    limit: -order.key,
    lots: order.leaves,
    now: crossing.now,
  };
  const steps = planWalk(walk);
  const best = steps[0];
  if (best === undefined) return;
  if (order.ahead === UNKNOWN_AHEAD) {
    // F5: only an opposite best strictly through the price proves that nobody stands before us.
    if (best.key === walk.limit) return;
    order.ahead = 0;
  }
  takeSteps(walk, steps);
  sink.fill(order, {
    lots: lotsOf(steps),
    price: crossing.own.ladder.priceOf(order.key),
    cause: 'crossed',
    tapeRow: crossing.tapeRow,
    aheadBefore: null,
    aheadAfter: null,
  });
}
