/** The best levels of one side of the recorded book, as a depth query shows them: whole lots, dust levels left out. */
import type { DepthLevel } from '../../../core/order/outcome.js';
import { lots, ticks } from '../../../core/ground/units.js';
import type { BookSide } from '../../book/book-side.js';
import { NO_KEY } from '../../book/ladder.js';
import { lotsDown } from '../../fills/fill-rules.js';
import type { TapeScale } from '../../tape/tape.js';

export function topLevels(side: BookSide, count: number, scale: TapeScale): DepthLevel[] {
  const levels: DepthLevel[] = [];
  for (let key = side.best; key !== NO_KEY && levels.length < count; key = side.levelBelow(key)) {
    const quantity = lotsDown(scale, side.quantityAt(key));
    if (quantity === 0) continue;
    const price = ticks(side.ladder.priceOf(key) / scale.quantaPerTick);
    levels.push({ price, quantity: lots(quantity) });
  }
  return levels;
}
