/** The figures of a day of a contract, as an answer and as an event. Pure. */
import type { DayFigures } from '../market/tickers.js';

export const futuresDayWords = (
  symbol: string,
  figures: DayFigures,
  openTime: number,
  closeTime: number,
): object => ({
  symbol,
  priceChange: figures.priceChange,
  priceChangePercent: figures.priceChangePercent,
  weightedAvgPrice: figures.weightedAvgPrice,
  lastPrice: figures.lastPrice,
  lastQty: figures.lastQty,
  openPrice: figures.openPrice,
  highPrice: figures.highPrice,
  lowPrice: figures.lowPrice,
  volume: figures.volume,
  quoteVolume: figures.quoteVolume,
  openTime,
  closeTime,
  firstId: figures.firstId,
  lastId: figures.lastId,
  count: figures.count,
});

export const futuresDayEvent = (
  symbol: string,
  figures: DayFigures,
  { openMs, nowMs }: { readonly openMs: number; readonly nowMs: number },
): object => ({
  e: '24hrTicker',
  E: nowMs,
  s: symbol,
  p: figures.priceChange,
  P: figures.priceChangePercent,
  w: figures.weightedAvgPrice,
  c: figures.lastPrice,
  Q: figures.lastQty,
  o: figures.openPrice,
  h: figures.highPrice,
  l: figures.lowPrice,
  v: figures.volume,
  q: figures.quoteVolume,
  O: openMs,
  C: nowMs,
  F: figures.firstId,
  L: figures.lastId,
  n: figures.count,
});
