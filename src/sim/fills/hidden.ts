/**
 * Hidden liquidity, option `observed`: a print of an aggressor on OUR side, at exactly our price, larger than what was
 * displayed there, traded against orders nobody saw. What exceeds the display would have met our resting order too: it
 * fills us after `ahead`, as one pool. By default (`ignore`) it is no evidence. Prints against us need no such rule:
 * F6 serves them whatever was displayed.
 *
 * Unrealistic: that hidden order would have had to prefer us, who were displayed, to the aggressor who came later.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import type { FillSink } from './own-order.js';
import { type Print, atPrice, isNext } from './trade.js';

/** `hit` is the side the print took from, `own` the aggressor's, where our orders may rest at its price. */
export function fillFromHidden(hit: BookSide, own: BookSide, print: Print, sink: FillSink): void {
  let pool: number = print.quantity - hit.leftAt(print.key);
  let elderWaits = false;
  for (const order of own.own) {
    if (pool <= 0 || order.key < -print.key) break;
    if (order.key !== -print.key) continue;
    pool -= atPrice(order, { side: own, print, pool: pool as Quanta, elderWaits }, sink, 'hidden');
    elderWaits ||= isNext(order);
  }
  own.dropFilled();
}
