/**
 * The recorded L2 market played row by row: it keeps both sides of the book and what F3 knows of them, and tells the
 * matcher of the few rows that can touch one of our orders. The row loop is the product's hottest code: columns and
 * sides in locals, no allocation, one careful path for rows that recent prints, takers or own orders have to do with.
 *
 * It knows nothing of accounts, reports or orders' life.
 *
 * Invariants: 1. Rows are consumed once, in order, a whole instant at a time: trades, then book rows, then F8, then
 * triggered stops (F0). 2. While the book is not synchronised or the venue is halted, prints accumulate nothing and no
 * order is touched.
 */
import type { EpochMicros, PriceQuanta, Quanta } from '../../core/ground/units.js';
import { BookSide } from '../book/book-side.js';
import { NO_KEY, TOP_KEY } from '../book/ladder.js';
import { beginRows, beginSnapshot, isLate, printHits, settleSnapshot } from '../fills/available.js';
import type { FillRules } from '../fills/fill-rules.js';
import { requeue } from '../fills/queue-on-arrival.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_TRADE,
  type Tape,
} from '../tape/tape.js';
import { refuseOffGridLevels } from '../tape/check-tape.js';
import { type RowRuns, rowRuns } from '../tape/row-runs.js';
import { BookRows } from './book-rows.js';
import { FarRows } from './far-rows.js';
import { type MarketListener, NOBODY } from './market-listener.js';
import type { QuoteSink } from './quote-sink.js';
import { NOTHING_COUNTED, type ReplayCounts } from './replay-counts.js';
import { TapePieces } from './tape-pieces.js';
import { TopCursor } from './top-cursor.js';
import { TopOfTape } from './top-of-tape.js';

export interface ReplaySource {
  readonly tape: Tape;
  readonly rules: FillRules;
  readonly quotes: readonly QuoteSink[];
}

export class ReplayMarket {
  readonly bids: BookSide;
  readonly asks: BookSide;
  readonly counts: ReplayCounts = { ...NOTHING_COUNTED };
  readonly top = new TopOfTape();
  /** Last eligible print; NaN before the first. */
  last = Number.NaN as PriceQuanta;
  /** A print outside (watchLow, watchHigh) goes to the listener: some stop waits for it. */
  watchLow = NO_KEY;
  watchHigh = TOP_KEY;
  /** Set by the listener: some stop waits for the quote. */
  watchesQuote = false;
  /** Set by the listener: some triggered or queued order arrives at the end of an instant. */
  arrivalsPending = false;
  /** Set by the listener: `advance` returns at the end of the instant. */
  interrupted = false;
  /** Set by the venue (F13). */
  halted = false;
  #tape!: Tape;
  #runs!: RowRuns;
  /** Null where there is no top stream or nobody is to believe it (F18): then nothing is asked of it. */
  #stream: TopCursor | null = null;
  /** The run that comes next, and its first row. */
  #run = 0;
  #listener: MarketListener = NOBODY;
  #cursor = 0;
  readonly #book = new BookRows();
  #resuming = false;
  #snapshots = 0;
  #unsynchronizedSince = 0;
  readonly #far = new FarRows();
  /** What the tape goes on with. */
  readonly #pieces = new TapePieces();

  constructor(source: ReplaySource) {
    this.bids = new BookSide(1, source.rules);
    this.asks = new BookSide(-1, source.rules);
    this.reset(source);
  }

