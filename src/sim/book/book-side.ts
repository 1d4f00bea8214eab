/**
 * One side of the market as the venue matches against it: the recorded levels, what has traded and been taken there
 * since, and our own orders resting on it. Mutable on purpose, one owner (the replayed market). The rules that change
 * it are in src/sim/fills, one file each.
 *
 * Invariants: 1. `own` is sorted best price first, then by priority; `ownHigh`/`ownLow` are its keys' bounds. 2. Every
 * level better than `swept` is emptied. 3. A row with a key below `guard` knows of every print that touched its level, and nothing is told of the level.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { FillRules } from '../fills/fill-rules.js';
import type { OwnOrder } from '../fills/own-order.js';
import { Ladder, NO_KEY, TOP_KEY } from './ladder.js';
import { PrintWindow } from './print-window.js';
import { TakenLevels } from './taken-levels.js';
import { ToldLevels } from './told-levels.js';

export class BookSide {
  readonly ladder: Ladder;
  rules: FillRules;
  readonly prints = new PrintWindow();
  readonly told = new ToldLevels();
  readonly taken = new TakenLevels();
  readonly own: OwnOrder[] = [];
  /** Keys of the best and worst own order; no row or print outside [ownLow, ownHigh] touches one. */
  ownHigh = NO_KEY;
  ownLow = TOP_KEY;
  /** All levels with a greater key are emptied (F3). */
  swept = TOP_KEY;
  /** Rows at or above it go the careful way: some recent print may be newer than the row knows. */
  guard = TOP_KEY;
  /** F3's late-diff guard of the instant: no row above it revives its level; `TOP_KEY` = no such print. */
  late = TOP_KEY;
  /** The newest eligible print against this side. */
  newestTime = -Infinity;
  newestKey = TOP_KEY;
  /** Levels at or above it were within the snapshot's depth (F5). */
  worstKnown = TOP_KEY;

  constructor(sign: 1 | -1, rules: FillRules) {
    this.ladder = new Ladder(sign);
    this.rules = rules;
  }

  reset(rules: FillRules): void {
    this.rules = rules;
    this.ladder.reset();
    this.prints.reset();
    this.told.clear();
    this.taken.clear();
    this.own.length = 0;
    this.#bound();
    this.swept = TOP_KEY;
    this.guard = TOP_KEY;
    this.late = TOP_KEY;
    this.newestTime = -Infinity;
    this.newestKey = TOP_KEY;
    this.worstKnown = TOP_KEY;
  }

  /** The best price as it is shown: what diffs say, corrected by the top stream (F18). */
  get best(): number {
    const { ladder, told } = this;
    if (told.isEmpty) return ladder.best;
    const at = told.at(ladder.best);
    const best = at === undefined || at.quantity > 0 ? ladder.best : this.#untold(ladder.best);
    return Math.max(best, told.levelBelow(TOP_KEY));
  }

  /** The best shown level strictly worse than `key`, or `NO_KEY`. */
  levelBelow(key: number): number {
    const { ladder, told } = this;
    if (told.isEmpty) return ladder.levelBelow(key);
    return Math.max(this.#untold(key), told.levelBelow(key));
  }

  /** The best level of the ladder below `key` of which the top stream has not said anything. */
  #untold(key: number): number {
    const { ladder, told } = this;
    let level = ladder.levelBelow(key);
    while (level !== NO_KEY && told.at(level) !== undefined) level = ladder.levelBelow(level);
    return level;
  }

  /** The quantity shown at a level. */
  quantityAt(key: number): Quanta {
    return this.told.at(key)?.quantity ?? this.ladder.quantityAt(key);
  }

  /** What is left of it after the trades since: what F3 calls tape less tradedSince, above 0. */
  leftAt(key: number): Quanta {
    const { ladder, told } = this;
    const at = told.isEmpty ? undefined : told.at(key);
    const left =
      at === undefined ? ladder.quantityAt(key) - ladder.tradedAt(key) : at.quantity - at.traded;
    return (left > 0 ? left : 0) as Quanta;
  }

  /** Adds a resting order behind the better priced and the earlier ones. */
  rest(order: OwnOrder): void {
    this.own.splice(this.#placeOf(order.key, order.priority), 0, order);
    this.#bound();
  }

  unrest(order: OwnOrder): void {
    const place = this.#placeOf(order.key, order.priority);
    if (this.own[place] !== order) return;
    this.own.splice(place, 1);
    this.#bound();
  }

  /** Takes filled orders off the list; the rules call it once their walk over `own` is over. */
  dropFilled(): void {
    let kept = 0;
    for (const order of this.own) {
      if (order.leaves === 0) continue;
      this.own[kept] = order;
      kept += 1;
    }
    if (kept === this.own.length) return;
    this.own.length = kept;
    this.#bound();
  }

  /** Where in `own` the orders at `key` and behind begin. */
  firstAt(key: number): number {
    return this.#placeOf(key, -Infinity);
  }

  /** How many own orders come before one of this price and priority. */
  #placeOf(key: number, priority: number): number {
    let low = 0;
    let high = this.own.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.own[middle]!;
      const isBefore = order.key > key || (order.key === key && order.priority < priority);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #bound(): void {
    this.ownHigh = this.own[0]?.key ?? NO_KEY;
    this.ownLow = this.own.at(-1)?.key ?? TOP_KEY;
  }
}
