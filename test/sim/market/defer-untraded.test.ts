/** Whose rows wait: told by changing a row behind the ladder's back, which shows only where it was not put yet. */
import { describe, expect, it } from 'vitest';
import { BookSide } from '../../../src/sim/book/book-side.js';
import { deferUntraded } from '../../../src/sim/market/defer-untraded.js';
import { ROW_INELIGIBLE, ROW_LEVEL, ROW_TRADE, type Tape } from '../../../src/sim/tape/tape.js';
import { FILL } from '../exchange/venue-rig.js';
import { quanta } from '../../support/quanta.js';

const RULES = { quantaPerTick: 1, quantaPerLot: 1, options: FILL };
const FAR = 8_000;

/** One print, then one row of the bid side far below it. */
const tapeOf = (printed: number, kind: number = ROW_TRADE): Tape =>
  ({
    quantaPerTick: 1,
    rows: 2,
    time: Float64Array.of(10, 20),
    kind: Uint8Array.of(kind, ROW_LEVEL),
    price: Int32Array.of(printed, FAR),
    quantity: Float64Array.of(1, 5),
    delay: new Int32Array(2),
  }) as Partial<Tape> as Tape;

function waits(tape: Tape, before: (bids: BookSide) => void = () => undefined): boolean {
  const bids = new BookSide(1, RULES);
  const asks = new BookSide(-1, RULES);
  bids.ladder.put(10_000, quanta(7));
  bids.ladder.put(FAR, quanta(3));
  before(bids);
  deferUntraded(tape, 1, bids, asks);
  bids.ladder.putPlainRows(tape, 1, 2, bids);
  tape.quantity[1] = 9;
  return bids.ladder.quantityAt(FAR) === 9;
}

describe('rows beyond what trades', () => {
  it('wait where they are more than 1,024 ticks beyond every print that may match', () => {
    expect(waits(tapeOf(10_000))).toBe(true);
    expect(waits(tapeOf(FAR + 1_025))).toBe(true);
    expect(waits(tapeOf(FAR + 1_024))).toBe(false);
    expect(waits(tapeOf(10_000, ROW_TRADE | ROW_INELIGIBLE))).toBe(false);
  });

  it('do not where something is noted of a level there: taken from it, or traded at it a moment ago', () => {
    const tookThere = (bids: BookSide): void => {
      bids.taken.set(FAR - 1, { quantity: quanta(1), at: 5 });
    };
    const tradedThere = (bids: BookSide): void => bids.prints.add(5, FAR - 1, quanta(1));
    expect(waits(tapeOf(10_000), tookThere)).toBe(false);
    expect(waits(tapeOf(10_000), tradedThere)).toBe(false);
  });
});
