/** Which rows of one side are near, and down to where. */
import type { Tape } from '../tape.js';
import { NewestRows } from './newest-rows.js';
import { type SideWalker, walkSide } from './side-walk.js';

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
 * and below the prints of it and the last one; after a snapshot within a block, of what came before it. A level that has no place in `NewestRows` is always near. Null where the
 * market leaps about over so many levels that finding out takes too long.
 */
export function markNearSide(
  tape: Tape,
  sign: 1 | -1,
  { blockEnd, reach, isNear }: Marking,
): Int32Array | null {
  const newest = [new NewestRows(tape, sign), new NewestRows(tape, sign)] as const;
  const path = new MarketPath(tape, newest[0], blockEnd.length);
  walkSide(tape, blockEnd, sign, path);
  const lowest = path.lowest(reach);
  walkSide(tape, blockEnd, sign, new Marks(newest[1], lowest, isNear));
  return newest.some(({ isWornOut }) => isWornOut) ? null : lowest;
}

/** The lowest best and print of each block. */
class MarketPath implements SideWalker {
  readonly #tape: Tape;
  readonly #newest: NewestRows;
  readonly #best: Float64Array;
  readonly #print: Float64Array;
  #block = 0;
  /** Infinity while no book is open. */
  #at = Infinity;

  constructor(tape: Tape, newest: NewestRows, blocks: number) {
    this.#tape = tape;
    this.#newest = newest;
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

  snapshot(row: number): void {
    this.#newest.open(row);
    this.#at = -Infinity;
  }

  print(key: number): void {
    this.#print[this.#block] = Math.min(this.#print[this.#block]!, key);
  }

  level(row: number, key: number): void {
    this.#newest.put(key, row);
    if (this.#tape.quantity[row]! > 0) {
      if (key > this.#at || this.#at === Infinity) this.#at = key;
    } else if (key === this.#at) {
      this.#at = this.#newest.levelBelow(key);
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
  #near = ALL_NEAR;

  constructor(newest: NewestRows, lowest: Int32Array, isNear: Uint8Array) {
    this.#newest = newest;
    this.#lowest = lowest;
    this.#isNear = isNear;
  }

  /** Levels become near with what their last row says of them. */
  block(block: number): void {
    const before = this.#near;
    this.#near = this.#lowest[block]!;
    for (const row of this.#newest.between(this.#near, before)) this.#isNear[row] = 1;
  }

  snapshot(row: number): void {
    this.#newest.open(row);
  }

  print(): void {
    // No row of a level.
  }

  level(row: number, key: number): void {
    if (key >= this.#near || !this.#newest.covers(key)) this.#isNear[row] = 1;
    this.#newest.put(key, row);
  }
}
