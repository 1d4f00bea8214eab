/** Which rows of one side are near, and down to where. */
import type { Tape } from '../tape.js';
import { type StepsLeft, levelPlaces, stepsFor } from './level-places.js';
import { NewestRows } from './newest-rows.js';
import { type SideWalker, walkSide } from './side-walk.js';
import { StandingLevels } from './standing-levels.js';

/** Below every key: all levels are near. */
const ALL_NEAR = -0x80000000;

export interface Marking {
  /** By block: the run after it. */
  readonly blockEnd: Int32Array;
  /** In quanta. */
  readonly reach: number;
  /** By row; written to. */
  readonly isNear: Uint8Array;
}

/**
 * Marks the near rows of the side in `isNear` and returns by block the lowest key that is near: `reach` below the lowest best of the block
 * and below the prints of it and the last one; after a snapshot within a block, of what came before it. A level without a place
 * (`levelPlaces`) is always near. Null where the market leaps about over so many levels that finding out takes too long.
 */
export function markNearSide(
  tape: Tape,
  sign: 1 | -1,
  { blockEnd, reach, isNear }: Marking,
): Int32Array | null {
  const places = levelPlaces(tape, sign);
  const steps = stepsFor(tape);
  const path = new MarketPath(tape, new StandingLevels(places), blockEnd.length, steps);
  walkSide(tape, blockEnd, sign, path);
  const lowest = path.lowest(reach);
  const marks = new Marks(new NewestRows(places), lowest, isNear, steps);
  walkSide(tape, blockEnd, sign, marks);
  return steps.left > 0 ? lowest : null;
}

/** The lowest best and print of each block. */
class MarketPath implements SideWalker {
  readonly #quantity: Tape['quantity'];
  readonly #standing: StandingLevels;
  readonly #steps: StepsLeft;
  readonly #best: Float64Array;
  readonly #print: Float64Array;
  #block = 0;
  /** Infinity while no book is open. */
  #at = Infinity;

  constructor({ quantity }: Tape, standing: StandingLevels, blocks: number, steps: StepsLeft) {
    this.#quantity = quantity;
    this.#standing = standing;
    this.#steps = steps;
    this.#best = new Float64Array(blocks).fill(Infinity);
    this.#print = new Float64Array(blocks).fill(Infinity);
  }

  lowest(reach: number): Int32Array {
    const print = this.#print;
    return Int32Array.from(this.#best, (best, block) => {
      const lowest = Math.min(best, print[block]!, print[block - 1] ?? Infinity) - reach;
      return Math.abs(lowest) < -ALL_NEAR ? lowest : ALL_NEAR;
    });
  }

  block(block: number): void {
    this.#block = block;
    this.#note();
  }

  snapshot(): void {
    this.#standing.clear();
    this.#at = -Infinity;
  }

  print(key: number): void {
    this.#print[this.#block] = Math.min(this.#print[this.#block]!, key);
  }

  level(row: number, key: number): void {
    const stands = this.#quantity[row]! > 0;
    this.#standing.put(key, stands);
    if (stands) {
      if (key > this.#at || this.#at === Infinity) this.#at = key;
    } else if (key === this.#at) {
      this.#at = this.#standing.levelBelow(key, this.#steps);
      this.#note();
    }
  }

  #note(): void {
    this.#best[this.#block] = Math.min(this.#best[this.#block]!, this.#at);
  }
}

class Marks implements SideWalker {
  readonly #newest: NewestRows;
  readonly #lowest: Int32Array;
  readonly #isNear: Uint8Array;
  readonly #steps: StepsLeft;
  #near = ALL_NEAR;

  constructor(newest: NewestRows, lowest: Int32Array, isNear: Uint8Array, steps: StepsLeft) {
    this.#newest = newest;
    this.#lowest = lowest;
    this.#isNear = isNear;
    this.#steps = steps;
  }

  /** Levels become near with what their last row says of them. */
  block(block: number): void {
    const before = this.#near;
    this.#near = this.#lowest[block]!;
    for (const row of this.#newest.between(this.#near, before, this.#steps)) this.#isNear[row] = 1;
  }

  snapshot(row: number): void {
    this.#newest.open(row);
  }

  level(row: number, key: number): void {
    if (!this.#newest.put(key, row) || key >= this.#near) this.#isNear[row] = 1;
  }
}
