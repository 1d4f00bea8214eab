/** What anybody may ask of a market: its book, its trades, its candlesticks, its figures of a day. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { EpochMicros } from '../../../../core/ground/units.js';
import { askedVolume } from '../../wire/asked.js';
import { type Call, answered, marketTime, wallMs } from '../desk.js';
import { type CandleSource, candles, days } from '../market/candles.js';
import { DAY_MS, INTERVALS } from '../market/intervals.js';
import type { Market } from '../market/market.js';
import { type DayFigures, dayFigures, topWords } from '../market/tickers.js';
import type { Params } from '../request/params.js';
import { nameOf } from '../symbols.js';
import { levelWords } from '../words/amounts.js';
import { candleWords, dayWords, miniDayWords } from '../words/market-words.js';
import { missing } from '../words/refusal.js';
import { type Operation, bySymbol, marketAt, publicRead } from './operation.js';

const LEVELS = 100;
const LEVELS_MOST = 5_000;

/** Weight of a book, by its levels. */
const DEPTH_WEIGHTS: readonly (readonly [number, number])[] = [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [LEVELS_MOST, 250],
];

const levelsOf = (params: Params): number => params.limit(LEVELS, LEVELS_MOST);

const depthWeight = (params: Params): number => {
  const levels = levelsOf(params);
  return DEPTH_WEIGHTS.find(([most]) => levels <= most)?.[1] ?? 0;
};

export const DEPTH: Operation = publicRead(depthWeight, (call) =>
  bookAsked(call, levelsOf(call.params)),
);

interface BookWords {
  readonly lastUpdateId: number;
  readonly bids: readonly (readonly string[])[];
  readonly asks: readonly (readonly string[])[];
}

export async function bookAsked(call: Call, levels: number): Promise<BookWords> {
  const { desk, params } = call;
  const instrument = desk.symbols.needed(params);
  // The snapshot is taken later, at an update of a higher number: what is told again of the updates between changes nothing.
  const lastUpdateId = desk.markets.of(instrument).rowsBy(desk.venue.now());
  const { symbol } = instrument;
  const query = { kind: 'query-depth', symbol, levels } as const;
  const { bids, asks } = await answered(call, query, 'depth');
  const words = levelWords(instrument);
  return { lastUpdateId, bids: bids.map(words), asks: asks.map(words) };
}

const TRADES = 500;
const TRADES_MOST = 1_000;

/** As all markets of Binance's have it. */
export function tradeWords({ desk }: Call, market: Market, tradeId: number): object {
  const { id, at, price, quantity, isBuyerMaker } = market.trade(tradeId);
  return {
    id,
    price: market.priceText(price),
    qty: market.quantityText(quantity),
    quoteQty: market.valueText(BigInt(price) * BigInt(quantity)),
    time: wallMs(desk, at),
    isBuyerMaker,
  };
}

export function aggTradeWords({ desk }: Call, market: Market, tradeId: number): object {
  const { id, at, price, quantity, isBuyerMaker } = market.trade(tradeId);
  const [p, q] = [market.priceText(price), market.quantityText(quantity)];
  return { a: id, p, q, f: id, l: id, T: wallMs(desk, at), m: isBuyerMaker };
}

/** Rows of the trades that are asked for, each with what a market of Binance's has beside. */
export const tradesAsked =
  (
    by: Parameters<typeof idsAsked>[2],
    words: typeof tradeWords,
    beside: object = {},
  ): ((call: Call) => Promise<readonly object[]>) =>
  async (call) => {
    const market = marketOf(call);
    const ids = await idsAsked(call, market, by);
    return ids.map((id) => ({ ...words(call, market, id), ...beside }));
  };

const BEST = { isBestMatch: true };

export const TRADES_OF: Operation = publicRead(25, tradesAsked('newest', tradeWords, BEST));
export const HISTORICAL_TRADES: Operation = publicRead(
  25,
  tradesAsked('from-id', tradeWords, BEST),
);

/** Each trade stands for itself: of the recorded ones nobody knows which were of one order. */
export const AGG_TRADES: Operation = publicRead(4, tradesAsked('any', aggTradeWords, { M: true }));

const marketOf = ({ desk, params }: Call): Market => desk.markets.of(desk.symbols.needed(params));

