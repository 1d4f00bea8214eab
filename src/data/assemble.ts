/**
 * Lays a recording out as a tape: synchronised book rows and trades of the venue's clock in one order, on integer grids,
 * each with the delay at which it was received. What is decided (synchronisation, grids, delays) is decided elsewhere.
 */
import { MICROS_PER_MS, type PriceQuanta, type Quanta } from '../core/ground/units.js';
import { NOTHING, NO_PRICE, TapeBuilder, type TapeRows } from '../sim/tape/tape-builder.js';
import {
  ROW_GAP,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
  type TapeHeader,
  type TopRows,
} from '../sim/tape/tape.js';
import type { DecimalColumn } from './columns.js';
import { type Delays, delaysOf } from './delays.js';
import { type Grid, type GridSteps, type QuantaScale, gridOf } from './grid.js';
import { type TradeOrder, orderTrades } from './lane-order.js';
import { openingBook } from './opening-book.js';
import { type Recording, SIDE_ASK } from './recording.js';
import { type BookSteps, STEP_GAP, STEP_JOIN, STEP_OPEN, synchronise } from './synchronise.js';
import { topRowsOf } from './top-lane.js';

/** What a tape is made of; kept for checks that need the venue's ids. */
export interface Plan {
  readonly steps: BookSteps;
  readonly trades: TradeOrder;
  readonly price: Grid;
  readonly quantity: Grid;
}

export interface Assembled {
  readonly tape: Tape;
  readonly plan: Plan;
}

/** Share of level quantities that may lie below a lot size derived from the data. */
const DUST_SHARE_MAX = 0.001;
const PRICE_QUANTA_MAX = 2 ** 31 - 1;

/** The tape of `recording`. Without `instrument` the grids are those the data shows. Throws `DataError`. */
export function assemble(recording: Recording, instrument: GridSteps | null): Assembled {
  const steps = synchronise(recording);
  const trades = orderTrades(recording);
  const { depth, trades: lane } = recording;
  const rows = { levelRows: plannedRows(recording, steps), tradeRows: trades.index };
  const price = gridOf(
    { levels: depth.price, trades: lane.price, ...rows },
    instrument?.tickSize,
    0,
  );
  const quantity = gridOf(
    { levels: depth.quantity, trades: lane.quantity, ...rows },
    instrument?.lotSize,
    DUST_SHARE_MAX,
  );
  refuseOffTickLevels(recording, price);
  refuseTooFine(recording, price, depth.price, lane.price);
  const plan = { steps, trades, price, quantity };
  const delays = delaysOf(recording, steps, trades);
  return { tape: laidOut(recording, plan, { delays, isOpen: false }), plan };
}

export interface LaidOut {
  readonly delays: Delays;
  /** Whether the book was open before the first step. */
  readonly isOpen: boolean;
}

/** The tape of a plan. */
export const laidOut = (recording: Recording, plan: Plan, how: LaidOut): Tape =>
  new Layout(recording, plan, how).build();

/** The level rows that reach the tape. */
export function plannedRows(recording: Recording, steps: BookSteps): Uint32Array {
  const { depth } = recording;
  const rows = new Uint32Array(depth.rows);
  let count = 0;
  const take = (message: number): void => {
    for (let row = depth.rowStart(message); row < depth.rowEnd.at(message); row += 1)
      rows[count++] = row;
  };
  for (let step = 0; step < steps.length; step += 1) {
    if (steps.what.at(step) === STEP_GAP) continue;
    if (steps.what.at(step) === STEP_OPEN) take(steps.snapshot.at(step));
    take(steps.message.at(step));
  }
  return rows.subarray(0, count);
}

function refuseOffTickLevels(recording: Recording, { step, offGridLevelFirst }: Grid): void {
  if (offGridLevelFirst === null) return;
  const { depth } = recording;
  const message = depth.rowEnd.view().findIndex((end) => end > offGridLevelFirst);
  throw recording.fault(depth.line.at(message), {
    what: `a level price is off the tick size ${step}`,
    fix: "Give the instrument's tick size as it was when this was recorded",
  });
}

/** Prices are 32-bit quanta on a tape. */
export function refuseTooFine(
  recording: Recording,
  grid: Grid,
  levels: DecimalColumn,
  trades: DecimalColumn,
): void {
  const largest = Math.max(
    priceQuanta(grid.levels, largestOf(levels.view())),
    priceQuanta(grid.trades, largestOf(trades.view())),
  );
  if (largest <= PRICE_QUANTA_MAX) return;
  throw recording.fault(1, {
    what: 'prices are too fine for their size',
    why: `on a grid that holds every price exactly, the largest is ${largest} steps; 2^31 - 1 is the limit`,
  });
}

const largestOf = (values: Float64Array): number => {
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  return largest;
};

/** Writes the rows of a plan. Mutable, used once. */
class Layout {
  readonly #recording: Recording;
  readonly #plan: Plan;
  readonly #delays: Delays;
  readonly #isOpen: boolean;
  readonly #builder: TapeBuilder;
  readonly #stepRow: Int32Array;
  #tradesPushed = 0;
  #worst: TapeHeader['snapshotWorst'] = null;

