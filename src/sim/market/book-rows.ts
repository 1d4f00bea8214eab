/**
 * Rows of one side of the book, put one after the other: those that no print, no taker and no own order have to do with at once, the
 * others the careful way (F3, F5, F7). Mutable, one owner (a replayed market), which says at what time and in what state.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { BookSide } from '../book/book-side.js';
import type { LevelRows } from '../book/ladder.js';
import { settleRow } from '../fills/available.js';
import { moveQueue } from '../fills/book-row.js';

export class BookRows {
  /** Time of the instant. */
  at = 0;
  /** The rows are those of a snapshot: they tell how deep it is, and move no queue. */
  inSnapshot = false;
  /** Whether the book is known, so that a row says how a queue moved. */
  synchronized = false;

  /** Rows `from` up to `to`: below the guard no print and no late diff concerns a level, named before or not. */
  put(side: BookSide, rows: LevelRows, from: number, to: number): void {
    const { ladder } = side;
    for (let row = from; ; row += 1) {
      row = ladder.putPlainRows(rows, row, to, side);
      if (row >= to) return;
      this.putCareful(side, rows, row);
    }
  }

  putCareful(side: BookSide, rows: LevelRows, row: number): void {
    const { ladder } = side;
    const price = rows.price[row]!;
    // A product would ask whether it is -0.
    const key = ladder.sign === 1 ? price : -price;
    const next = rows.quantity[row]! as Quanta;
    if (this.inSnapshot) {
      if (next > 0 && key < side.worstKnown) side.worstKnown = key;
    } else if (key <= side.ownHigh && key >= side.ownLow && this.synchronized) {
      const old = ladder.quantityPut(key);
      moveQueue(side, { key, old, next, traded: ladder.tradedPut(key) });
    }
    settleRow(side, key, next, this.at);
  }
}
