/**
 * The market's prints as a client's feed delivers them: venue time, the receive delay the tape recorded, and the feed's latency,
 * in order. It walks the tape behind the run, and only for who watches: the market's own loop does not know of it. Each watcher
 * walks from the start of the run, so that when a print is delivered depends neither on who else watches nor since when. Prints
 * that the venue counts as no trade of the market (insurance fund, zero print) are none here.
 *
 * Unrealistic: the latency of prints is drawn apart from that of quotes.
 */
import { formatDecimal, parseDecimal } from '../../core/ground/decimal.js';
import type { TradeWatch } from '../../core/host/streams.js';
import type { StrategyTrade } from '../../core/host/strategy.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { FeedLoss } from '../fault/link-fault.js';
import type { LatencyModel } from '../random/latency-model.js';
import { ROW_INELIGIBLE, ROW_KIND_MASK, ROW_SELL, ROW_TRADE, type Tape } from '../tape/tape.js';

interface TradeSource {
  readonly tape: Tape;
  /** Of the run: what was printed up to then nobody is told. */
  readonly start: EpochMicros;
  /** A model that draws from the beginning. */
  readonly latency: () => LatencyModel;
  readonly losses: readonly FeedLoss[];
}

export const tradeLine =
  (source: TradeSource): TradeWatch =>
  (from) => {
    const line = new TradeLine(source, from);
    return (now) => line.until(now);
  };

/** A print on its way to the client. */
interface Delivery {
  readonly row: number;
  readonly at: EpochMicros;
}

class TradeLine {
  readonly #source: TradeSource;
  readonly #latency: LatencyModel;
  #row: number;
  #lastDelivery = 0;
  /** Delivered later than it was last asked for. */
  #next: Delivery | null = null;

  constructor(source: TradeSource, from: EpochMicros) {
    this.#source = source;
    this.#latency = source.latency();
    this.#row = firstAfter(source.tape, source.start);
    while (this.#delivered(from) !== null);
  }

  until(now: EpochMicros): readonly StrategyTrade[] {
    const trades: StrategyTrade[] = [];
    for (let next = this.#delivered(now); next !== null; next = this.#delivered(now))
      if (!this.#isLost(next.at)) trades.push(tradeOf(this.#source.tape, next));
    return trades;
  }

  /** The next print if it is delivered by `now`. */
  #delivered(now: EpochMicros): Delivery | null {
    this.#next ??= this.#printed(now);
    if (this.#next === null || this.#next.at > now) return null;
    const delivered = this.#next;
    this.#next = null;
    return delivered;
  }

  /** The next print of the tape up to `now`. */
  #printed(now: EpochMicros): Delivery | null {
    const { time, kind, rows } = this.#source.tape;
    for (; this.#row < rows && (time[this.#row] ?? 0) <= now; this.#row += 1) {
      const flags = kind[this.#row] ?? 0;
      if ((flags & ROW_KIND_MASK) !== ROW_TRADE || (flags & ROW_INELIGIBLE) !== 0) continue;
      this.#row += 1;
      return this.#sent(this.#row - 1);
    }
    return null;
  }

  #sent(row: number): Delivery {
    const { time, delay } = this.#source.tape;
    const due = (time[row] ?? 0) + (delay[row] ?? 0) + this.#latency.sample();
    if (due > this.#lastDelivery) this.#lastDelivery = due;
    return { row, at: this.#lastDelivery as EpochMicros };
  }

  #isLost(deliveredAt: EpochMicros): boolean {
    let lost = false;
    for (const loss of this.#source.losses) {
      if (deliveredAt >= loss.from && deliveredAt < loss.to && loss.loses(deliveredAt)) lost = true;
    }
    return lost;
  }
}

function tradeOf(tape: Tape, { row, at }: Delivery): StrategyTrade {
  const { quantaPerTick, quantaPerLot, tickSize, lotSize } = tape;
  const price = tape.price[row] ?? 0;
  const quantity = tape.quantity[row] ?? 0;
  return {
    symbol: tape.symbol,
    side: ((tape.kind[row] ?? 0) & ROW_SELL) === 0 ? 'buy' : 'sell',
    ticks: price / quantaPerTick,
    lots: quantity / quantaPerLot,
    priceText: quantaText(price, quantaPerTick, tickSize),
    quantityText: quantaText(quantity, quantaPerLot, lotSize),
    venueTime: (tape.time[row] ?? 0) as EpochMicros,
    deliveredAt: at,
  };
}

function firstAfter({ time, rows }: Tape, at: EpochMicros): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Digits that a quantum may have behind those of its step. */
const FINER_DIGITS = 12;

function quantaText(quanta: number, perStep: number, step: string): string {
  const { mantissa, scale } = parseDecimal(step) ?? { mantissa: 1n, scale: 0 };
  const finer = 10n ** BigInt(perStep === 1 ? 0 : FINER_DIGITS);
  const value = (mantissa * BigInt(quanta) * finer) / BigInt(perStep);
  const text = formatDecimal({
    mantissa: value,
    scale: scale + (perStep === 1 ? 0 : FINER_DIGITS),
  });
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
