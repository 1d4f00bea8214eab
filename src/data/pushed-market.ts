/**
 * A recording that is still being made, laid out piece by piece: lines of `binance-raw` go in as they come, tapes come out, each of
 * which goes on from the one before. What order things happened in, what opens the book and where it has a gap is decided as an import
 * of the whole recording decides it (synchronise.ts, lane-order.ts).
 *
 * Book and trades come each in their own time, so that nothing is certain until it is a while ago: time is let go on this far behind the
 * clock, by `HOLD_BACK`. What comes even later happens when it is known, a microsecond after all that is let go; that hangs on the
 * stamps of the lines alone, not on when somebody asks.
 *
 * What an import refuses, it leaves out and counts: levels between ticks. A print between ticks ends it: the venue's ticks are others.
 *
 * Invariants: 1. Times rise from piece to piece, and an instant is in one piece whole. 2. The rows are those of an import of the same
 * lines, but for what came later than it was held back and for delays, which are not measured here.
 */
import { type Decimal, decimal } from '../core/ground/decimal.js';
import type { Instrument } from '../core/ground/instrument.js';
import { type EpochMicros, type Micros, millis } from '../core/ground/units.js';
import type { Tape } from '../sim/tape/tape.js';
import { type Plan, laidOut, plannedRows, refuseTooFine } from './assemble.js';
import { RawLineReader } from './binance/raw-importer.js';
import { RawSink } from './binance/raw-sink.js';
import type { DecimalColumn } from './columns.js';
import { POWERS_OF_TEN } from './decimal-scanner.js';
import { NO_DELAYS } from './delays.js';
import { type Grid, gridOf } from './grid.js';
import { OrderedTrades, type TradeOrder } from './lane-order.js';
import { type DepthLane, Recording } from './recording.js';
import { BookSteps, NumberedBook, numberedDepth } from './synchronise.js';

/** Streams of one connection are further apart than this only where something is wrong. */
export const HOLD_BACK: Micros = millis(500);

/** A venue stamps milliseconds. */
const AFTER = 1;
/** Of quantities: those of Binance have no more. */
const DECIMALS_MAX = 8;
/** Below a lot: levels hold dust from when lots were smaller. */
const DUST_DECIMALS = 4;

export interface PushedOptions {
  readonly instrument: Pick<Instrument, 'symbol' | 'tickSize' | 'lotSize'>;
  /** Where the lines come from, for people. */
  readonly from: string;
}

export class PushedMarket {
  /** Messages that came later than they were held back. */
  late = 0;
  /** Levels between ticks that were left out: they rest there from when ticks were finer, and nobody trades at them here. */
  offTick = 0;
  readonly #instrument: PushedOptions['instrument'];
  readonly #tick: Decimal;
  readonly #recording: Recording;
  readonly #reader: RawLineReader;
  readonly #book: NumberedBook;
  readonly #trades: OrderedTrades;
  #line = 0;
  /** Received less stamped, of the message that was quickest. */
  #quickest = Infinity;
  /** Venue time that is let go, less time of receipt; null before it begins. */
  #behind: number | null = null;
  #released = -Infinity;

  constructor({ instrument, from }: PushedOptions) {
    const recording = new Recording('binance-raw');
    recording.files.push({ name: from, lineStart: 0 });
    const sink = new RawSink(recording, { symbol: instrument.symbol, tickers: false });
    this.#instrument = instrument;
    this.#tick = decimal(instrument.tickSize);
    this.#recording = recording;
    this.#reader = new RawLineReader(recording, sink);
    this.#book = new NumberedBook(recording);
    this.#trades = new OrderedTrades(recording);
  }

  /** The venue's clock less ours, as far as the quickest message shows; null before there was one. */
  get offset(): Micros | null {
    return this.#quickest === Infinity ? null : (-this.#quickest as Micros);
  }

  /** When the book opens with what came so far; null = it cannot yet. Only before it begins. */
  get opensAt(): EpochMicros | null {
    return (this.#book.openingIn(numberedDepth(this.#recording))?.time ??
      null) as EpochMicros | null;
  }

  /** From here on time is let go: `offset` is the venue's clock less ours, and stays. */
  begin(offset: Micros): void {
    this.#behind = offset - HOLD_BACK;
  }

