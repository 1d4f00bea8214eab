/**
 * A tape's eligible trades: where they are, and what was traded between two times. Found once per tape and kept as long
 * as the tape: a report asks for the volume of the whole order and of each slice, nineteen of twenty rows of a recorded
 * book are no trade, and walking the trades for every question cost a twentieth of a whole run.
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

/** Trades between two sums kept. */
const STRIDE = 256;

class EligibleTrades {
  /** Rising row numbers. */
  readonly rows: Int32Array;
  /** Sums over the first 0, 256, 512 … trades. */
  readonly #quantity: readonly bigint[];
  readonly #notional: readonly bigint[];

  constructor(tape: Tape) {
    this.rows = rowsOf(tape);
    const quantity = [0n];
    const notional = [0n];
    for (let end = STRIDE; end <= this.rows.length; end += STRIDE) {
      const sum = this.#walked(tape, end - STRIDE, end);
      quantity.push(quantity.at(-1)! + sum.quantity);
      notional.push(notional.at(-1)! + sum.notional);
    }
    this.#quantity = quantity;
    this.#notional = notional;
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
