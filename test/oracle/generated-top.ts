/**
 * A wild stream of best prices for a generated tape (F18): mostly near the best of the rows so far, ahead of the next
 * diffs or against them, often several at one instant. What the recordings never show comes as well: prices no row named,
 * a side left out, a stream that talks while the book is lost.
 */
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../src/sim/tape/tape.js';
import { checkTopRows } from '../../src/sim/tape/top-rows.js';
import type { Draw } from './draw.js';
import { MIDDLE_TICK } from './generated-tape.js';
import { type TopRow, topRowsOf } from './tape-builder.js';

interface Placed {
  readonly time: number;
  readonly before: number;
  readonly row: TopRow;
}

export function withTopRows(tape: Tape, draw: Draw): Tape {
  const book = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  const percent = draw.pick([10, 30, 60]);
  const placed: Placed[] = [];
  for (let row = 0; row <= tape.rows; row += 1) {
    while (draw.chance(percent)) {
      const time = timeBefore(tape, row, draw);
      if (time !== null) placed.push({ time, before: row, row: drawTop(tape, book, draw) });
    }
    if (row < tape.rows) apply(tape, row, book);
  }
  const inOrder = placed.filter(({ time }, index) =>
    placed.slice(0, index).every((one) => one.time <= time),
  );
  const top = topRowsOf(inOrder);
  checkTopRows(tape, top);
  return { ...tape, top };
}

/** A time at which a row may stand there, or null. */
function timeBefore(tape: Tape, row: number, draw: Draw): number | null {
  const after = tape.time[row] ?? tape.time[row - 1]! + 2_000;
  const earlier = tape.time[row - 1] ?? after - 2_000;
  const time = draw.pick([earlier, after, Math.floor((earlier + after) / 2)]);
  return isFree(tape, row, time) ? time : null;
}

/** Not before a trade of that instant, nor at that of a snapshot. */
function isFree(tape: Tape, before: number, time: number): boolean {
  for (let row = 0; row < tape.rows; row += 1) {
    if (tape.time[row] !== time) continue;
    const what = tape.kind[row]! & ROW_KIND_MASK;
    if (what === ROW_SNAPSHOT || (what === ROW_TRADE && row >= before)) return false;
  }
  return true;
}

type Book = Readonly<Record<'bid' | 'ask', Map<number, number>>>;

function apply(tape: Tape, row: number, book: Book): void {
  const kind = tape.kind[row]!;
  const what = kind & ROW_KIND_MASK;
  if (what === ROW_SNAPSHOT || what === ROW_GAP) {
    book.bid.clear();
    book.ask.clear();
  }
  if (what !== ROW_LEVEL) return;
  const side = (kind & ROW_SELL) === 0 ? book.bid : book.ask;
  if (tape.quantity[row] === 0) side.delete(tape.price[row]!);
  else side.set(tape.price[row]!, tape.quantity[row]!);
}

function drawTop(tape: Tape, book: Book, draw: Draw): TopRow {
  return { bid: drawSide(tape, book, 'bid', draw), ask: drawSide(tape, book, 'ask', draw) };
}

function drawSide(
  { quantaPerTick, quantaPerLot }: Tape,
  book: Book,
  side: 'bid' | 'ask',
  draw: Draw,
): TopRow['bid'] {
  if (draw.chance(5)) return [0, 0];
  const prices = [...book[side].keys()].sort((a, b) => (side === 'bid' ? b - a : a - b));
  const best = prices[0] ?? MIDDLE_TICK * quantaPerTick;
  const behind = draw.pick(prices.length === 0 ? [best] : prices.slice(0, 3));
  const off = best + draw.int(-3, 3) * quantaPerTick;
  const price = draw.pick([best, best, behind, off]);
  const shown = book[side].get(price) ?? quantaPerLot;
  const size = draw.int(1, 9) * quantaPerLot - draw.pick([0, 0, Math.min(1, quantaPerLot - 1)]);
  return [price, draw.pick([shown, shown, size])];
}
