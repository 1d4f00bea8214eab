/**
 * Far rows of one side of a book that were passed over: far from the market hardly anybody ever looks, and each level there lies
 * in a place of memory of its own. Mutable, one owner (a ladder), which is told how far the rows have come. They change no answer: whoever
 * looks where they could be has them put first.
 */
import type { Quanta } from '../../core/ground/units.js';
import type { PassableRows } from '../tape/near/near-rows.js';
import { ROW_LEVEL, ROW_SELL } from '../tape/tape.js';

export class PassedRows {
  /** The first row that has not come yet. */
  to = 0;
  /** How often they had to be put after all. */
  timesPut = 0;
  #from = 0;
  #rows: PassableRows | null = null;

  begin(rows: PassableRows, from: number): void {
    this.#rows = rows;
    this.#from = this.to = from;
  }

  /** Nothing was passed over. */
  clear(): void {
    this.#rows = null;
  }

  /** Hands over what was passed over of the side of `sign` at keys below `below`: the last row of each level, unless that is a near one; from here on nothing was. */
  take(sign: 1 | -1, below: number, put: (key: number, quantity: Quanta) => void): void {
    this.timesPut += 1;
    const { price, quantity, kind, isNear } = this.#rows!;
    this.clear();
    const own = sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
    const seen = new Set<number>();
    for (let row = this.to - 1; row >= this.#from; row -= 1) {
      if (kind[row] !== own) continue;
      const key = sign * price[row]!;
      if (key >= below || seen.has(key)) continue;
      seen.add(key);
      if (isNear[row] === 0) put(key, quantity[row]! as Quanta);
    }
  }
}
