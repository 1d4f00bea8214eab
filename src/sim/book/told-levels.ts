/**
 * What the top stream has said of a side's levels and no diff since (F18): emptied levels, and best ones with the stream's
 * quantity. It stands over the ladder, which goes on holding what diffs say, for queues read those alone. A handful of
 * levels at most times. Mutable on purpose, one owner (a book side).
 *
 * Invariant: `lowest` is the lowest key told of, `TOP_KEY` without any.
 */
import type { Quanta } from '../../core/ground/units.js';
import { NO_KEY, TOP_KEY } from './ladder.js';

interface Told {
  quantity: Quanta;
  /** What traded there since; Infinity when a print went through it. */
  traded: Quanta;
}

export class ToldLevels {
  lowest = TOP_KEY;
  readonly #levels = new Map<number, Told>();

  get isEmpty(): boolean {
    return this.lowest === TOP_KEY;
  }

  at(key: number): Readonly<Told> | undefined {
    return this.#levels.get(key);
  }

  set(key: number, quantity: Quanta): void {
    this.#levels.set(key, { quantity, traded: 0 as Quanta });
    if (key < this.lowest) this.lowest = key;
  }

  /** A diff names the level; false when nothing was told of it. */
  forget(key: number): boolean {
    if (!this.#levels.delete(key)) return false;
    if (key === this.lowest) this.lowest = this.#lowest();
    return true;
  }

  clear(): void {
    if (this.isEmpty) return;
    this.#levels.clear();
    this.lowest = TOP_KEY;
  }

  /** An eligible print at `key`: it is part of its level, and went through the better ones. */
  print(key: number, quantity: Quanta): void {
    for (const [level, told] of this.#levels) {
      if (level > key) told.traded = Infinity as Quanta;
      else if (level === key) told.traded = (told.traded + quantity) as Quanta;
    }
  }

  /** The best level strictly worse than `key` that has a quantity, or `NO_KEY`. */
  levelBelow(key: number): number {
    let best = NO_KEY;
    for (const [level, { quantity }] of this.#levels) {
      if (level < key && level > best && quantity > 0) best = level;
    }
    return best;
  }

  #lowest(): number {
    let lowest = TOP_KEY;
    for (const level of this.#levels.keys()) if (level < lowest) lowest = level;
    return lowest;
  }
}
