/**
 * Rebuilds the book of a tape and counts what should not be: instants that leave it crossed or locked, and stretches
 * without a book. And compares it with the venue's own best, where the recording has that.
 */
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  type Tape,
} from '../sim/tape/tape.js';
import type { Plan } from './assemble.js';
import type { DecimalColumn } from './columns.js';
import { POWERS_OF_TEN } from './decimal-scanner.js';
import { Ladder } from './ladder.js';
import { type Recording, SIDE_BID, type TickerLane } from './recording.js';
import { STEP_GAP, STEP_OPEN } from './synchronise.js';

export interface BookCounts {
  readonly sequenceGaps: number;
  /** Instants after which the best bid was at or above the best ask. */
  readonly crossedBooks: number;
}

export function checkBook(tape: Tape): BookCounts {
  const bids = new Ladder('highest');
  const asks = new Ladder('lowest');
  let sequenceGaps = 0;
  let crossedBooks = 0;
  for (let row = 0; row < tape.rows; row += 1) {
    const kind = tape.kind[row]!;
    const what = kind & ROW_KIND_MASK;
    if (what === ROW_LEVEL) {
      const side = (kind & ROW_SELL) === 0 ? bids : asks;
      side.set(tape.price[row]!, tape.quantity[row]!);
    } else if (what === ROW_SNAPSHOT || what === ROW_GAP) {
      bids.clear();
      asks.clear();
      if (what === ROW_GAP) sequenceGaps += 1;
    }
    const endsInstant = row + 1 === tape.rows || tape.time[row + 1]! > tape.time[row]!;
    if (endsInstant && what === ROW_LEVEL && isCrossed(bids, asks)) crossedBooks += 1;
  }
  return { sequenceGaps, crossedBooks };
}

function isCrossed(bids: Ladder, asks: Ladder): boolean {
  const bid = bids.bestPrice;
  const ask = asks.bestPrice;
  return bid !== null && ask !== null && bid >= ask;
}

export interface TickerCounts {
  /** Update ids at which both a diff and a book ticker say what the best is. */
  readonly comparable: number;
  readonly agreed: number;
}

/** Compares book and book ticker at every update id both have, while the book is open. */
export function checkTickers(
  recording: Recording,
  { steps }: Plan,
  tickers: TickerLane,
): TickerCounts {
  const { depth } = recording;
  const positions = new Map<number, number>();
  for (let i = 0; i < tickers.id.length; i += 1) positions.set(tickers.id.at(i), i);
  const book: Book = { bids: new Ladder('highest'), asks: new Ladder('lowest') };
  const counts = { comparable: 0, agreed: 0 };
  for (let step = 0; step < steps.length; step += 1) {
    const message = steps.message.at(step);
    const what = steps.what.at(step);
    if (what !== STEP_GAP) {
      if (what === STEP_OPEN) restart(book, recording, steps.snapshot.at(step));
      applyMessage(book, recording, message);
      const ticker = positions.get(depth.lastId.at(message));
      if (ticker === undefined) continue;
      counts.comparable += 1;
      if (agrees(book, recording, tickers, ticker)) counts.agreed += 1;
    }
  }
  return counts;
}

interface Book {
  readonly bids: Ladder;
  readonly asks: Ladder;
}

function restart(book: Book, recording: Recording, snapshot: number): void {
  book.bids.clear();
  book.asks.clear();
  applyMessage(book, recording, snapshot);
}

function applyMessage({ bids, asks }: Book, { depth }: Recording, message: number): void {
  for (let row = depth.rowStart(message); row < depth.rowEnd.at(message); row += 1) {
    const side = depth.side.at(row) === SIDE_BID ? bids : asks;
    side.set(depth.price.at(row), depth.quantity.at(row));
  }
}

function agrees(
  { bids, asks }: Book,
  recording: Recording,
  tickers: TickerLane,
  at: number,
): boolean {
  const { price, quantity } = recording.depth;
  return (
    same(price, bids.bestPrice, tickers.bid, at) &&
    same(quantity, bids.bestQuantity, tickers.bidQuantity, at) &&
    same(price, asks.bestPrice, tickers.ask, at) &&
    same(quantity, asks.bestQuantity, tickers.askQuantity, at)
  );
}

/** Compares across scales without a float fraction. */
function same(
  ours: DecimalColumn,
  value: number | null,
  theirs: DecimalColumn,
  at: number,
): boolean {
  if (value === null) return false;
  const scale = Math.max(ours.scale, theirs.scale);
  const left = value * POWERS_OF_TEN[scale - ours.scale]!;
  return left === theirs.at(at) * POWERS_OF_TEN[scale - theirs.scale]!;
}
