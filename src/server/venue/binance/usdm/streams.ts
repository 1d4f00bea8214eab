/** The market streams of Binance's USD-M futures: what each of them tells. */
import { marketTime, wallMs } from '../desk.js';
import { depthDiff } from '../market/depth-diffs.js';
import { DAY_MS } from '../market/intervals.js';
import { dayFigures, topWords } from '../market/tickers.js';
import {
  CANDLE_STREAMS,
  FAST_MS,
  type MakeSource,
  SLOW_MS,
  type StreamTable,
  every,
  miniTicker,
  newTrades,
} from '../streams/source.js';
import { levelWords } from '../words/amounts.js';
import { fundingText, markText, nextFunding } from './market-operations.js';
import { futuresDayEvent } from './market-words.js';
import type { UsdmTerms } from './terms.js';

/** Each names the update before its first, so that a client sees where some are missing. */
const diffs: MakeSource = ({ feed, symbol }) => {
  let told = feed.rows;
  return ({ nowMs }) => {
    const diff = depthDiff(feed.market, Math.max(told, feed.resumedAt), feed.rows);
    if (diff === null) return [];
    told = feed.rows;
    const { U, u, b, a } = diff;
    return [{ e: 'depthUpdate', E: nowMs, T: nowMs, s: symbol, U, u, pu: U - 1, b, a }];
  };
};

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

const trades: MakeSource = ({ desk, feed, symbol }) => {
  const ids = newTrades(feed);
  return ({ nowMs }) =>
    ids().map((t) => {
      const { at, price, quantity, isBuyerMaker: m } = feed.market.trade(t);
      const p = feed.market.priceText(price);
      const q = feed.market.quantityText(quantity);
      return { e: 'trade', E: nowMs, T: wallMs(desk, at), s: symbol, t, p, q, X: 'MARKET', m };
    });
};

const aggTrades: MakeSource = ({ desk, feed, symbol }) => {
  const ids = newTrades(feed);
  return ({ nowMs }) =>
    ids().map((a) => {
      const { at, price, quantity, isBuyerMaker: m } = feed.market.trade(a);
      const p = feed.market.priceText(price);
      const q = feed.market.quantityText(quantity);
      return { e: 'aggTrade', E: nowMs, s: symbol, a, p, q, f: a, l: a, T: wallMs(desk, at), m };
    });
};

const bookTicker: MakeSource = ({ feed, symbol }) => {
  let told = '';
  return ({ nowMs }) => {
    const { quote } = feed.view;
    if (quote === null) return [];
    const { bidPrice: b, bidQty: B, askPrice: a, askQty: A } = topWords(feed.market, quote);
    const shown = `${b} ${B} ${a} ${A}`;
    if (shown === told) return [];
    told = shown;
    return [{ e: 'bookTicker', u: feed.rows, s: symbol, b, B, a, A, T: nowMs, E: nowMs }];
  };
};

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
