/** The market streams of Binance Spot: what each of them tells. */
import { marketTime } from '../desk.js';
import { DAY_MS } from '../market/intervals.js';
import { dayFigures, topWords } from '../market/tickers.js';
import { levelWords } from '../words/amounts.js';
import { dayEvent } from '../words/market-words.js';
import {
  CANDLE_STREAMS,
  FAST_MS,
  type MakeSource,
  SLOW_MS,
  type StreamTable,
  bookChanges,
  every,
  miniTicker,
  topChanges,
  tradesTold,
} from './source.js';

const diffs = bookChanges(({ U, u, b, a }, s, E) => ({ e: 'depthUpdate', E, s, U, u, b, a }));

const top =
  (levels: number): MakeSource =>
  ({ desk, feed }) =>
  () => {
    const { instrument } = feed.market;
    const { bids, asks } = desk.venue.depth(instrument.symbol, levels);
    const words = levelWords(instrument);
    return [{ lastUpdateId: feed.rows, bids: bids.map(words), asks: asks.map(words) }];
  };

const trades = tradesTold(({ id: t, p, q, T, m }, s, E) => ({
  ...{ e: 'trade', E, s, t, p, q, T, m, M: true },
}));

const aggTrades = tradesTold(({ id, p, q, T, m }, s, E) => ({
  ...{ e: 'aggTrade', E, s, a: id, p, q, f: id, l: id, T, m, M: true },
}));

const bookTicker = topChanges(({ u, b, B, a, A }, s) => ({ u, s, b, B, a, A }));

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

const PARTIAL_LEVELS = [5, 10, 20] as const;

export const SPOT_STREAMS: StreamTable = new Map([
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
  ...CANDLE_STREAMS,
]);
