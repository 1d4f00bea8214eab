/**
 * Where a replay stands in the top rows of its tape (F18), and what it does with them. Mutable, one owner (the replayed
 * market).
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import { tellTop } from '../fills/top-stream.js';
import type { TopRows } from '../tape/tape.js';

/** What of the stream is counted for the fidelity sheet; see `VenueCounters`. */
export interface TopCounts {
  topRows: number;
  topCorrections: number;
  topBids: number;
  topAsks: number;
}

export class TopCursor {
  /** Of the last row taken in. */
  delay = 0;
  readonly #top: TopRows;
  readonly #counts: TopCounts;
  #row = 0;

  constructor(top: TopRows, counts: TopCounts) {
    this.#top = top;
    this.#counts = counts;
  }

  /** Time of the next row, Infinity after the last. */
  get nextTime(): number {
    return this.#row < this.#top.rows ? this.#top.time[this.#row]! : Infinity;
  }

  /** The row of the tape before which the next one of `at` stands; Infinity when there is none. */
  before(at: number): number {
    return this.nextTime === at ? this.#top.before[this.#row]! : Infinity;
  }

  /** Takes in the rows of `at` that stand before a row of the tape; without a book they say nothing (F2). */
  take(at: number, before: number, sides: { bids: BookSide; asks: BookSide } | null): boolean {
    const first = this.#row;
    for (; this.nextTime === at && this.before(at) <= before; this.#row += 1) {
      this.delay = this.#top.delay[this.#row]!;
      if (sides !== null) this.#tell(sides.bids, sides.asks, at);
    }
    return this.#row > first;
  }

  #tell(bids: BookSide, asks: BookSide, at: number): void {
    const { bid, bidQuantity, ask, askQuantity } = this.#top;
    const row = this.#row;
    const counts = this.#counts;
    if (differs(bids, bid[row]!)) counts.topBids += 1;
    if (differs(asks, -ask[row]!)) counts.topAsks += 1;
    const bidCorrects = told(bids, bid[row]!, bidQuantity[row]!, at);
    const askCorrects = told(asks, -ask[row]!, askQuantity[row]!, at);
    counts.topRows += 1;
    if (bidCorrects || askCorrects) counts.topCorrections += 1;
  }
}

/** Whether the stream names another best price than the diffs; of a side without one it says nothing. */
const differs = ({ ladder }: BookSide, key: number): boolean => key !== 0 && key !== ladder.best;

const told = (side: BookSide, key: number, quantity: number, at: number): boolean =>
  key !== 0 && quantity > 0 && tellTop(side, key, quantity as Quanta, at);
