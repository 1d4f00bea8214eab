/** Candlesticks of a market's trades, on intervals of the wall clock. Exact. */
import { ExactSum } from '../../../../core/ground/exact-sum.js';
import type { EpochMicros } from '../../../../core/ground/units.js';
import type { Interval } from './intervals.js';
import type { Market } from './market.js';

/** Prices and quantities in quanta of the tape. */
export interface Candle {
  readonly openMs: number;
  readonly closeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: bigint;
  readonly value: bigint;
  readonly trades: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly takerVolume: bigint;
  readonly takerValue: bigint;
}

export interface CandleSource {
  readonly market: Market;
  /** What the wall clock shows at a time of the market, in milliseconds. */
  readonly wallMs: (at: EpochMicros) => number;
  /** What has not been by then is not in them. */
  readonly now: EpochMicros;
}

/** The one that opens at `openMs`; null where nothing has been traded by its end. */
export function candleAt(
  { market, wallMs, now }: CandleSource,
  interval: Interval,
  openMs: number,
): Candle | null {
  const nextMs = interval.nextAfter(openMs);
  const known = market.tradesBy(now);
  const before = (ms: number): number =>
    Math.min(
      known,
      market.tradesBefore((at) => wallMs(at) >= ms),
    );
  const first = before(openMs);
  const end = before(nextMs);
  if (end === 0) return null;
  const span = { openMs, closeMs: nextMs - 1 };
  return first === end ? flat(market, span, end) : traded(market, span, { first, end });
}

type Span = Pick<Candle, 'openMs' | 'closeMs'>;

/** Nothing was traded in it: it stands where the one before closed. */
function flat(market: Market, span: Span, end: number): Candle {
  const { price } = market.trade(end);
  return {
    ...span,
    ...{ open: price, high: price, low: price, close: price },
    ...{ volume: 0n, value: 0n, trades: 0, firstId: -1, lastId: -1 },
    ...{ takerVolume: 0n, takerValue: 0n },
  };
}

function traded(
  market: Market,
  span: Span,
  { first, end }: { readonly first: number; readonly end: number },
): Candle {
  const volume = new ExactSum();
  const value = new ExactSum();
  const takerVolume = new ExactSum();
  const takerValue = new ExactSum();
  let high = -Infinity;
  let low = Infinity;
  for (let id = first + 1; id <= end; id += 1) {
    const { price, quantity, isBuyerMaker } = market.trade(id);
    high = Math.max(high, price);
    low = Math.min(low, price);
    volume.addProduct(quantity, 1);
    value.addProduct(price, quantity);
    if (isBuyerMaker) continue;
    takerVolume.addProduct(quantity, 1);
    takerValue.addProduct(price, quantity);
  }
  return {
    ...span,
    ...{ open: market.trade(first + 1).price, high, low, close: market.trade(end).price },
    ...{ volume: volume.total(), value: value.total(), trades: end - first },
    ...{ firstId: first + 1, lastId: end },
    ...{ takerVolume: takerVolume.total(), takerValue: takerValue.total() },
  };
}

export interface CandlesAsked {
  /** Null: the latest ones. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly limit: number;
}

export function candles(
  source: CandleSource,
  interval: Interval,
  { startMs, endMs, limit }: CandlesAsked,
): readonly Candle[] {
  const { market, wallMs, now } = source;
  if (market.tradesBy(now) === 0) return [];
  const firstMs = interval.openOf(wallMs(market.trade(1).at));
  const lastMs = Math.min(endMs ?? Infinity, wallMs(now));
  const rows: Candle[] = [];
  let openMs = firstMs;
  if (startMs !== null && startMs > firstMs) {
    openMs = interval.openOf(startMs);
    if (openMs < startMs) openMs = interval.nextAfter(openMs);
  }
  for (; openMs <= lastMs; openMs = interval.nextAfter(openMs)) {
    const candle = candleAt(source, interval, openMs);
    if (candle !== null) rows.push(candle);
    if (startMs !== null && rows.length === limit) break;
  }
  return rows.slice(-limit);
}

/** A recording of some minutes has none of the days before it, and of none all. */
const DAYS_MOST = 1_000;

/**
 * Days, those before the first trade included. Of a day that is over the volume is `daily`, the average as the venue says it: a client reads
 * its average volume off them.
 */
export function days(
  source: CandleSource,
  interval: Interval,
  { startMs, endMs, limit }: CandlesAsked,
  daily: bigint,
): readonly Candle[] {
  const { market, wallMs, now } = source;
  if (market.tradesBy(now) === 0) return [];
  const nowMs = wallMs(now);
  const today = interval.openOf(nowMs);
  const length = interval.nextAfter(today) - today;
  const earliest = today - (DAYS_MOST - 1) * length;
  const from = Math.max(earliest, startMs ?? today - (limit - 1) * length);
  const rows: Candle[] = [];
  let openMs = Math.ceil(from / length) * length;
  for (; openMs <= Math.min(endMs ?? nowMs, nowMs); openMs += length) {
    const span = { openMs, closeMs: openMs + length - 1 };
    const candle = candleAt(source, interval, openMs) ?? flat(market, span, 1);
    const isOver = openMs + length <= nowMs;
    const value = daily * BigInt(candle.close);
    rows.push(isOver ? { ...candle, volume: daily, value } : candle);
    if (startMs !== null && rows.length === limit) break;
  }
  return rows.slice(-limit);
}
