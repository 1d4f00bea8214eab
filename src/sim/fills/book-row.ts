/**
 * F7: a book row old -> new at our price and on our side. What neither trades nor the new quantity explain was
 * canceled; the model says how much of it stood before us. `back`: all behind us, as long as the level has room.
 * `probabilistic`: in proportion f^n / (f^n + b^n) of what stands before (f) and behind (b) us, after Rigtorp,
 * "Estimating order queue position" (rigtorp.se, 2013), as in hftbacktest's queue models. `none`: no queue at all.
 *
 * Unrealistic: `back` is the pessimist's and `none` the optimist's bound; the truth is not in L2 data.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import type { QueueModel } from './fill-options.js';
import { quantaUp } from './fill-rules.js';
import { UNKNOWN_AHEAD } from './queue-on-arrival.js';

export interface LevelChange {
  readonly key: number;
  /** Recorded quantity before and after the row. */
  readonly old: Quanta;
  readonly next: Quanta;
  /** Traded at the level since its previous row (F3); Infinity when it was printed through. */
  readonly traded: Quanta;
}

export function moveQueue(side: BookSide, change: LevelChange): void {
  const { rules } = side;
  const room = quantaUp(rules, change.next);
  const { own } = side;
  for (let place = side.firstAt(change.key); place < own.length; place += 1) {
    const order = own[place]!;
    if (order.key !== change.key) break;
    order.ahead =
      order.ahead === UNKNOWN_AHEAD
        ? room
        : (Math.min(room, aheadAfter(order.ahead, change, rules.options.queue)) as Quanta);
  }
}

function aheadAfter(ahead: number, change: LevelChange, model: QueueModel): number {
  switch (model.kind) {
    case 'none':
      return 0;
    case 'back':
      return ahead;
    case 'probabilistic':
      return Math.max(0, ahead - movedBefore(ahead, change, model.power));
  }
}

/** floor(unexplained x f^n / (f^n + b^n)), exact: the cubes of real quantities pass 2^53. */
function movedBefore(ahead: number, change: LevelChange, power: 1 | 2 | 3): number {
  const unexplained = Math.max(0, change.old - change.next - change.traded);
  const behind = Math.max(0, change.old - ahead);
  if (unexplained === 0 || ahead + behind === 0) return 0;
  const front = BigInt(ahead) ** BigInt(power);
  const back = BigInt(behind) ** BigInt(power);
  return Number((BigInt(unexplained) * front) / (front + back));
}
