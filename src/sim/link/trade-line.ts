/**
 * The market's prints as a client's feed delivers them: venue time, the receive delay the tape recorded, and the feed's latency,
 * in order. It walks the tape behind the run, and only for who watches: the market's own loop does not know of it. Prints that
 * the venue counts as no trade of the market (insurance fund, zero print) are none here.
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
  readonly latency: LatencyModel;
  readonly losses: readonly FeedLoss[];
}

export const tradeLine =
  (source: TradeSource): TradeWatch =>
  (from) => {
    const line = new TradeLine(source, from);
    return (now) => line.until(now);
  };

class TradeLine {
  readonly #source: TradeSource;
  #row: number;
  #delivery = 0;
  /** Delivered later than it was last asked for. */
  #next: StrategyTrade | null = null;

  constructor(source: TradeSource, from: EpochMicros) {
    this.#source = source;
    this.#row = firstAfter(source.tape, from);
  }

  until(now: EpochMicros): readonly StrategyTrade[] {
    const trades: StrategyTrade[] = [];
    for (let trade = this.#take(now); trade !== null; trade = this.#take(now)) {
      if (trade.deliveredAt > now) {
        this.#next = trade;
        break;
      }
      if (!this.#isLost(trade.deliveredAt)) trades.push(trade);
    }
    return trades;
  }

  #take(now: EpochMicros): StrategyTrade | null {
    const waiting = this.#next;
    this.#next = null;
    if (waiting !== null) return waiting;
    const { tape } = this.#source;
    for (; this.#row < tape.rows && (tape.time[this.#row] ?? 0) <= now; this.#row += 1) {
      const kind = tape.kind[this.#row] ?? 0;
      if ((kind & ROW_KIND_MASK) !== ROW_TRADE || (kind & ROW_INELIGIBLE) !== 0) continue;
      this.#row += 1;
      return this.#tradeAt(this.#row - 1, kind);
    }
    return null;
  }

  #tradeAt(row: number, kind: number): StrategyTrade {
    const { tape, latency } = this.#source;
    const { quantaPerTick, quantaPerLot, tickSize, lotSize } = tape;
    const venueTime = (tape.time[row] ?? 0) as EpochMicros;
    const due = venueTime + (tape.delay[row] ?? 0) + latency.sample();
    if (due > this.#delivery) this.#delivery = due;
    const price = tape.price[row] ?? 0;
    const quantity = tape.quantity[row] ?? 0;
    return {
      symbol: tape.symbol,
      side: (kind & ROW_SELL) === 0 ? 'buy' : 'sell',
      ticks: price / quantaPerTick,
      lots: quantity / quantaPerLot,
      priceText: quantaText(price, quantaPerTick, tickSize),
      quantityText: quantaText(quantity, quantaPerLot, lotSize),
      venueTime,
      deliveredAt: this.#delivery as EpochMicros,
    };
  }

  #isLost(deliveredAt: EpochMicros): boolean {
    let lost = false;
    for (const loss of this.#source.losses) {
      if (deliveredAt >= loss.from && deliveredAt < loss.to && loss.loses(deliveredAt)) lost = true;
    }
    return lost;
  }
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