  reset({ tape, rules, quotes }: ReplaySource): void {
    refuseOffGridLevels(tape);
    this.bids.reset(rules);
    this.asks.reset(rules);
    this.top.reset(tape, quotes);
    this.#tape = tape;
    this.#runs = rowRuns(tape);
    const believed = rules.options.top === 'ticker' ? tape.top : null;
    this.#stream = believed === null ? null : new TopCursor(believed, this.counts);
    this.#far.reset(tape, this.#stream !== null, this);
    this.#run = this.#cursor = 0;
    this.#book.inSnapshot = this.#book.synchronized = this.#resuming = false;
    this.#snapshots = 0;
    this.#unsynchronizedSince = tape.time[0] ?? 0;
    this.#pieces.reset();
    Object.assign(this.counts, NOTHING_COUNTED);
    this.last = Number.NaN as PriceQuanta;
    this.watchLow = NO_KEY;
    this.watchHigh = TOP_KEY;
    this.watchesQuote = false;
    this.arrivalsPending = false;
    this.interrupted = false;
    this.halted = false;
  }

  /** From here on `listener` hears of what touches an order; before that nobody has orders. */
  listen(listener: MarketListener): void {
    this.#listener = listener;
  }

  get synchronized(): boolean {
    return this.#book.synchronized;
  }

  /** Whether orders can be matched. */
  get open(): boolean {
    return this.synchronized && !this.halted;
  }

  /** Time of the next row, Infinity after the last. */
  get nextTime(): number {
    const next = this.#runs.time[this.#run]!;
    return this.#stream === null ? next : Math.min(next, this.#stream.nextTime);
  }

  /** The tape goes on with `piece`: its rows are behind the last one in time, its book is as that left it. */
  goOn(piece: Tape): void {
    this.#pieces.add(piece, this.#tape);
    this.#takeUp();
  }

  /** The next piece, where this one is over; false = there is none, or it is not. */
  #takeUp(): boolean {
    if (this.#cursor < this.#tape.rows) return false;
    const piece = this.#pieces.after(this.#tape);
    if (piece === undefined) return false;
    this.#far.end(this);
    this.#tape = piece;
    this.#runs = rowRuns(piece);
    this.#run = this.#cursor = 0;
    return true;
  }

