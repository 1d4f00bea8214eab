/**
 * What a replayed tape goes on with while its market is still going on: tapes, each of the rows behind the last one. Mutable, one owner
 * (the replayed market).
 */
import { invariant } from '../../core/ground/invariant.js';
import { refuseOffGridLevels } from '../tape/check-tape.js';
import type { Tape } from '../tape/tape.js';

export class TapePieces {
  /** Rows of the tapes that are over. */
  rowsBefore = 0;
  readonly #waiting: Tape[] = [];

  reset(): void {
    this.rowsBefore = 0;
    this.#waiting.length = 0;
  }

  /** Behind `tape` and all that wait. A top stream (F18) would have to be there from the beginning. */
  add(piece: Tape, { quantaPerTick, quantaPerLot }: Tape): void {
    const isOfScale = piece.quantaPerTick === quantaPerTick && piece.quantaPerLot === quantaPerLot;
    invariant(isOfScale, 'a tape goes on at another scale');
    invariant(piece.top === null, 'a tape goes on with a top stream');
    refuseOffGridLevels(piece);
    this.#waiting.push(piece);
  }

  /** What follows on `tape`, all of which is over; undefined = nothing yet. */
  after(tape: Tape): Tape | undefined {
    const piece = this.#waiting.shift();
    if (piece !== undefined) this.rowsBefore += tape.rows;
    return piece;
  }
}
