/**
 * What a market stream is: what it tells, how often by the wall clock, and from where it goes on; and those that all of Binance's markets
 * have. A source is asked whenever the venue has come further; it keeps what it told last, so there is one for all who listen to the same
 * stream.
 */
import type { EpochMicros } from '../../../../core/ground/units.js';
import { type Desk, marketTime, wallMs } from '../desk.js';
import { candleAt } from '../market/candles.js';
import { type DepthDiff, depthDiff } from '../market/depth-diffs.js';
import type { MarketFeed } from '../market/feed.js';
import { DAY_MS, INTERVALS, type Interval } from '../market/intervals.js';
import { dayFigures, topWords } from '../market/tickers.js';
import { nameOf } from '../symbols.js';
import { candleEvent, miniDayEvent } from '../words/market-words.js';

/** What there is to tell at this moment. */
export type Source = (at: {
  readonly now: EpochMicros;
  readonly nowMs: number;
}) => readonly object[];

export interface From {
  readonly desk: Desk;
  readonly feed: MarketFeed;
  readonly symbol: string;
}

export type MakeSource = (from: From) => Source;

/** At most once in so long, at whole multiples of it, and only while the feed brings something. */
export const every =
  (lengthMs: number, make: MakeSource): MakeSource =>
  (from) => {
    const source = make(from);
    let nextMs = 0;
    let rows = -1;
    return (at) => {
      if (at.nowMs < nextMs || from.feed.rows === rows) return [];
      nextMs = (Math.floor(at.nowMs / lengthMs) + 1) * lengthMs;
      ({ rows } = from.feed);
      return source(at);
    };
  };

/** Ids of the trades since the last call that can still be told. */
function newTrades(feed: MarketFeed): () => readonly number[] {
  let told = feed.market.tradesIn(feed.rows);
  return () => {
    const first = Math.max(told, feed.market.tradesIn(feed.resumedAt));
    told = feed.market.tradesIn(feed.rows);
    return Array.from({ length: Math.max(0, told - first) }, (_, index) => first + index + 1);
  };
}

/** What changed in the book since the last call, in a market's own words. */
export const bookChanges =
  (words: (diff: DepthDiff, symbol: string, nowMs: number) => object): MakeSource =>
  ({ feed, symbol }) => {
    let told = feed.rows;
    return ({ nowMs }) => {
      const diff = depthDiff(feed.market, Math.max(told, feed.resumedAt), feed.rows);
      if (diff === null) return [];
      told = feed.rows;
      return [words(diff, symbol, nowMs)];
    };
  };

/** A trade as streams tell it: number, price, quantity, time, and whether the buyer had rested. */
export interface ToldTrade {
  readonly id: number;
  readonly p: string;
  readonly q: string;
  readonly T: number;
  readonly m: boolean;
}

export const tradesTold =
  (words: (trade: ToldTrade, symbol: string, nowMs: number) => object): MakeSource =>
  ({ desk, feed, symbol }) => {
    const ids = newTrades(feed);
    const { market } = feed;
    return ({ nowMs }) =>
      ids().map((id) => {
        const { at, price, quantity, isBuyerMaker: m } = market.trade(id);
        const [p, q] = [market.priceText(price), market.quantityText(quantity)];
        return words({ id, p, q, T: wallMs(desk, at), m }, symbol, nowMs);
      });
  };

/** The best of both sides, where it is not what was told last. */
export interface ToldTop {
  /** The number of the update it is of. */
  readonly u: number;
  readonly b: string;
  readonly B: string;
  readonly a: string;
  readonly A: string;
}

export const topChanges =
  (words: (top: ToldTop, symbol: string, nowMs: number) => object): MakeSource =>
  ({ feed, symbol }) => {
    let told = '';
    return ({ nowMs }) => {
      const { quote } = feed.view;
      if (quote === null) return [];
      const { bidPrice: b, bidQty: B, askPrice: a, askQty: A } = topWords(feed.market, quote);
      const shown = `${b} ${B} ${a} ${A}`;
      if (shown === told) return [];
      told = shown;
      return [words({ u: feed.rows, b, B, a, A }, symbol, nowMs)];
    };
  };

export const miniTicker: MakeSource =
  ({ desk, feed, symbol }) =>
  ({ now, nowMs }) => [
    miniDayEvent(symbol, nowMs, dayFigures(feed.market, marketTime(desk, nowMs - DAY_MS), now)),
  ];

/** The one that is open, and before it the one that has closed meanwhile. */
const candle =
  (name: string, interval: Interval): MakeSource =>
  ({ desk, feed, symbol }) => {
    let open: number | null = null;
    return ({ now, nowMs }) => {
      const source = { market: feed.market, wallMs: (at: EpochMicros) => wallMs(desk, at), now };
      const event = (openMs: number, isClosed: boolean): readonly object[] => {
        const found = candleAt(source, interval, openMs);
        if (found === null) return [];
        const k = candleEvent(feed.market, found, { symbol, interval: name, isClosed });
        return [{ e: 'kline', E: nowMs, s: symbol, k }];
      };
      const current = interval.openOf(nowMs);
      const closed = open === null || open === current ? [] : event(open, true);
      open = current;
      return [...closed, ...event(current, false)];
    };
  };

export const SLOW_MS = 1_000;
export const FAST_MS = 100;
const CANDLE_MS = 2_000;

/** What each stream of a market is, by the part of its name behind the symbol. */
export type StreamTable = ReadonlyMap<string, MakeSource>;

/** Of all markets of Binance's. */
export const CANDLE_STREAMS: readonly (readonly [string, MakeSource])[] = Object.entries(
  INTERVALS,
).map(([name, interval]) => [
  `kline_${name}`,
  every(name === '1s' ? SLOW_MS : CANDLE_MS, candle(name, interval)),
]);

export interface StreamName {
  /** As the venue names its instruments. */
  readonly symbol: string;
  readonly make: (desk: Desk, feed: MarketFeed) => Source;
}

/** `btcusdt@depth@100ms`; null: there is no such stream. */
export function streamNamed(desk: Desk, table: StreamTable, name: string): StreamName | null {
  const at = name.indexOf('@');
  const symbol = name.slice(0, Math.max(0, at));
  // Symbols of streams are in lower case alone.
  const instrument =
    symbol === symbol.toLowerCase() ? desk.symbols.find(symbol.toUpperCase()) : null;
  const make = table.get(name.slice(at + 1));
  if (instrument === null || make === undefined) return null;
  return {
    symbol: instrument.symbol,
    make: (of, feed) => make({ desk: of, feed, symbol: nameOf(instrument) }),
  };
}