  /** Time in which the book was not synchronised, up to `at`. */
  desynchronizedMicros(at: number): number {
    const running = this.synchronized ? 0 : Math.max(0, at - this.#unsynchronizedSince);
    return this.counts.desynchronizedMicros + running;
  }

  /** Consumes whole instants up to `until`; returns the time of the instant that interrupted it, else `until`. */
  advance(until: EpochMicros): EpochMicros {
    if (this.#stream !== null) return this.#advanceBoth(this.#stream, until);
    let reached = this.#advancePiece(until);
    while (this.#takeUp() && reached === until) reached = this.#advancePiece(until);
    return reached;
  }

  #advancePiece(until: EpochMicros): EpochMicros {
    const { time } = this.#runs;
    const far = this.#far;
    for (let at = time[this.#run]!; at <= until; at = time[this.#run]!) {
      if (this.#run >= far.nextBlock) far.begin(this.#run, this.#cursor, this);
      this.#instant(at);
      if (this.interrupted) {
        this.interrupted = false;
        return at as EpochMicros;
      }
    }
    return until;
  }

  /** As above, with the instants of the top stream. */
  #advanceBoth(stream: TopCursor, until: EpochMicros): EpochMicros {
    const { time } = this.#runs;
    for (let at = this.nextTime; at <= until && at < Infinity; at = this.nextTime) {
      if (time[this.#run] === at) this.#instant(at);
      else this.#streamInstant(stream, at);
      if (this.interrupted) {
        this.interrupted = false;
        return at as EpochMicros;
      }
    }
    return until;
  }

  /** An instant of the top stream alone: no F8, and no queue moves. */
  #streamInstant(stream: TopCursor, at: number): void {
    this.#takeStream(stream, at, Infinity);
    if (this.#resuming) this.#matchCrossed(at as EpochMicros, null);
    this.#resuming = false;
    this.#showTop(at, stream.delay);
    this.#endInstant(at as EpochMicros, null, true);
  }

  #takeStream(stream: TopCursor, at: number, before: number): boolean {
    return stream.take(at, before, this.synchronized ? this : null);
  }

  #instant(at: number): void {
    const { end, kind, time, delay } = this.#runs;
    const first = this.#cursor;
    const ineligible = this.counts.ineligiblePrints;
    let run = this.#run;
    let row = first;
    this.#book.at = at;
    for (; time[run] === at && (kind[run]! & ROW_KIND_MASK) === ROW_TRADE; run += 1) {
      this.#trades(run, row);
      row = end[run]!;
    }
    const book = row;
    this.#run = run;
    if (time[run] === at) row = this.#bookRows(row, at);
    this.counts.trades += book - first;
    this.counts.levelRows += row - book;
    this.#cursor = row;
    const told = this.#stream !== null && this.#takeStream(this.#stream, at, Infinity);
    const late = told ? this.#stream!.delay : delay[this.#run - 1]!;
    if (row > book) this.#bookIsIn(at, this.#pieces.rowsBefore + row - 1, late);
    else {
      if (this.#resuming) this.#matchCrossed(at as EpochMicros, this.#pieces.rowsBefore + row - 1);
      if (told) this.#showTop(at, late);
      else this.top.alive(at, late);
    }
    // A print that is not eligible moves nothing.
    const moved = told || this.#resuming || row - first > this.counts.ineligiblePrints - ineligible;
    this.#resuming = false;
    this.#endInstant(at as EpochMicros, this.#pieces.rowsBefore + row - 1, moved);
  }

  /** What arrives at the end of an instant: stops the quote triggers, if it can have moved, then what waits. */
  #endInstant(at: EpochMicros, row: number | null, moved: boolean): void {
    if (moved && this.watchesQuote && this.open) this.#listener.onQuote(at, row);
    if (this.arrivalsPending && this.open) this.#listener.onArrivals(at);
  }

  /** A run of prints, the first of which is the tape's row `from`. */
  #trades(run: number, from: number): void {
    const flags = this.#runs.kind[run]!;
    const to = this.#runs.end[run]!;
    if ((flags & ROW_INELIGIBLE) !== 0) {
      this.counts.ineligiblePrints += to - from;
      return;
    }
    if (!this.synchronized || this.halted) return;
    const near = this.#far.prints;
    const { price, quantity } = near ?? this.#tape;
    const behind = near === null ? 0 : from - near.first[run]!;
    for (let row = from; row < to; row += 1) {
      this.#trade(row, flags, price[row - behind]!, quantity[row - behind]!);
    }
  }

  /** F3 for every eligible print; the listener hears of it only where it reaches an own order or a stop. */
  #trade(row: number, flags: number, price: number, size: number): void {
    const quantity = size as Quanta;
    const time = this.#book.at;
    const sold = (flags & ROW_SELL) !== 0;
    const side = sold ? this.bids : this.asks;
    const key = sold ? price : -price;
    this.last = price as PriceQuanta;
    const other = sold ? this.asks : this.bids;
    if (
      key <= side.ownHigh ||
      -key <= other.ownHigh ||
      price <= this.watchLow ||
      price >= this.watchHigh
    ) {
      const tapeRow = this.#pieces.rowsBefore + row;
      this.#listener.onPrint(side, { key, quantity, tapeRow }, time as EpochMicros);
    }
    printHits(side, key, quantity, time);
  }

  /** The rows of one instant's diff or snapshot; returns the row after them. */
  #bookRows(first: number, at: number): number {
    const { end, kind, time } = this.#runs;
    beginRows(this.bids, at);
    beginRows(this.asks, at);
    let run = this.#run;
    let row = first;
    for (; time[run] === at; run += 1) {
      const flags = kind[run]!;
      const what = flags & ROW_KIND_MASK;
      if (what === ROW_LEVEL)
        this.#levelRun((flags & ROW_SELL) === 0 ? this.bids : this.asks, run, row);
      else for (; row < end[run]!; row += 1) this.#bookEvent(what, at);
      row = end[run]!;
    }
    this.#run = run;
    return row;
  }

