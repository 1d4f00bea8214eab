/**
 * F3: what of a recorded level a taker may still have, A(p) = tape(p) - tradedSince(p) - taken(p), and what trades,
 * rows and our own takers do to it. A trade says at once what the diff says later; a row stamped shortly after a trade
 * does not know of it yet. So a row clears only trades older than its time less `settle`, and a diff whose best is
 * still through the newest print of the last 100 ms revives nothing there.
 *
 * Unrealistic: the market never reacts to what we took; `remember` keeps a taken level short for ever unless it is
 * displayed smaller, `fresh-row` and `half-life` give it back by fiat.
 */
import type { Lots, Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { NO_KEY, TOP_KEY } from '../book/ladder.js';
import { inQuanta, lotsDown } from './fill-rules.js';

/** A diff is late while it contradicts a print this young. */
const LATE_DIFF_MICROS = 100_000;

/** A(p) in whole lots at `now`. */
export function availableLots(side: BookSide, key: number, now: number): Lots {
  const left = side.leftAt(key);
  return left > 0 ? lotsDown(side.rules, (left - takenAt(side, key, now)) as Quanta) : (0 as Lots);
}

/** The best is the best price with A > 0 (F4); `NO_KEY` when nothing is available. */
export function bestAvailable(side: BookSide, now: number): number {
  let key = side.best;
  while (key !== NO_KEY && availableLots(side, key, now) === 0) key = side.levelBelow(key);
  return key;
}

/** An eligible print against `side`: consumes its own level, empties every better one until that level's next row. */
export function printHits(side: BookSide, key: number, quantity: Quanta, time: number): void {
  const { ladder, prints } = side;
  prints.dropBefore(time - side.rules.options.settle);
  prints.add(time, key, quantity);
  side.newestTime = time;
  side.newestKey = key;
  ladder.addTraded(key, quantity);
  if (!side.told.isEmpty) side.told.print(key, quantity);
  if (key < side.swept) sweep(side, key);
  if (key < side.guard) side.guard = key;
}

/** Empties what stands above `key`; what is above `swept` is empty already. */
function sweep(side: BookSide, key: number): void {
  const { ladder } = side;
  let level = ladder.best > side.swept ? ladder.levelBelow(side.swept + 1) : ladder.best;
  while (level > key) {
    ladder.setTraded(level, Infinity as Quanta);
    level = ladder.levelBelow(level);
  }
  side.swept = key;
}

/** Before the rows of an instant: which rows may meet a print they do not know of. */
export function beginRows(side: BookSide, time: number): void {
  if (side.guard === TOP_KEY) return;
  side.late = time - side.newestTime <= LATE_DIFF_MICROS ? side.newestKey : TOP_KEY;
  side.prints.dropBefore(time - side.rules.options.settle);
  if (side.ladder.best <= side.swept) side.swept = TOP_KEY;
  side.guard = Math.min(side.prints.lowestKey(), side.late, side.swept, side.told.lowest);
}

/** A row old -> new at a level that recent prints, takers or a first naming have to do with. */
export function settleRow(side: BookSide, key: number, quantity: Quanta, time: number): void {
  const traded = quantity === 0 ? (0 as Quanta) : unknownTo(side, key);
  const isNoted = side.ladder.settle(key, quantity, traded);
  if (quantity > 0 && traded !== Infinity && key > side.swept) side.swept = key;
  if (isNoted) settleTaken(side, key, quantity, time);
  if (!side.told.isEmpty && side.told.forget(key) && !isNoted)
    settleToldTaken(side, key, quantity, time);
}

/** The first row of a level that only the top stream had told of (F18): from here on the ladder notes what was taken. */
function settleToldTaken(side: BookSide, key: number, quantity: Quanta, time: number): void {
  if (!side.taken.has(key)) return;
  side.ladder.setTaken(key, true);
  settleTaken(side, key, quantity, time);
}

/** What traded at the level without the row knowing: Infinity = all of it. */
function unknownTo(side: BookSide, key: number): Quanta {
  if (side.rules.options.lateDiffs === 'guard' && key > side.late) return Infinity as Quanta;
  return side.prints.tradedAt(key);
}

/** Whether the instant just applied is a late diff of this side. */
export const isLate = (side: BookSide): boolean => side.ladder.best > side.late;

/** Our taker (or F8) took `quanta` from the level. */
export function take(side: BookSide, key: number, quanta: Quanta, now: number): void {
  const before = takenAt(side, key, now);
  side.taken.set(key, { quantity: (before + quanta) as Quanta, at: now });
  // A note would name a level that no row has named (F5).
  if (side.ladder.isNamed(key)) side.ladder.setTaken(key, true);
}

/** What counts as taken at `now`: all of it; with `half-life` half of it (whole lots) for every full half-life passed. */
function takenAt(side: BookSide, key: number, now: number): Quanta {
  const taken = side.taken.get(key);
  if (taken === undefined) return 0 as Quanta;
  const { rules } = side;
  const { refill } = rules.options;
  if (refill.kind !== 'half-life') return taken.quantity;
  let left: Quanta = taken.quantity;
  for (let age = now - taken.at; age >= refill.halfLife && left > 0; age -= refill.halfLife) {
    left = inQuanta(rules, lotsDown(rules, (left / 2) as Quanta));
  }
  return left;
}

/** A row says how much stands at a level we took from: what was taken is no more than that. */
export function settleTaken(side: BookSide, key: number, quantity: Quanta, time: number): void {
  const current = takenAt(side, key, time);
  const kept = side.rules.options.refill.kind === 'fresh-row' ? 0 : Math.min(current, quantity);
  if (kept > 0) {
    if (kept < current) side.taken.set(key, { quantity: kept as Quanta, at: time });
    return;
  }
  side.taken.delete(key);
  side.ladder.setTaken(key, false);
}

/**
 * A snapshot begins: the levels go, what we took from them is remembered until `settleSnapshot`. Prints keep counting
 * by the same rule as for any row: those older than the snapshot's time less `settle` are forgotten.
 */
export function beginSnapshot(side: BookSide): void {
  side.ladder.reset();
  side.told.clear();
  side.swept = TOP_KEY;
  side.guard = NO_KEY;
  // A snapshot is no diff: its levels are not late.
  side.late = TOP_KEY;
  side.worstKnown = TOP_KEY;
}

/** The snapshot's rows are in: every level we took from has had its row, named or not. */
export function settleSnapshot(side: BookSide, time: number): void {
  for (const key of [...side.taken.keys()]) {
    settleTaken(side, key, side.ladder.quantityAt(key), time);
    if (side.taken.has(key)) side.ladder.setTaken(key, true);
  }
}