  constructor(recording: Recording, plan: Plan, { delays, isOpen }: LaidOut) {
    this.#recording = recording;
    this.#plan = plan;
    this.#delays = delays;
    this.#isOpen = isOpen;
    this.#stepRow = new Int32Array(plan.steps.length);
    this.#builder = new TapeBuilder(recording.depth.rows + plan.trades.index.length + 1);
  }

  build(): Tape {
    const { steps } = this.#plan;
    for (let step = 0; step < steps.length; step += 1) {
      const time = steps.time.at(step);
      this.#pushTradesUntil(time);
      this.#stepRow[step] = this.#builder.rows;
      this.#pushStep(step, time, this.#delays.ofStep(step));
    }
    this.#pushTradesUntil(Infinity);
    const { offsetMicros } = this.#delays;
    const { price, quantity } = this.#plan;
    const context = {
      steps,
      stepRow: this.#stepRow,
      offsetMicros,
      price: price.levels,
      quantity: quantity.levels,
    };
    const topOf = (rows: TapeRows): TopRows | null => topRowsOf(this.#recording, context, rows);
    return this.#builder.finish(this.#header(), topOf, this.#isOpen);
  }

  #pushStep(step: number, time: number, delay: number): void {
    const { steps } = this.#plan;
    const message = steps.message.at(step);
    const what = steps.what.at(step);
    if (what === STEP_GAP) this.#builder.push(time, ROW_GAP, NO_PRICE, NOTHING, delay);
    else if (what === STEP_OPEN) this.#pushBook(step, time, delay);
    else if (what !== STEP_JOIN) {
      const { depth } = this.#recording;
      const end = depth.rowEnd.at(message);
      for (let row = depth.rowStart(message); row < end; row += 1)
        this.#pushLevel(row, time, delay);
    }
  }

  #pushBook(step: number, time: number, delay: number): void {
    const { steps } = this.#plan;
    const snapshot = steps.snapshot.at(step);
    const diffs = [steps.message.at(step)];
    for (let next = step + 1; next < steps.length; next += 1) {
      if (steps.what.at(next) !== STEP_JOIN) break;
      diffs.push(steps.message.at(next));
    }
    const { bids, asks, worstBid, worstAsk } = openingBook(this.#recording, snapshot, diffs);
    const { depth } = this.#recording;
    if (bids.length === 0 || asks.length === 0 || worstBid === null || worstAsk === null) {
      throw this.#recording.fault(depth.line.at(snapshot), {
        what: 'a side of the snapshot is empty',
      });
    }
    this.#builder.push(time, ROW_SNAPSHOT, NO_PRICE, NOTHING, delay);
    for (const row of bids) this.#pushLevel(row, time, delay);
    for (const row of asks) this.#pushLevel(row, time, delay);
    this.#worst ??= { bid: this.#levelPrice(worstBid), ask: this.#levelPrice(worstAsk) };
  }

  #pushLevel(row: number, time: number, delay: number): void {
    const { depth } = this.#recording;
    const kind = depth.side.at(row) === SIDE_ASK ? ROW_LEVEL | ROW_SELL : ROW_LEVEL;
    const quantity = quantityQuanta(this.#plan.quantity.levels, depth.quantity.at(row));
    this.#builder.push(time, kind, this.#levelPrice(row), quantity, delay);
  }

  #levelPrice(row: number): PriceQuanta {
    return priceQuanta(this.#plan.price.levels, this.#recording.depth.price.at(row));
  }

  #pushTradesUntil(time: number): void {
    const { trades, price, quantity } = this.#plan;
    const lane = this.#recording.trades;
    for (; this.#tradesPushed < trades.index.length; this.#tradesPushed += 1) {
      const position = this.#tradesPushed;
      const at = trades.time[position]!;
      if (at > time) return;
      const trade = trades.index[position]!;
      const tradePrice = priceQuanta(price.trades, lane.price.at(trade));
      const size = quantityQuanta(quantity.trades, lane.quantity.at(trade));
      const kind = ROW_TRADE | lane.flags.at(trade);
      this.#builder.push(at, kind, tradePrice, size, this.#delays.ofTrade(position));
    }
  }

  #header(): TapeHeader {
    const { price, quantity } = this.#plan;
    const { symbol, format, venueKind, skipped } = this.#recording;
    const { offsetMicros } = this.#delays;
    return {
      symbol: symbol ?? 'unknown',
      tickSize: price.step,
      lotSize: quantity.step,
      quantaPerTick: price.quantaPerStep,
      quantaPerLot: quantity.quantaPerStep,
      format,
      venueKind,
      hasReceiveClock: offsetMicros !== null,
      receivedOffsetMs: offsetMicros === null ? null : offsetMicros / MICROS_PER_MS,
      dustRows: quantity.offGridLevels + quantity.offGridTrades,
      subTickPrints: price.offGridTrades,
      skipped,
      snapshotWorst: this.#worst,
    };
  }
}

const priceQuanta = (scale: QuantaScale, value: number): PriceQuanta =>
  ((value * scale.multiply) / scale.divide) as PriceQuanta;
const quantityQuanta = (scale: QuantaScale, value: number): Quanta =>
  ((value * scale.multiply) / scale.divide) as Quanta;