  /** A run of rows of one side, and between two messages what the top stream says. */
  #levelRun(side: BookSide, run: number, from: number): void {
    const to = this.#runs.end[run]!;
    const near = this.#far.suffice(side, to);
    if (near !== null) {
      this.#watched(side, from, to);
      this.#book.put(side, near, near.first[run]!, near.first[run + 1]!);
      return;
    }
    const stream = this.#stream;
    let row = from;
    if (stream !== null) {
      const { at } = this.#book;
      for (let next = stream.before(at); next < to; next = stream.before(at)) {
        this.#book.put(side, this.#tape, row, Math.max(row, next));
        row = Math.max(row, next);
        this.#takeStream(stream, at, row);
      }
    }
    this.#book.put(side, this.#tape, row, to);
  }

  #watched(side: BookSide, from: number, to: number): void {
    let row = this.#far.nextWatched(side, from, to);
    for (; row < to; row = this.#far.nextWatched(side, row + 1, to))
      this.#book.putCareful(side, this.#tape, row);
  }

  /** A gap or the start of a snapshot. */
  #bookEvent(kind: number, at: number): void {
    this.counts.levelRows -= 1;
    if (kind === ROW_GAP) {
      if (this.synchronized) this.#unsynchronizedSince = at;
      this.#book.synchronized = false;
      return;
    }
    if (!this.synchronized) this.counts.desynchronizedMicros += at - this.#unsynchronizedSince;
    this.#book.synchronized = true;
    this.#book.inSnapshot = true;
    this.#snapshots += 1;
    beginSnapshot(this.bids);
    beginSnapshot(this.asks);
  }

  /** After the book rows of an instant. */
  #bookIsIn(at: number, row: number, delay: number): void {
    if (!this.synchronized) {
      this.top.lost(at, delay);
      return;
    }
    const { bids, asks } = this;
    if (this.#book.inSnapshot) this.#endSnapshot(at);
    else if (isLate(bids) || isLate(asks)) this.counts.lateDiffs += 1;
    this.#matchCrossed(at as EpochMicros, row);
    this.#showTop(at, delay);
  }

  #showTop(at: number, delay: number): void {
    const { bids, asks } = this;
    if (!this.synchronized) this.top.alive(at, delay);
    else if (this.#stream === null) this.top.update(bids.ladder, asks.ladder, at, delay);
    else this.top.update(bids, asks, at, delay);
  }

  /**
   * The end of a halt (F13): the trades and rows of that instant, then F8 over all rows since the halt began, then
   * what was queued, whether or not the tape has rows at that instant.
   */
  resume(at: EpochMicros): void {
    this.halted = false;
    this.#resuming = true;
    const isDue = this.nextTime <= at;
    this.advance(at);
    if (isDue) return;
    this.#resuming = false;
    this.#matchCrossed(at, null);
    this.#endInstant(at, null, true);
  }

  /** F8, where the opposite best stands at or through an own order. */
  #matchCrossed(at: EpochMicros, row: number | null): void {
    const { bids, asks } = this;
    if (!this.open) return;
    const isCrossed =
      this.#stream === null
        ? asks.ladder.best >= -bids.ownHigh || bids.ladder.best >= -asks.ownHigh
        : asks.best >= -bids.ownHigh || bids.best >= -asks.ownHigh;
    if (isCrossed) this.#listener.onCrossed(at, row);
  }

  #endSnapshot(at: number): void {
    const { bids, asks } = this;
    const worst = this.#snapshots === 1 ? this.#tape.snapshotWorst : null;
    if (worst !== null) {
      bids.worstKnown = worst.bid;
      asks.worstKnown = -worst.ask;
    }
    settleSnapshot(bids, at);
    settleSnapshot(asks, at);
    requeue(bids);
    requeue(asks);
    this.#book.inSnapshot = false;
  }
}
