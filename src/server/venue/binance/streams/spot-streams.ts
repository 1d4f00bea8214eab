/** The market streams of Binance Spot: what each of them tells. */
import { marketTime, wallMs } from '../desk.js';
import { depthDiff } from '../market/depth-diffs.js';
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
  every,
  miniTicker,
  newTrades,
} from './source.js';

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
    const words = levelWords(instrument);
    return [{ lastUpdateId: feed.rows, bids: bids.map(words), asks: asks.map(words) }];
  };

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