  /** A message as it came. Errors: `DataError` for one that cannot be taken. */
  line(received: EpochMicros, json: string): void {
    const { depth, trades } = this.#recording;
    const [messages, rows] = [depth.messages, trades.rows];
    const bytes = Buffer.from(`${received}000 ${json}`);
    this.#line += 1;
    this.#reader.read(bytes, 0, bytes.length, this.#line);
    const after = this.#certainAt(received) + AFTER;
    if (depth.messages > messages) {
      this.offTick += depth.leaveOut((row) => !this.#isOnTick(depth.price, row));
      const isSnapshot = depth.snapshot.at(messages) === 1;
      if (!isSnapshot) this.#place(depth, messages, after);
      // What it says is known from here on.
      else if (after > depth.time.at(messages)) depth.time.set(messages, after);
    } else if (trades.rows > rows) this.#place(trades, rows, after);
  }

  /** The connection is lost: nobody knows the book until there is a snapshot again. */
  lost(received: EpochMicros): void {
    // Before it has begun nothing of it was let go: it is lost behind what came by then.
    const at = this.#behind === null ? 0 : received + this.#behind + HOLD_BACK;
    const time = Math.max(at, this.#released + AFTER);
    this.#recording.depth.lost(time, received, Math.max(1, this.#line));
  }

  /** What happened up to `until` and in no piece before; null = nothing. `until` rises. Errors: `DataError`. */
  release(until: EpochMicros): Tape | null {
    const recording = this.#recording;
    this.#released = Math.max(this.#released, until);
    if (!this.#hasUntil(until)) return null;
    const { isOpen } = this.#book;
    const depth = numberedDepth(recording);
    const steps = new BookSteps();
    const decided = this.#book.goOn(depth, until, steps);
    const trades = this.#trades.until(until);
    const isNothing = steps.length === 0 && trades.index.length === 0;
    const tape = isNothing
      ? null
      : laidOut(recording, this.#planOf(steps, trades), { delays: NO_DELAYS, isOpen });
    const snapshots = depth.snapshots.filter((at) => this.#mayOpen(recording.depth, at));
    recording.depth.keep([...depth.diffs.slice(decided), ...snapshots].sort((a, b) => a - b));
    recording.trades.keep([...trades.rest]);
    return tape;
  }

  #isOnTick(price: DecimalColumn, row: number): boolean {
    const { mantissa, scale } = this.#tick;
    const finer = POWERS_OF_TEN[Math.max(0, scale - price.scale)]!;
    const coarser = POWERS_OF_TEN[Math.max(0, price.scale - scale)]!;
    return (price.at(row) * finer) % (Number(mantissa) * coarser) === 0;
  }

  #mayOpen(depth: DepthLane, snapshot: number): boolean {
    return depth.lastId.at(snapshot) + 1 > this.#book.idLast;
  }

  #hasUntil(until: number): boolean {
    const isDue = (time: number): boolean => time <= until;
    const { depth, trades } = this.#recording;
    return trades.time.view().some(isDue) || depth.time.view().some(isDue);
  }

  /** Venue time up to which all is let go when a message is received. */
  #certainAt(received: EpochMicros): number {
    return Math.max(this.#behind === null ? -Infinity : received + this.#behind, this.#released);
  }

  #place(
    { time, received }: Pick<DepthLane, 'time' | 'received'>,
    place: number,
    after: number,
  ): void {
    const own = time.at(place);
    if (this.#behind === null) this.#quickest = Math.min(this.#quickest, received.at(place) - own);
    if (own >= after) return;
    time.set(place, after);
    this.late += 1;
  }

  #planOf(steps: BookSteps, trades: TradeOrder): Plan {
    const recording = this.#recording;
    const { depth, trades: lane } = recording;
    const rows = { levelRows: plannedRows(recording, steps), tradeRows: trades.index };
    const price = gridOf(
      { levels: depth.price, trades: lane.price, ...rows },
      this.#instrument.tickSize,
      0,
    );
    refuseTooFine(recording, price, depth.price, lane.price);
    const { quantum, perLot } = quantaOf(this.#instrument.lotSize);
    const quanta = gridOf({ levels: depth.quantity, trades: lane.quantity, ...rows }, quantum, 0);
    this.#refuseFiner(price, `the tick size ${price.step}`);
    this.#refuseFiner(quanta, quantum);
    const quantity = { ...quanta, step: this.#instrument.lotSize, quantaPerStep: perLot };
    return { steps, trades, price, quantity };
  }

  /** Pieces are on one grid. */
  #refuseFiner({ quantaPerStep }: Grid, step: string): void {
    if (quantaPerStep === 1) return;
    throw this.#recording.fault(this.#line, {
      what: `prices or quantities finer than ${step}`,
      why: 'a market that goes on stays on the grid that it began on',
      fix: 'configure the instrument as the venue has it now, and begin again',
    });
  }
}

/** What quantities are counted in: fine enough for dust, so coarse that the largest level is exact. */
function quantaOf(lotSize: string): { readonly quantum: string; readonly perLot: number } {
  const lot = decimal(lotSize);
  const places = Math.max(lot.scale, Math.min(DECIMALS_MAX, lot.scale + DUST_DECIMALS));
  const quantum = places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`;
  return { quantum, perLot: Number(lot.mantissa) * POWERS_OF_TEN[places - lot.scale]! };
}
