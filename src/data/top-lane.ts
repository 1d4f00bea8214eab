/**
 * Lays the best prices a recording holds (bookTicker, Tardis quotes) out beside the rows of its tape (F18, F0): in order of
 * update id where the venue gives one, by time where the format has none, and there before the diff of the same instant,
 * which may be newer. A row without a time of its own has the time of its receipt, between the diffs it stands between.
 */
import { MICROS_PER_MS } from '../core/ground/units.js';
import { ROW_KIND_MASK, ROW_TRADE } from '../sim/tape/tape.js';
import type { TapeRows } from '../sim/tape/tape-builder.js';
import type { TopRows } from '../sim/tape/tape.js';
import { type DecimalColumn, NumberColumn } from './columns.js';
import { POWERS_OF_TEN } from './decimal-scanner.js';
import type { QuantaScale } from './grid.js';
import { allOf, orderedById } from './lane-order.js';
import { NO_ID, NO_TIME, type Recording, type TickerLane } from './recording.js';
import { type BookSteps, STEP_GAP, STEP_OPEN } from './synchronise.js';

/** What is known of a tape when its top rows are laid out. */
export interface TopContext {
  readonly steps: BookSteps;
  /** The tape row at which each step's rows begin. */
  readonly stepRow: Int32Array;
  readonly offsetMicros: number | null;
  readonly price: QuantaScale;
  readonly quantity: QuantaScale;
}

const PRICE_QUANTA_MAX = 2 ** 31 - 1;

export function topRowsOf(
  recording: Recording,
  context: TopContext,
  tape: TapeRows,
): TopRows | null {
  const { tickers } = recording;
  if (tickers === null || tickers.id.length === 0) return null;
  const lane = new TopLane(recording, tickers, context, tape);
  for (const ticker of orderedById(allOf(tickers.id.length), tickers.id)) lane.take(ticker);
  return lane.rows();
}

/** Mutable, used once; tickers come in the order of their ids. */
class TopLane {
  readonly #recording: Recording;
  readonly #tickers: TickerLane;
  readonly #context: TopContext;
  readonly #tape: TapeRows;
  /** The first step that is at least as new as the ticker, and the first tape row that may stand behind it. */
  #step = 0;
  #row = 0;
  #isOpen = false;
  #opened = -Infinity;
  #timeLast = -Infinity;
  readonly #before = new NumberColumn();
  readonly #time = new NumberColumn();
  readonly #delay = new NumberColumn();
  readonly #sides = [new NumberColumn(), new NumberColumn()] as const;
  readonly #sizes = [new NumberColumn(), new NumberColumn()] as const;

  constructor(recording: Recording, tickers: TickerLane, context: TopContext, tape: TapeRows) {
    this.#recording = recording;
    this.#tickers = tickers;
    this.#context = context;
    this.#tape = tape;
  }

