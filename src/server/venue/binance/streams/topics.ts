/**
 * The market streams by name: what each tells, how often by the wall clock, and from where it goes on. A source is asked whenever the venue
 * has come further; it keeps what it told last, so there is one for all who listen to the same stream.
 */
import type { EpochMicros } from '../../../../core/ground/units.js';
import { type Desk, marketTime, wallMs } from '../desk.js';
import { candleAt } from '../market/candles.js';
import { depthDiff } from '../market/depth-diffs.js';
import type { MarketFeed } from '../market/feed.js';
import { DAY_MS, INTERVALS, type Interval } from '../market/intervals.js';
import { dayFigures, topWords } from '../market/tickers.js';
import { nameOf } from '../symbols.js';
import { priceText, quantityText } from '../words/amounts.js';
import { candleEvent, dayEvent, miniDayEvent } from '../words/market-words.js';

/** What there is to tell at this moment. */
export type Source = (at: {
  readonly now: EpochMicros;
  readonly nowMs: number;
}) => readonly object[];

interface From {
  readonly desk: Desk;
  readonly feed: MarketFeed;
  readonly symbol: string;
}

type MakeSource = (from: From) => Source;

/** At most once in so long, at whole multiples of it, and only while the feed brings something. */
const every =
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

const diffs: MakeSource = ({ feed, symbol }) => {
  let told = feed.rows;
  return ({ nowMs }) => {
    const diff = depthDiff(feed.market, Math.max(told, feed.resumedAt), feed.rows);
    if (diff === null) return [];
    told = feed.rows;
    const { U, u, b, a } = diff;
    return [{ e: 'depthUpdate', E: nowMs, s: symbol, U, u, b, a }];
  };
};

const top =
  (levels: number): MakeSource =>
  ({ desk, feed }) =>
  () => {
    const { instrument } = feed.market;
    const { bids, asks } = desk.venue.depth(instrument.symbol, levels);
    const words = (side: typeof bids): readonly (readonly string[])[] =>
      side.map(({ price, quantity }) => [
        priceText(instrument, price),
        quantityText(instrument, quantity),
      ]);
    return [{ lastUpdateId: feed.rows, bids: words(bids), asks: words(asks) }];
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

const trades: MakeSource = ({ desk, feed, symbol }) => {
  const ids = newTrades(feed);
  return ({ nowMs }) =>
    ids().map((id) => {
      const { at, price, quantity, isBuyerMaker } = feed.market.trade(id);
      const p = feed.market.priceText(price);
      const q = feed.market.quantityText(quantity);
      const T = wallMs(desk, at);
      return { e: 'trade', E: nowMs, s: symbol, t: id, p, q, T, m: isBuyerMaker, M: true };
    });
};

const aggTrades: MakeSource = ({ desk, feed, symbol }) => {
  const ids = newTrades(feed);
  return ({ nowMs }) =>
    ids().map((id) => {
      const { at, price, quantity, isBuyerMaker } = feed.market.trade(id);
      const p = feed.market.priceText(price);
      const q = feed.market.quantityText(quantity);
      const T = wallMs(desk, at);
      return {
        ...{ e: 'aggTrade', E: nowMs, s: symbol, a: id, p, q, f: id, l: id, T },
        ...{ m: isBuyerMaker, M: true },
      };
    });
};

const bookTicker: MakeSource = ({ feed, symbol }) => {
  let told = '';
  return () => {
    const { quote } = feed.view;
    if (quote === null) return [];
    const { bidPrice: b, bidQty: B, askPrice: a, askQty: A } = topWords(feed.market, quote);
    const shown = `${b} ${B} ${a} ${A}`;
    if (shown === told) return [];
    told = shown;
    return [{ u: feed.rows, s: symbol, b, B, a, A }];
  };
};

const ticker: MakeSource =
  ({ desk, feed, symbol }) =>
  ({ now, nowMs }) => {
    const openTime = nowMs - DAY_MS;
    const figures = dayFigures(feed.market, marketTime(desk, openTime), now);
    const times = { openTime, closeTime: nowMs };
    return [
      dayEvent(symbol, nowMs, { figures, top: topWords(feed.market, feed.view.quote), times }),
    ];
  };

const miniTicker: MakeSource =
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

const SLOW_MS = 1_000;
const FAST_MS = 100;
const CANDLE_MS = 2_000;

const PARTIAL_LEVELS = [5, 10, 20] as const;

const STREAMS: ReadonlyMap<string, MakeSource> = new Map([
  ['trade', trades],
  ['aggTrade', aggTrades],
  ['bookTicker', bookTicker],
  ['ticker', every(SLOW_MS, ticker)],
  ['miniTicker', every(SLOW_MS, miniTicker)],
  ['depth', every(SLOW_MS, diffs)],
  ['depth@1000ms', every(SLOW_MS, diffs)],
  ['depth@100ms', every(FAST_MS, diffs)],
  ...PARTIAL_LEVELS.flatMap((levels): [string, MakeSource][] => [
    [`depth${levels}`, every(SLOW_MS, top(levels))],
    [`depth${levels}@1000ms`, every(SLOW_MS, top(levels))],
    [`depth${levels}@100ms`, every(FAST_MS, top(levels))],
  ]),
  ...Object.entries(INTERVALS).map(([name, interval]): [string, MakeSource] => [
    `kline_${name}`,
    every(name === '1s' ? SLOW_MS : CANDLE_MS, candle(name, interval)),
  ]),
]);

export interface StreamName {
  /** As the venue names its instruments. */
  readonly symbol: string;
  readonly make: (desk: Desk, feed: MarketFeed) => Source;
}

/** `btcusdt@depth@100ms`; null: there is no such stream. */
export function streamNamed(desk: Desk, name: string): StreamName | null {
  const at = name.indexOf('@');
  const symbol = name.slice(0, Math.max(0, at));
  // Symbols of streams are in lower case alone.
  const instrument =
    symbol === symbol.toLowerCase() ? desk.symbols.find(symbol.toUpperCase()) : null;
  const make = STREAMS.get(name.slice(at + 1));
  if (instrument === null || make === undefined) return null;
  return {
    symbol: instrument.symbol,
    make: (of, feed) => make({ desk: of, feed, symbol: nameOf(instrument) }),
  };
}
