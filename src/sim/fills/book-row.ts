/**
 * F7: a book row old -> new at our price and on our side. What neither trades nor the new quantity explain was
 * canceled; the model says how much of it stood before us. `back`: all behind us, as long as the level has room.
 * `probabilistic`: in proportion f^n / (f^n + b^n) of what stands before (f) and behind (b) us, after Rigtorp,
 * "Estimating order queue position" (rigtorp.se, 2013), as in hftbacktest's queue models, in whole lots, so that dust
 * elsewhere, which makes the quantum finer, changes no order. `none`: no queue at all.
 *
 * Invariant: a row puts no order before an earlier own one that had no more before it. The formula alone would: of a
 * decrease more is taken from before the order that has more before it.
 *
 * Unrealistic: `back` is the pessimist's and `none` the optimist's bound; the truth is not in L2 data.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { type FillRules, inQuanta, lotsDown, quantaUp } from './fill-rules.js';
import type { OwnOrder } from './own-order.js';
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
  const { rules, own } = side;
  const room = quantaUp(rules, change.next);
  const first = side.firstAt(change.key);
  const keepsTurns = rules.options.queue.kind === 'probabilistic';
  const before: number[] = [];
  for (let place = first; place < own.length; place += 1) {
    const order = own[place]!;
    if (order.key !== change.key) break;
    if (keepsTurns) before.push(order.ahead);
    const reckoned =
      order.ahead === UNKNOWN_AHEAD ? room : Math.min(room, aheadAfter(order.ahead, change, rules));
    order.ahead = reckoned as Quanta;
  }
  if (before.length > 1) keepTurns(own, first, before);
}

/** `before`: what the orders from `first` on had before them, earliest first. */
function keepTurns(own: readonly OwnOrder[], first: number, before: readonly number[]): void {
  let mostBefore = 0;
  let most = 0;
  for (let index = 0; index < before.length; index += 1) {
    const order = own[first + index]!;
    // As a rule nobody has less before him than an earlier one, and no pair needs a look.
    const least = before[index]! >= mostBefore ? most : mostOfElders(own, first, before, index);
    if (order.ahead < least) order.ahead = least as Quanta;
    mostBefore = Math.max(mostBefore, before[index]!);
    most = Math.max(most, order.ahead);
  }
}

function mostOfElders(
  own: readonly OwnOrder[],
  first: number,
  before: readonly number[],
  index: number,
): number {
  let most = 0;
  for (let elder = 0; elder < index; elder += 1) {
    if (before[elder]! <= before[index]!) most = Math.max(most, own[first + elder]!.ahead);
  }
  return most;
}

function aheadAfter(ahead: number, change: LevelChange, rules: FillRules): number {
  const model = rules.options.queue;
  switch (model.kind) {
    case 'none':
      return 0;
    case 'back':
      return ahead;
    case 'probabilistic': {
      const moved = lotsDown(rules, movedBefore(ahead, change, model.power));
      return Math.max(0, ahead - inQuanta(rules, moved));
    }
  }
}

/** floor(unexplained x f^n / (f^n + b^n)), exact: the cubes of real quantities pass 2^53. */
function movedBefore(ahead: number, change: LevelChange, power: 1 | 2 | 3): Quanta {
  const unexplained = Math.max(0, change.old - change.next - change.traded);
  const behind = Math.max(0, change.old - ahead);
  if (unexplained === 0 || ahead + behind === 0) return 0 as Quanta;
  const front = BigInt(ahead) ** BigInt(power);
  const back = BigInt(behind) ** BigInt(power);
  return Number((BigInt(unexplained) * front) / (front + back)) as Quanta;
}
