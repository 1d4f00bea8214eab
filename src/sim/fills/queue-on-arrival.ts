/**
 * F5 on L2 tapes: how much market quantity is served before an order that comes to rest. At a recorded level that is
 * what stands there less what has traded since its last row; inside the spread nothing; beyond what the recording
 * knows (neither within the snapshot's depth nor named since) it is unknown, written Infinity: such an order never
 * fills until its price is reported, printed through, or passed by the opposite best.
 *
 * Unrealistic: everybody displayed at our arrival stands before us and nobody behind us cancels into our favor except
 * as F7's model says; hidden quantity is not in the queue.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { quantaUp } from './fill-rules.js';

export const UNKNOWN_AHEAD = Infinity as Quanta;

/**
 * Whether the recording says what stands at the price, be it nothing. A price beyond the snapshot stays unknown even
 * when all that was known above it has gone: what stands between it and the next reported level was never shown.
 */
const isKnown = (side: BookSide, key: number): boolean =>
  key >= side.worstKnown || side.ladder.isNamed(key);

export function aheadOnArrival(side: BookSide, key: number): Quanta {
  const { rules } = side;
  if (rules.options.queue.kind === 'none') return 0 as Quanta;
  if (!isKnown(side, key)) return UNKNOWN_AHEAD;
  return quantaUp(rules, (side.ladder.quantityAt(key) - side.ladder.tradedAt(key)) as Quanta);
}

/** F2: after a resynchronisation the queue is no longer than what stands at the price, where that is known. */
export function requeue(side: BookSide): void {
  for (const order of side.own) {
    if (!isKnown(side, order.key)) continue;
    const standing = quantaUp(side.rules, side.ladder.quantityAt(order.key));
    order.ahead = Math.min(order.ahead, standing) as Quanta;
  }
}
