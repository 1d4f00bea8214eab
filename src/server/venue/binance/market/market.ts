/**
 * One recorded or generated market as Binance's clients know it: its rows are numbered by the order in which they happened, and so are its
 * trades. What has not happened by a time is not there for it.
 */
import { decimal, multiplyDecimal, type Decimal } from '../../../../core/ground/decimal.js';
import type { Instrument } from '../../../../core/ground/instrument.js';
import { InvariantError } from '../../../../core/ground/invariant.js';
import type { EpochMicros } from '../../../../core/ground/units.js';
import { eligibleTrades } from '../../../../sim/tape/eligible-trades.js';
import { ROW_SELL, type Tape } from '../../../../sim/tape/tape.js';
import { scaledText } from '../words/amounts.js';

export interface Trade {
  /** From 1. */
  readonly id: number;
  readonly at: EpochMicros;
  /** In quanta of the tape. */
  readonly price: number;
  readonly quantity: number;
  readonly isBuyerMaker: boolean;
}

/** Of `count` values that rise, how many come before the first of which `isBehind` is true. */
function countBefore(count: number, isBehind: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export class Market {
  readonly instrument: Instrument;
  readonly tape: Tape;
  readonly #trades: Int32Array;
  readonly #tick: Decimal;
  readonly #lot: Decimal;

  constructor(instrument: Instrument, tape: Tape) {
    this.instrument = instrument;
    this.tape = tape;
    this.#trades = eligibleTrades(tape).rows;
    this.#tick = decimal(tape.tickSize);
    this.#lot = decimal(tape.lotSize);
  }

  /** Rows of the tape up to and with `at`: the number of the last update of its book. */
  rowsBy(at: EpochMicros): number {
    const { time, rows } = this.tape;
    return countBefore(rows, (row) => (time[row] ?? Infinity) > at);
  }

  /** Trades up to and with `at`: the id of the last of them. */
  tradesBy(at: EpochMicros): number {
    return this.tradesBefore((time) => time > at);
  }

  /** Trades before the first whose time `isBehind`. */
  tradesBefore(isBehind: (time: EpochMicros) => boolean): number {
    const { time } = this.tape;
    return countBefore(this.#trades.length, (index) =>
      isBehind((time[this.#trades[index] ?? 0] ?? Infinity) as EpochMicros),
    );
  }

  /** Trades among the first `rows` rows. */
  tradesIn(rows: number): number {
    return countBefore(this.#trades.length, (index) => (this.#trades[index] ?? Infinity) >= rows);
  }

  trade(id: number): Trade {
    const { time, price, quantity, kind } = this.tape;
    const row = this.#trades[id - 1] ?? 0;
    return {
      id,
      at: (time[row] ?? 0) as EpochMicros,
      price: price[row] ?? 0,
      quantity: quantity[row] ?? 0,
      isBuyerMaker: ((kind[row] ?? 0) & ROW_SELL) !== 0,
    };
  }

  priceText(quanta: number | bigint): string {
    return scaledText(BigInt(quanta), this.#tick, this.tape.quantaPerTick);
  }

  quantityText(quanta: number | bigint): string {
    return scaledText(BigInt(quanta), this.#lot, this.tape.quantaPerLot);
  }

  /** Price quanta x quantity quanta. */
  valueText(quanta: bigint): string {
    const { quantaPerTick, quantaPerLot } = this.tape;
    return scaledText(
      quanta,
      multiplyDecimal(this.#tick, this.#lot),
      BigInt(quantaPerTick) * BigInt(quantaPerLot),
    );
  }

  /** What so much was traded for on average. */
  averageText(value: bigint, quantity: bigint): string {
    if (quantity === 0n) return this.priceText(0);
    return scaledText(value, this.#tick, BigInt(this.tape.quantaPerTick) * quantity);
  }

  /** Of the last trade by `at`; that of nothing before the first. */
  lastPriceText(at: EpochMicros): string {
    const last = this.tradesBy(at);
    return this.priceText(last === 0 ? 0 : this.trade(last).price);
  }

  /** Ticks of the last trade by `at`, a fraction of one cut off; null before the first. */
  lastPrice(at: EpochMicros): number | null {
    const last = this.tradesBy(at);
    return last === 0 ? null : Math.floor(this.trade(last).price / this.tape.quantaPerTick);
  }
}

export class Markets {
  readonly #bySymbol: ReadonlyMap<string, Market>;

  constructor(markets: readonly Market[]) {
    this.#bySymbol = new Map(markets.map((market) => [market.instrument.symbol, market]));
  }

  of({ symbol }: Pick<Instrument, 'symbol'>): Market {
    const market = this.#bySymbol.get(symbol);
    if (market === undefined) throw new InvariantError(`no market of ${symbol}`);
    return market;
  }
}
