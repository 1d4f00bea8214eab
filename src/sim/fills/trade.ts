/**
 * F6: an eligible trade whose aggressor is against us. Its quantity is one pool over all our orders, best price first,
 * then time. At our price it serves the market quantity ahead of us first; through our price it must have served
 * everybody there. We are filled at our own price, as maker.
 *
 * Unrealistic: the trade happens as recorded although our order stood in its way; `through: full` (hftbacktest's)
 * fills the whole order on any print through it, however small.
 */
import type { BookSide } from '../book/book-side.js';
import { type FillRules, lotsDown } from './fill-rules.js';
import { type FillSink, type OwnOrder, knownAhead } from './own-order.js';

export interface Print {
  /** Key on the side that was hit. */
  readonly key: number;
  /** In quanta. */
  readonly quantity: number;
  readonly tapeRow: number;
}

export function fillFromTrade(side: BookSide, print: Print, sink: FillSink): void {
  const { rules } = side;
  let pool = print.quantity;
  for (const order of side.own) {
    if (order.key < print.key) break;
    const through = order.key > print.key;
    const before = order.ahead;
    const progress = through ? 0 : Math.min(pool, before);
    order.ahead = through ? 0 : before - progress;
    const lots = lotsFor(order, { through, left: pool - progress }, rules);
    if (lots === 0) continue;
    sink.fill(order, {
      lots,
      price: side.ladder.priceOf(order.key),
      cause: through ? 'through' : 'queue',
      tapeRow: print.tapeRow,
      aheadBefore: knownAhead(before),
      aheadAfter: order.ahead,
    });
    pool = Math.max(0, pool - lots * rules.quantaPerLot);
  }
  side.dropFilled();
}

function lotsFor(
  order: OwnOrder,
  reach: { readonly through: boolean; readonly left: number },
  rules: FillRules,
): number {
  if (reach.through && rules.options.through === 'full') return order.leaves;
  return Math.min(order.leaves, lotsDown(rules, reach.left));
}
