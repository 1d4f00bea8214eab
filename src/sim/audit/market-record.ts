/**
 * The market as it truly was, by venue time: every change of the top of the synchronised book, noted as the venue
 * tells of it, and the tape's trades. What costs are measured against (`core/order/truth.ts`). It listens to the market
 * beside the feed. Mutable on purpose, single owner; grows by doubling.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { MarketRecord, TopOfBookSeries } from '../../core/order/truth.js';
import type { EpochMicros, Ticks } from '../../core/ground/units.js';
import { eligibleTrades } from '../tape/eligible-trades.js';
import type { Tape } from '../tape/tape.js';
import type { QuoteSink } from '../market/quote-sink.js';
import { ExactSum } from '../../core/ground/exact-sum.js';

const FIRST_CAPACITY = 1_024;
/** In place of a bid: the book was not two-sided and known. */
const UNKNOWN = -1;

export class TopOfBookRecord implements QuoteSink, MarketRecord {
  readonly #tape: Tape;
  #time = new Float64Array(FIRST_CAPACITY);
  #bid = new Int32Array(FIRST_CAPACITY);
  #ask = new Int32Array(FIRST_CAPACITY);
  #rows = 0;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  // oxlint-disable-next-line max-params -- QuoteSink's: called for every change of the market, an object would be garbage
  quote(
    venueTime: EpochMicros,
    _delay: number,
    bidTicks: number,
    _bidLots: number,
    askTicks: number,
  ): void {
    this.#note(venueTime, bidTicks, askTicks);
  }

  none(venueTime: EpochMicros): void {
    this.#note(venueTime, UNKNOWN, UNKNOWN);
  }

  midTwiceAt(at: EpochMicros): number | null {
    const row = this.#rowAt(at);
    return row < 0 ? null : this.#midTwice(row);
  }

  traded(
    from: EpochMicros,
    to: EpochMicros,
  ): { quantity: bigint; notional: bigint; trades: number } {
    const { quantaPerLot, quantaPerTick } = this.#tape;
    const { quantity, notional, trades } = eligibleTrades(this.#tape).between(this.#tape, from, to);
    return {
      quantity: quantity / BigInt(quantaPerLot),
      notional: notional / BigInt(quantaPerLot * quantaPerTick),
      trades,
    };
  }

  midTwiceIntegral(from: EpochMicros, to: EpochMicros): { sum: bigint; micros: bigint } {
    const sum = new ExactSum();
    let known = 0;
    let row = Math.max(0, this.#rowAt(from));
    for (; row < this.#rows && this.#time[row]! < to; row += 1) {
      const mid = this.#midTwice(row);
      if (mid === null) continue;
      const start = Math.max(from, this.#time[row]!);
      const end = Math.min(to, row + 1 < this.#rows ? this.#time[row + 1]! : to);
      if (end <= start) continue;
      known += end - start;
      sum.addProduct(mid, end - start);
    }
    return { sum: sum.total(), micros: BigInt(known) };
  }

  series(from: EpochMicros, to: EpochMicros, points: number): TopOfBookSeries {
    invariant(points >= 1, 'a series has at least one point');
    const time = this.#time;
    const bids = this.#bid;
    const asks = this.#ask;
    const end = this.#rows - 1;
    const steps: number[] = [];
    const bid: Ticks[] = [];
    const ask: Ticks[] = [];
    const step = Math.max(1, Math.floor((to - from) / points));
    const length = Math.floor((to - from) / step);
    let last = -1;
    let row = this.#rowAt(from);
    for (let point = 0; point <= length; point += 1) {
      const at = from + step * point;
      while (row < end && time[row + 1]! <= at) row += 1;
      if (row < 0 || row === last || bids[row]! === UNKNOWN) continue;
      last = row;
      steps.push(point);
      bid.push(bids[row]! as Ticks);
      ask.push(asks[row]! as Ticks);
    }
    return { from, step, steps, bid, ask };
  }

  #midTwice(row: number): number | null {
    return this.#bid[row]! === UNKNOWN ? null : this.#bid[row]! + this.#ask[row]!;
  }

  /** The row standing at `at`; -1 before the first. */
  #rowAt(at: EpochMicros): number {
    return lowerBound(this.#time, this.#rows, at + 1) - 1;
  }

  #note(time: EpochMicros, bid: number, ask: number): void {
    const last = this.#rows - 1;
    if (last >= 0 && this.#bid[last]! === bid && this.#ask[last]! === ask) return;
    if (this.#rows === this.#time.length) this.#grow();
    this.#time[this.#rows] = time;
    this.#bid[this.#rows] = bid;
    this.#ask[this.#rows] = ask;
    this.#rows += 1;
  }

  #grow(): void {
    const grown = <A extends Float64Array | Int32Array>(from: A, into: A): A => {
      into.set(from);
      return into;
    };
    const size = this.#time.length * 2;
    this.#time = grown(this.#time, new Float64Array(size));
    this.#bid = grown(this.#bid, new Int32Array(size));
    this.#ask = grown(this.#ask, new Int32Array(size));
  }
}

/** First index in [0, length) whose value is not below `value`; length when there is none. */
function lowerBound(sorted: Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
