/**
 * Which rows a replay passes over: those far from the market, as long as nobody looks there (near-rows.ts, passed-rows.ts). Levels of own
 * orders and such that were taken from are kept up to date wherever they are. Mutable, one owner (a replayed market).
 *
 * Who looks far has the passed rows put, at the price of going through all since they were begun to be passed over; the
 * side then gets every row for a while, twice as long each time, so that a replay in which somebody looks far all the time is hardly slower.
 */
import type { BookSide } from '../book/book-side.js';
import { type NearRows, nearRows } from '../tape/near/near-rows.js';
import type { Tape } from '../tape/tape.js';

/** Not for ever: a tape may have millions of blocks. */
const PAUSES_MAX = 12;

interface Sides {
  readonly bids: BookSide;
  readonly asks: BookSide;
}

export class FarRows {
  /** The run that begins the next block; Infinity where every row has to come. */
  nextBlock = Infinity;
  #near: NearRows | null = null;
  #block = 0;
  readonly #pauses = { bids: new Pause(), asks: new Pause() };

  /** Where there is a top stream, rows come one by one (F18). */
  reset(tape: Tape, hasStream: boolean, { bids, asks }: Sides): void {
    this.#near = hasStream ? null : nearRows(tape);
    this.#block = 0;
    this.nextBlock = this.#near === null ? Infinity : 0;
    this.#pauses.bids.reset(bids.ladder.timesLookedFar);
    this.#pauses.asks.reset(asks.ladder.timesLookedFar);
  }

  /** From here on every row has to come. */
  end({ bids, asks }: Sides): void {
    bids.ladder.putPassed();
    asks.ladder.putPassed();
    this.#near = null;
    this.nextBlock = Infinity;
  }

  /** The block of `run`, which begins an instant, with the tape's row `row`. */
  begin(run: number, row: number, { bids, asks }: Sides): void {
    const near = this.#near!;
    while (near.blockEnd[this.#block]! <= run) this.#block += 1;
    this.nextBlock = near.blockEnd[this.#block]!;
    this.#pass(bids, near.bids[this.#block]!, row, this.#pauses.bids);
    this.#pass(asks, near.asks[this.#block]!, row, this.#pauses.asks);
  }

  #pass({ ladder, guard }: BookSide, lowest: number, row: number, pause: Pause): void {
    // Else a row that is passed over could be the new best.
    if (ladder.best < lowest) {
      ladder.putPassed();
      return;
    }
    const mayBegin = guard >= lowest && pause.isOver(this.#block, ladder.timesLookedFar);
    if (ladder.isPassing || mayBegin) ladder.passFar(this.#near!.all, row, lowest);
  }

  /** Where the prints are of a replay that passes over rows; else null. */
  get prints(): NearRows | null {
    return this.#near;
  }

  /** The near rows, where a run of the side, up to the tape's row `to`, can do with them and the watched ones; else null. */
  suffice({ ladder, guard }: BookSide, to: number): NearRows | null {
    if (!ladder.isPassing) return null;
    // Above the guard each row counts.
    if (guard < ladder.exactFrom) {
      ladder.putPassed();
      return null;
    }
    ladder.cameTo(to);
    return this.#near;
  }

  /** From row `from` on the first far one of a level that has to be up to date all the same; `to` where there is none. */
  nextWatched(side: BookSide, from: number, to: number): number {
    const { taken, ownLow, ownHigh, ladder } = side;
    const lowest = Math.min(taken.lowest, ownLow);
    if (lowest >= ladder.exactFrom) return to;
    const { price, isNear } = this.#near!.all;
    const flip = ladder.sign >> 1;
    for (let row = from; row < to; row += 1) {
      if (isNear[row] !== 0) continue;
      const key = (price[row]! ^ flip) - flip;
      if (key < lowest) continue;
      if ((key >= ownLow && key <= ownHigh) || taken.has(key)) return row;
    }
    return to;
  }
}

/** How long a side gets every row after somebody looked far. */
class Pause {
  #timesLooked = 0;
  #pauses = 0;
  #until = 0;

  reset(timesLooked: number): void {
    this.#timesLooked = timesLooked;
    this.#pauses = this.#until = 0;
  }

  isOver(block: number, timesLooked: number): boolean {
    if (timesLooked !== this.#timesLooked) {
      this.#timesLooked = timesLooked;
      this.#until = block + 2 ** this.#pauses;
      this.#pauses = Math.min(this.#pauses + 1, PAUSES_MAX);
    }
    return block >= this.#until;
  }
}
