/**
 * A tape's eligible trades: where they are, what was traded between two times, and between which prices. Found once per
 * tape and kept as long as the tape: a report asks for the volume of the whole order and of each slice, the cash of an
 * account for the highest and the lowest price; nineteen of twenty rows of a recorded book are no trade, and walking the
 * trades for every question cost a tenth of a whole run.
 */
import { ExactSum } from '../../core/ground/exact-sum.js';
import { foundOnce } from './found-once.js';
import { type RowRuns, rowRuns } from './row-runs.js';
import { ROW_INELIGIBLE, ROW_KIND_MASK, ROW_TRADE, type Tape } from './tape.js';

/** Exact, in quanta of the tape and their products. */
export interface TradedSum {
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly trades: number;
}

/** Between which prices was traded, in price quanta; `NO_PRICES` without a trade. */
export interface PriceRange {
  readonly lowest: number;
  readonly highest: number;
}

const NO_PRICES: PriceRange = { lowest: Infinity, highest: -Infinity };

/** Trades between two sums kept: every question walks half as many at either end. */
const STRIDE = 64;

class EligibleTrades {
  /** Rising row numbers. */
  readonly rows: Int32Array;
  /** Sums over the first 0, 64, 128 … trades. */
  readonly #quantity: readonly bigint[];
  readonly #notional: readonly bigint[];
  /** Of each whole stride: trades 0 to 63, 64 to 127 … */
  readonly #prices: readonly PriceRange[];

  constructor(tape: Tape) {
    this.rows = rowsOf(tape);
    const quantity = [0n];
    const notional = [0n];
    const prices: PriceRange[] = [];
    for (let end = STRIDE; end <= this.rows.length; end += STRIDE) {
      const sum = this.#walked(tape, end - STRIDE, end);
      quantity.push(quantity.at(-1)! + sum.quantity);
      notional.push(notional.at(-1)! + sum.notional);
      prices.push(this.#pricesWalked(tape, end - STRIDE, end, NO_PRICES));
    }
    this.#quantity = quantity;
    this.#notional = notional;
    this.#prices = prices;
  }

  /** Of the trades with from <= time < to; `tape` is the one they are of. */
  between(tape: Tape, from: number, to: number): TradedSum {
    const first = this.#firstAt(tape, from);
    const end = Math.max(first, this.#firstAt(tape, to));
    const before = this.#sumTo(tape, first);
    const after = this.#sumTo(tape, end);
    return {
      quantity: after.quantity - before.quantity,
      notional: after.notional - before.notional,
      trades: end - first,
    };
  }

  /** Of the trades with from <= time < to; `tape` is the one they are of. */
  pricesBetween(tape: Tape, from: number, to: number): PriceRange {
    const end = this.#firstAt(tape, to);
    let range = NO_PRICES;
    for (let index = this.#firstAt(tape, from); index < end;) {
      const isWhole = index % STRIDE === 0 && index + STRIDE <= end;
      const next = isWhole ? index + STRIDE : Math.min(end, index - (index % STRIDE) + STRIDE);
      range = isWhole
        ? joined(range, this.#prices[index / STRIDE]!)
        : this.#pricesWalked(tape, index, next, range);
      index = next;
    }
    return range;
  }

  #pricesWalked({ price }: Tape, from: number, end: number, range: PriceRange): PriceRange {
    let { lowest, highest } = range;
    for (let index = from; index < end; index += 1) {
      const at = price[this.rows[index]!]!;
      if (at < lowest) lowest = at;
      if (at > highest) highest = at;
    }
    return { lowest, highest };
  }

  /** Over the first `end` trades. */
  #sumTo(tape: Tape, end: number): TradedSum {
    const kept = Math.floor(end / STRIDE);
    const rest = this.#walked(tape, kept * STRIDE, end);
    return {
      quantity: this.#quantity[kept]! + rest.quantity,
      notional: this.#notional[kept]! + rest.notional,
      trades: end,
    };
  }

  #walked({ price, quantity }: Tape, from: number, end: number): TradedSum {
    const quanta = new ExactSum();
    const value = new ExactSum();
    for (let index = from; index < end; index += 1) {
      const row = this.rows[index]!;
      quanta.addProduct(quantity[row]!, 1);
      value.addProduct(price[row]!, quantity[row]!);
    }
    return { quantity: quanta.total(), notional: value.total(), trades: end - from };
  }

  /** Index of the first trade at or after `at`. */
  #firstAt({ time }: Tape, at: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (time[this.rows[middle]!]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const joined = (a: PriceRange, b: PriceRange): PriceRange => ({
  lowest: Math.min(a.lowest, b.lowest),
  highest: Math.max(a.highest, b.highest),
});

/** Counted first: a list that grows, and is then copied, cost more than all questions of a short run. */
function rowsOf(tape: Tape): Int32Array {
  const runs = rowRuns(tape);
  const rows = new Int32Array(eachTrade(runs, null));
  eachTrade(runs, rows);
  return rows;
}

/** Writes the rows of eligible trades into `rows`; returns how many there are. */
function eachTrade({ end, kind }: RowRuns, rows: Int32Array | null): number {
  let count = 0;
  let row = 0;
  for (let run = 0; run < end.length; run += 1) {
    const first = row;
    row = end[run]!;
    if ((kind[run]! & (ROW_KIND_MASK | ROW_INELIGIBLE)) !== ROW_TRADE) continue;
    if (rows !== null) for (let at = first; at < row; at += 1) rows[count + at - first] = at;
    count += row - first;
  }
  return count;
}

export const eligibleTrades = foundOnce((tape) => new EligibleTrades(tape));
