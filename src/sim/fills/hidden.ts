/**
 * Hidden liquidity, option `observed`: a print of an aggressor on OUR side, at exactly our price, larger than what was
 * displayed there, traded against orders nobody saw. What exceeds the display would have met our resting order too: it
 * fills us after `ahead`, as one pool, less what the print gave our orders on the other side (F16: no lot for two orders). By
 * default (`ignore`) it is no evidence. Prints against us need no such rule: F6 serves them whatever was displayed.
 *
 * Unrealistic: that hidden order would have had to prefer us, who were displayed, to the aggressor who came later.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import type { FillSink } from './own-order.js';
import { type Print, atPrice, isNext } from './trade.js';

/**
 * `hit` is the side the print took from, `own` the aggressor's, where our orders may rest at its price; `given` what it gave
 * our orders of the side that it hit.
 */
export function fillFromHidden(
  { hit, own }: { readonly hit: BookSide; readonly own: BookSide },
  print: Print,
  given: Quanta,
  sink: FillSink,
): void {
  let pool = print.quantity - Math.max(hit.leftAt(print.key), given);
  let elderWaits = false;
  for (const order of own.own) {
    if (pool <= 0 || order.key < -print.key) break;
    if (order.key !== -print.key) continue;
    pool -= atPrice(order, { side: own, print, pool: pool as Quanta, elderWaits }, sink, 'hidden');
    elderWaits ||= isNext(order);
  }
  own.dropFilled();
}
