/** What has happened in a market in Binance's words: candlesticks and the figures of a day, as answers and as events of a stream. Pure. */
import type { Candle } from '../market/candles.js';
import type { Market } from '../market/market.js';
import type { DayFigures, TopWords } from '../market/tickers.js';

export const candleWords = (market: Market, candle: Candle): readonly unknown[] => [
  candle.openMs,
  market.priceText(candle.open),
  market.priceText(candle.high),
  market.priceText(candle.low),
  market.priceText(candle.close),
  market.quantityText(candle.volume),
  candle.closeMs,
  market.valueText(candle.value),
  candle.trades,
  market.quantityText(candle.takerVolume),
  market.valueText(candle.takerValue),
  '0',
];

export const candleEvent = (
  market: Market,
  candle: Candle,
  { symbol, interval, isClosed }: { symbol: string; interval: string; isClosed: boolean },
): object => ({
  t: candle.openMs,
  T: candle.closeMs,
  s: symbol,
  i: interval,
  f: candle.firstId,
  L: candle.lastId,
  o: market.priceText(candle.open),
  c: market.priceText(candle.close),
  h: market.priceText(candle.high),
  l: market.priceText(candle.low),
  v: market.quantityText(candle.volume),
  n: candle.trades,
  x: isClosed,
  q: market.valueText(candle.value),
  V: market.quantityText(candle.takerVolume),
  Q: market.valueText(candle.takerValue),
  B: '0',
});

interface Times {
  readonly openTime: number;
  readonly closeTime: number;
}

export interface Day {
  readonly figures: DayFigures;
  readonly top: TopWords;
  readonly times: Times;
}

export const dayWords = (symbol: string, { figures, top, times }: Day): object => ({
  symbol,
  priceChange: figures.priceChange,
  priceChangePercent: figures.priceChangePercent,
  weightedAvgPrice: figures.weightedAvgPrice,
  prevClosePrice: figures.prevClosePrice,
  lastPrice: figures.lastPrice,
  lastQty: figures.lastQty,
  ...top,
  openPrice: figures.openPrice,
  highPrice: figures.highPrice,
  lowPrice: figures.lowPrice,
  volume: figures.volume,
  quoteVolume: figures.quoteVolume,
  ...times,
  firstId: figures.firstId,
  lastId: figures.lastId,
  count: figures.count,
});

export const miniDayWords = (symbol: string, figures: DayFigures, times: Times): object => ({
  symbol,
  openPrice: figures.openPrice,
  highPrice: figures.highPrice,
  lowPrice: figures.lowPrice,
  lastPrice: figures.lastPrice,
  volume: figures.volume,
  quoteVolume: figures.quoteVolume,
  ...times,
  firstId: figures.firstId,
  lastId: figures.lastId,
  count: figures.count,
});

export const dayEvent = (symbol: string, nowMs: number, { figures, top, times }: Day): object => ({
  e: '24hrTicker',
  E: nowMs,
  s: symbol,
  p: figures.priceChange,
  P: figures.priceChangePercent,
  w: figures.weightedAvgPrice,
  x: figures.prevClosePrice,
  c: figures.lastPrice,
  Q: figures.lastQty,
  b: top.bidPrice,
  B: top.bidQty,
  a: top.askPrice,
  A: top.askQty,
  o: figures.openPrice,
  h: figures.highPrice,
  l: figures.lowPrice,
  v: figures.volume,
  q: figures.quoteVolume,
  O: times.openTime,
  C: times.closeTime,
  F: figures.firstId,
  L: figures.lastId,
  n: figures.count,
});

export const miniDayEvent = (symbol: string, nowMs: number, figures: DayFigures): object => ({
  e: '24hrMiniTicker',
  E: nowMs,
  s: symbol,
  c: figures.lastPrice,
  o: figures.openPrice,
  h: figures.highPrice,
  l: figures.lowPrice,
  v: figures.volume,
  q: figures.quoteVolume,
});