  take(ticker: number): void {
    const { steps } = this.#context;
    const received = this.#receivedAt(ticker);
    const own = this.#tickers.time.at(ticker);
    this.#goTo(ticker, own === NO_TIME ? received : own);
    const next = this.#step < steps.length ? steps.time.at(this.#step) : Infinity;
    const time = Math.max(this.#timeLast, Math.min(next, own === NO_TIME ? received : own));
    const problem = this.#problem(time) ?? this.#price(ticker);
    if (problem !== null) {
      this.#recording.skip(`ticker-${problem}`);
      return;
    }
    this.#timeLast = time;
    this.#before.push(this.#placeAt(time));
    this.#time.push(time);
    this.#delay.push(Math.max(0, Math.ceil((received - time) / MICROS_PER_MS) * MICROS_PER_MS));
  }

  rows(): TopRows | null {
    const [bid, ask] = this.#sides;
    const [bidQuantity, askQuantity] = this.#sizes;
    const rows = this.#time.length;
    if (rows === 0) return null;
    return {
      rows,
      before: Int32Array.from(this.#before.view()),
      time: this.#time.view().slice(),
      bid: Int32Array.from(bid.view()),
      ask: Int32Array.from(ask.view()),
      bidQuantity: bidQuantity.view().slice(),
      askQuantity: askQuantity.view().slice(),
      delay: Int32Array.from(this.#delay.view()),
    };
  }

  /** On the venue's clock, as late as it can have been (F1). */
  #receivedAt(ticker: number): number {
    return this.#tickers.received.at(ticker) + (this.#context.offsetMicros ?? 0);
  }

  /** Past the steps that are older than the ticker. */
  #goTo(ticker: number, time: number): void {
    const { steps, stepRow } = this.#context;
    const { depth } = this.#recording;
    const id = this.#tickers.id.at(ticker);
    for (; this.#step < steps.length; this.#step += 1) {
      const step = this.#step;
      const isOlder =
        id === NO_ID ? steps.time.at(step) < time : depth.lastId.at(steps.message.at(step)) < id;
      if (!isOlder) return;
      const what = steps.what.at(step);
      this.#isOpen = what !== STEP_GAP;
      if (what === STEP_OPEN) this.#opened = steps.time.at(step);
      this.#timeLast = Math.max(this.#timeLast, steps.time.at(step));
      const after = step + 1 < steps.length ? stepRow[step + 1]! : this.#tape.rows;
      this.#row = Math.max(this.#row, this.#endOfStep(stepRow[step]!, after));
    }
  }

  /** The rows of a step end where the trades that follow it begin. */
  #endOfStep(from: number, to: number): number {
    let end = to;
    while (end > from && (this.#tape.kind[end - 1]! & ROW_KIND_MASK) === ROW_TRADE) end -= 1;
    return end;
  }

  #problem(time: number): string | null {
    const { steps } = this.#context;
    const { rows, time: times } = this.#tape;
    const isLost =
      this.#step < steps.length &&
      steps.what.at(this.#step) === STEP_GAP &&
      steps.time.at(this.#step) === time;
    if (!this.#isOpen || isLost || time === this.#opened) return 'without-book';
    return time > times[rows - 1]! ? 'after-end' : null;
  }

  /** Behind the trades of its instant, before the step that is newer. */
  #placeAt(time: number): number {
    const { stepRow, steps } = this.#context;
    const end = this.#step < steps.length ? stepRow[this.#step]! : this.#tape.rows;
    while (this.#row < end && this.#tape.time[this.#row]! <= time) this.#row += 1;
    return this.#row;
  }

  /** Pushes prices and quantities; what cannot be on the tape's grid is a problem, and nothing is pushed. */
  #price(ticker: number): string | null {
    const { bid, bidQuantity, ask, askQuantity } = this.#tickers;
    const { price, quantity } = this.#context;
    const { depth } = this.#recording;
    const prices = [bid, ask].map((column) => quantaOf(column, ticker, depth.price.scale, price));
    if (prices.some((each) => !Number.isInteger(each) || each > PRICE_QUANTA_MAX))
      return 'off-tick';
    const sizes = [bidQuantity, askQuantity].map((column) =>
      Math.floor(quantaOf(column, ticker, depth.quantity.scale, quantity)),
    );
    if (!sizes.every(Number.isSafeInteger)) return 'off-tick';
    for (const side of [0, 1] as const) {
      this.#sides[side].push(prices[side]!);
      this.#sizes[side].push(sizes[side]!);
    }
    return null;
  }
}

/** `scale`: of the column that `quanta` is made for. */
function quantaOf(
  column: DecimalColumn,
  row: number,
  scale: number,
  { multiply, divide }: QuantaScale,
): number {
  const up = POWERS_OF_TEN[Math.max(0, scale - column.scale)]!;
  const down = POWERS_OF_TEN[Math.max(0, column.scale - scale)]!;
  return (column.at(row) * up * multiply) / (divide * down);
}