/** Ids of the trades that are asked for, rising. */
async function idsAsked(
  call: Call,
  market: Market,
  by: 'newest' | 'from-id' | 'any',
): Promise<readonly number[]> {
  const { desk, params } = call;
  const limit = params.limit(TRADES, TRADES_MOST);
  const fromId = by === 'newest' ? null : params.whole('fromId');
  const startMs = by === 'any' ? params.whole('startTime') : null;
  const endMs = by === 'any' ? params.whole('endTime') : null;
  const known = market.tradesBy(await marketAt(call));
  const until = (ms: number): number => market.tradesBefore((at) => wallMs(desk, at) >= ms);
  const last = endMs === null ? known : Math.min(known, until(endMs + 1));
  const first = fromId ?? (startMs === null ? null : until(startMs) + 1);
  const from = Math.max(1, first ?? last - limit + 1);
  const length = Math.max(0, Math.min(limit, last - from + 1));
  return Array.from({ length }, (_, index) => from + index);
}

const CANDLES = 500;
const CANDLES_MOST = 1_000;

export const KLINES: Operation = publicRead(2, (call) => candlesAsked(call, CANDLES_MOST));

export async function candlesAsked(call: Call, most: number): Promise<readonly unknown[]> {
  const { desk, params } = call;
  const market = marketOf(call);
  if (params.text('interval') === null) throw missing('interval');
  const interval = params.word('interval', INTERVALS, { code: -1120, msg: 'Invalid interval.' });
  if (interval === null) throw missing('interval');
  const asked = {
    startMs: params.whole('startTime'),
    endMs: params.whole('endTime'),
    limit: params.limit(CANDLES, most),
  };
  const source: CandleSource = {
    market,
    wallMs: (at) => wallMs(desk, at),
    now: await marketAt(call),
  };
  const daily = interval === INTERVALS['1d'] ? await dailyVolume(call, market) : null;
  const rows =
    daily === null ? candles(source, interval, asked) : days(source, interval, asked, daily);
  return rows.map((candle) => candleWords(market, candle));
}

/** In quanta of the tape; null: the venue cannot say. */
async function dailyVolume({ desk }: Call, { instrument, tape }: Market): Promise<bigint | null> {
  const volume = await askedVolume(desk.venue, instrument.symbol);
  return volume === null ? null : BigInt(volume) * BigInt(tape.quantaPerLot);
}

/** One row for one symbol, a list for several or for all. */
export async function ofEach(
  call: Call,
  row: (instrument: Instrument, at: EpochMicros) => object,
): Promise<unknown> {
  const { symbols } = call.desk;
  const asked = symbols.asked(call.params);
  const at = await marketAt(call);
  if (asked !== null && 'symbol' in asked) return row(asked, at);
  return (asked ?? symbols.all).map((instrument) => row(instrument, at));
}

const TICKER_TYPES: Readonly<Record<string, boolean>> = { FULL: false, MINI: true };

export const TICKER_DAY: Operation = publicRead(bySymbol(2, 80), (call) => {
  const { desk, params } = call;
  const isMini =
    params.word('type', TICKER_TYPES, { code: -1139, msg: 'Invalid ticker type.' }) ?? false;
  return ofEach(call, (instrument, at) => {
    const market = desk.markets.of(instrument);
    const openMs = wallMs(desk, at) - DAY_MS;
    const figures: DayFigures = dayFigures(market, marketTime(desk, openMs), at);
    const times = { openTime: openMs, closeTime: openMs + DAY_MS };
    const symbol = nameOf(instrument);
    if (isMini) return miniDayWords(symbol, figures, times);
    const top = topWords(market, desk.venue.quoteOf(instrument.symbol).quote);
    return dayWords(symbol, { figures, top, times });
  });
});

export const TICKER_PRICE: Operation = publicRead(bySymbol(2, 4), (call) =>
  ofEach(call, (instrument, at) => ({
    symbol: nameOf(instrument),
    price: call.desk.markets.of(instrument).lastPriceText(at),
  })),
);

export const TICKER_BOOK: Operation = publicRead(bySymbol(2, 4), (call) =>
  ofEach(call, (instrument) => {
    const { venue, markets } = call.desk;
    return {
      symbol: nameOf(instrument),
      ...topWords(markets.of(instrument), venue.quoteOf(instrument.symbol).quote),
    };
  }),
);

export const AVERAGE_PRICE: Operation = publicRead(2, async (call) => {
  const { desk } = call;
  const market = marketOf(call);
  const at = await marketAt(call);
  const closeMs = wallMs(desk, at);
  const { weightedAvgPrice, lastPrice, count } = dayFigures(
    market,
    marketTime(desk, closeMs - AVERAGE_MINS * MINUTE_MS),
    at,
  );
  return {
    mins: AVERAGE_MINS,
    price: count === 0 ? lastPrice : weightedAvgPrice,
    closeTime: closeMs,
  };
});

const AVERAGE_MINS = 5;
const MINUTE_MS = 60_000;
