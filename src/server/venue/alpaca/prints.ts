/**
 * What has traded in an asset's market, by number: eligible prints of its tape, the one with the lowest number first, as numbers that a
 * data feed says. It knows the whole tape; whoever asks says up to when. Pure but for what it keeps of the tape.
 */
import { decimal, divide, formatDecimal, pow10 } from '../../../core/ground/decimal.js';
import type { Instrument } from '../../../core/ground/instrument.js';
import type { EpochMicros, Side, Ticks } from '../../../core/ground/units.js';
import { eligibleTrades } from '../../../sim/tape/eligible-trades.js';
import { ROW_SELL, type Tape } from '../../../sim/tape/tape.js';

export interface Print {
  /** From 1, by asset. */
  readonly id: number;
  /** In market time. */
  readonly at: EpochMicros;
  /** In quanta of the tape. */
  readonly price: number;
  readonly quantity: number;
  readonly aggressor: Side;
}

export class Prints {
  readonly #tape: Tape;
  readonly #instrument: Instrument;
  readonly #rows: Int32Array;

  constructor(instrument: Instrument, tape: Tape) {
    this.#instrument = instrument;
    this.#tape = tape;
    this.#rows = eligibleTrades(tape).rows;
  }

  /** The price of the very first, a fraction of a tick cut off; null = nothing ever trades. */
  get first(): Ticks | null {
    return this.#rows.length === 0 ? null : this.#ticks(0);
  }

  /** The price of the last one up to `at`. */
  last(at: EpochMicros): Ticks | null {
    const count = this.countTo(at);
    return count === 0 ? null : this.#ticks(count - 1);
  }

  /** How many there are up to `at`, which is also the place of the first one after it. */
  countTo(at: EpochMicros): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cell(this.#tape.time, cell(this.#rows, middle)) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The one at `place`, which is below `countTo` of some time. */
  at(place: number): Print {
    const row = cell(this.#rows, place);
    const { time, price, quantity, kind } = this.#tape;
    return {
      id: place + 1,
      at: cell(time, row) as EpochMicros,
      price: cell(price, row),
      quantity: cell(quantity, row),
      aggressor: (cell(kind, row) & ROW_SELL) === 0 ? 'buy' : 'sell',
    };
  }

  /** A price in quanta, or the mean of some: their sum and how many. */
  priceOf(quanta: number | bigint, among = 1n): number {
    const per = BigInt(this.#tape.quantaPerTick) * among;
    return numberOf(this.#instrument.tickSize, BigInt(quanta), per);
  }

  quantityOf(quanta: number): number {
    return numberOf(this.#instrument.lotSize, BigInt(quanta), BigInt(this.#tape.quantaPerLot));
  }

  priceOfTicks(ticks: number): number {
    return numberOf(this.#instrument.tickSize, BigInt(ticks), 1n);
  }

  quantityOfLots(lots: number): number {
    return numberOf(this.#instrument.lotSize, BigInt(lots), 1n);
  }

  #ticks(place: number): Ticks {
    return Math.floor(this.at(place).price / this.#tape.quantaPerTick) as Ticks;
  }
}

/** Of a row there is. */
const cell = (column: ArrayLike<number>, row: number): number => column[row] ?? NaN;

/** Digits of a number in JSON beyond those of the grid. */
const EXTRA_DIGITS = 9;

/** `multiple` / `per` steps of a grid, as the number nearest to that many digits. */
function numberOf(step: string, multiple: bigint, per: bigint): number {
  const grid = decimal(step);
  const mantissa = divide(grid.mantissa * multiple * pow10(EXTRA_DIGITS), per, 'half-even');
  return Number(formatDecimal({ mantissa, scale: grid.scale + EXTRA_DIGITS }));
}
