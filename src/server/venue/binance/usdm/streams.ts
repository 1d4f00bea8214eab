/** The market streams of Binance's USD-M futures: what each of them tells. */
import { marketTime, wallMs } from '../desk.js';
import { DAY_MS } from '../market/intervals.js';
import { dayFigures } from '../market/tickers.js';
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
} from '../streams/source.js';
import { levelWords } from '../words/amounts.js';
import { fundingText, markText, nextFunding } from './market-operations.js';
import { futuresDayEvent } from './market-words.js';
import type { UsdmTerms } from './terms.js';

/** Each names the update before its first, so that a client sees where some are missing. */
const diffs = bookChanges(({ U, u, b, a }, s, E) => ({
  ...{ e: 'depthUpdate', E, T: E, s, U, u, pu: U - 1, b, a },
}));

const top =
  (levels: number): MakeSource =>
  ({ desk, feed, symbol }) => {
    let pu = feed.rows;
    return ({ nowMs }) => {
      const { instrument } = feed.market;
      const { bids, asks } = desk.venue.depth(instrument.symbol, levels);
      const words = levelWords(instrument);
      const event = {
        ...{ e: 'depthUpdate', E: nowMs, T: nowMs, s: symbol, U: pu + 1, u: feed.rows, pu },
        ...{ b: bids.map(words), a: asks.map(words) },
      };
      pu = feed.rows;
      return [event];
    };
  };

const trades = tradesTold(({ id: t, p, q, T, m }, s, E) => ({
  ...{ e: 'trade', E, T, s, t, p, q, X: 'MARKET', m },
}));

const aggTrades = tradesTold(({ id, p, q, T, m }, s, E) => ({
  ...{ e: 'aggTrade', E, s, a: id, p, q, f: id, l: id, T, m },
}));

const bookTicker = topChanges(({ u, b, B, a, A }, s, E) => ({
  ...{ e: 'bookTicker', u, s, b, B, a, A, T: E, E },
}));

const ticker: MakeSource =
  ({ desk, feed, symbol }) =>
  ({ now, nowMs }) => {
    const openMs = nowMs - DAY_MS;
    const figures = dayFigures(feed.market, marketTime(desk, openMs), now);
    return [futuresDayEvent(symbol, figures, { openMs, nowMs })];
  };

const markPrice =
  (terms: UsdmTerms): MakeSource =>
  ({ desk, feed, symbol }) =>
  ({ now, nowMs }) => {
    const p = markText(desk, feed.market.instrument, now);
    const next = nextFunding(now);
    return [
      {
        ...{ e: 'markPriceUpdate', E: nowMs, s: symbol, p, i: p, P: p, r: fundingText(terms) },
        T: next === null ? 0 : wallMs(desk, next),
      },
    ];
  };

const MARK_MS = 3_000;
/** Of a depth stream, where it names none the second of them. */
const DEPTH_SPEEDS: readonly (readonly [string, number])[] = [
  ['@100ms', FAST_MS],
  ['', 250],
  ['@500ms', 500],
];
const PARTIAL_LEVELS = [5, 10, 20] as const;

export const usdmStreams = (terms: UsdmTerms): StreamTable =>
  new Map([
    ['trade', trades],
    ['aggTrade', aggTrades],
    ['bookTicker', bookTicker],
    ['ticker', every(SLOW_MS, ticker)],
    ['miniTicker', every(SLOW_MS, miniTicker)],
    ['markPrice', every(MARK_MS, markPrice(terms))],
    ['markPrice@1s', every(SLOW_MS, markPrice(terms))],
    ...DEPTH_SPEEDS.flatMap(([speed, ms]): [string, MakeSource][] => [
      [`depth${speed}`, every(ms, diffs)],
      ...PARTIAL_LEVELS.map((levels): [string, MakeSource] => [
        `depth${levels}${speed}`,
        every(ms, top(levels)),
      ]),
    ]),
    ...CANDLE_STREAMS,
  ]);
