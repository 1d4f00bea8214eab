/** A depth stream tells the book: whoever applies its events to a snapshot has what the tape has, or sees that he has missed something. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthDiff } from '../../../../src/server/venue/binance/market/depth-diffs.js';
import { Market } from '../../../../src/server/venue/binance/market/market.js';
import { RandomStreams } from '../../../../src/sim/random/random.js';
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  type Tape,
} from '../../../../src/sim/tape/tape.js';
import { INSTRUMENT, tapeOf } from '../../../support/simulation-plan.js';
import { wildTape } from '../../../support/wild-tape.js';

const CASES = 40;
/** "side price" -> whole lots above 0, as text. */
type Book = Map<string, string>;

const put = (book: Book, key: string, quantity: string): void => {
  if (/[1-9]/.test(quantity)) book.set(key, quantity);
  else book.delete(key);
};

/** The book after the first `rows` rows; null: it is not known. */
function bookAfter(tape: Tape, rows: number): Book | null {
  const book: Book = new Map();
  let isKnown = false;
  for (let row = 0; row < rows; row += 1) {
    const what = tape.kind[row]!;
    switch (what & ROW_KIND_MASK) {
      case ROW_SNAPSHOT:
        book.clear();
        isKnown = true;
        break;
      case ROW_GAP:
        isKnown = false;
        break;
      case ROW_LEVEL: {
        const side = (what & ROW_SELL) === 0 ? 'b' : 'a';
        const lots = Math.floor(tape.quantity[row]! / tape.quantaPerLot);
        const price = (tape.price[row]! / tape.quantaPerTick / 10).toFixed(8);
        put(book, `${side} ${price}`, (lots / 1_000).toFixed(8));
        break;
      }
      default:
    }
  }
  return isKnown ? book : null;
}

/** A client's copy; `next` is the number it expects, null while it has to begin anew. */
interface Copy {
  readonly book: Book;
  next: number | null;
  /** It goes on from an event, no longer from the snapshot. */
  isUnderWay: boolean;
}

function follow(copy: Copy, market: Market, from: number, to: number): number {
  const diff = depthDiff(market, from, to);
  if (diff === null) return from;
  if (copy.next !== null && diff.u >= copy.next) {
    if (diff.U > copy.next) copy.next = null;
    else {
      if (copy.isUnderWay) expect(diff.U).toBe(copy.next);
      copy.isUnderWay = true;
      for (const [price, quantity] of diff.b) put(copy.book, `b ${price}`, quantity);
      for (const [price, quantity] of diff.a) put(copy.book, `a ${price}`, quantity);
      copy.next = diff.u + 1;
    }
  }
  return to;
}

describe('a depth stream', () => {
  const calm = tapeOf(3, { durationSeconds: 10 });
  const wild = wildTape(new RandomStreams(11).of('wild'), calm);

  it.each([
    ['of a generated market', calm],
    ['of a wild recording', wild],
  ])('%s gives the book of the tape, wherever it is cut and the snapshot is taken', (_, tape) => {
    const market = new Market(INSTRUMENT, tape);
    const cut = fc.integer({ min: 1, max: tape.rows });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 2, maxLength: 12 }), cut, cut, (cuts, a, b) => {
        const [said, taken] = a < b ? [a, b] : [b, a];
        const snapshot = bookAfter(tape, taken);
        fc.pre(snapshot !== null);
        // A snapshot that says a lower number than it stands at: what is told again changes nothing.
        const copy: Copy = { book: new Map(snapshot), next: said + 1, isUnderWay: false };
        let from = Math.min(said, ...cuts);
        for (const to of [...cuts, tape.rows].sort((x, y) => x - y)) {
          if (to > from) from = follow(copy, market, from, to);
          const isCaughtUp = copy.next !== null && copy.next > taken;
          if (isCaughtUp && from === to) expect(copy.book).toEqual(bookAfter(tape, to));
        }
      }),
      { numRuns: CASES },
    );
  });

  it('leaves out numbers where the recording lost its way', () => {
    const market = new Market(INSTRUMENT, wild);
    const gap = wild.kind.findIndex((kind) => (kind & ROW_KIND_MASK) === ROW_GAP);
    expect(gap).toBeGreaterThan(0);
    expect(depthDiff(market, gap - 1, wild.rows)!.U).toBeGreaterThan(gap + 1);
  });
});
