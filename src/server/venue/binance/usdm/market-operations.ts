/** What anybody may ask of the futures exchange: its rules, its books, its trades, its candlesticks, marks and funding. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import { type EpochMicros, type Micros, MICROS_PER_MINUTE } from '../../../../core/ground/units.js';
import { fundingTimes } from '../../../../runs/funding-times.js';
import { type Desk, marketTime, wallMs } from '../desk.js';
import { DAY_MS } from '../market/intervals.js';
import { dayFigures, topWords } from '../market/tickers.js';
import {
  aggTradeWords,
  bookAsked,
  candlesAsked,
  ofEach,
  tradeWords,
  tradesAsked,
} from '../operations/market.js';
import { type Operation, bySymbol, marketAt, publicRead } from '../operations/operation.js';
import type { Params } from '../request/params.js';
import { nameOf } from '../symbols.js';
import { rateText } from '../words/account-words.js';
import { NOTHING } from '../words/amounts.js';
import { futuresDayWords } from './market-words.js';
import { refused } from '../words/refusal.js';
import { exchangeWords } from './exchange-words.js';
import type { UsdmTerms } from './terms.js';

export const exchange = (terms: UsdmTerms): Operation =>
  publicRead(1, async (call) => {
    await marketAt(call);
    return exchangeWords(call.desk, terms);
  });

const LEVELS = 500;

/** Levels that may be asked for, and the weight of each. */
const DEPTH_WEIGHTS: ReadonlyMap<number, number> = new Map([
  ...[5, 10, 20, 50].map((levels) => [levels, 2] as const),
  [100, 5],
  [500, 10],
  [1_000, 20],
]);

function levelsAsked(params: Params): number {
  const levels = params.whole('limit') ?? LEVELS;
  if (DEPTH_WEIGHTS.has(levels)) return levels;
  throw refused(-4021, `'${levels}' is not valid depth limit.`);
}

export const DEPTH: Operation = publicRead(
  (params) => DEPTH_WEIGHTS.get(levelsAsked(params)) ?? 0,
  async (call) => {
    const { lastUpdateId, ...levels } = await bookAsked(call, levelsAsked(call.params));
    const ms = wallMs(call.desk, call.desk.venue.now());
    return { lastUpdateId, E: ms, T: ms, ...levels };
  },
);

const RPI = { isRPITrade: false };

export const TRADES: Operation = publicRead(5, tradesAsked('newest', tradeWords, RPI));
export const HISTORICAL_TRADES: Operation = publicRead(20, tradesAsked('from-id', tradeWords, RPI));
export const AGG_TRADES: Operation = publicRead(20, tradesAsked('any', aggTradeWords));

const CANDLES = 500;
const CANDLES_MOST = 1_500;

/** Weight of candlesticks, by how many fewer are asked for. */
const CANDLE_WEIGHTS: readonly (readonly [number, number])[] = [
  [100, 1],
  [500, 2],
  [1_001, 5],
  [Infinity, 10],
];

export const KLINES: Operation = publicRead(
  (params) => {
    const asked = params.limit(CANDLES, CANDLES_MOST);
    return CANDLE_WEIGHTS.find(([below]) => asked < below)?.[1] ?? 0;
  },
  (call) => candlesAsked(call, CANDLES_MOST),
);

export const TICKER_DAY: Operation = publicRead(bySymbol(1, 40), (call) =>
  ofEach(call, (instrument, at) => {
    const { desk } = call;
    const openMs = wallMs(desk, at) - DAY_MS;
    const figures = dayFigures(desk.markets.of(instrument), marketTime(desk, openMs), at);
    return futuresDayWords(nameOf(instrument), figures, openMs, openMs + DAY_MS);
  }),
);

export const TICKER_PRICE: Operation = publicRead(bySymbol(1, 2), (call) =>
  ofEach(call, (instrument, at) => ({
    symbol: nameOf(instrument),
    price: call.desk.markets.of(instrument).lastPriceText(at),
    time: wallMs(call.desk, at),
  })),
);

export const TICKER_BOOK: Operation = publicRead(bySymbol(2, 5), (call) =>
  ofEach(call, (instrument, at) => {
    const { venue, markets } = call.desk;
    const market = markets.of(instrument);
    return {
      symbol: nameOf(instrument),
      ...topWords(market, venue.quoteOf(instrument.symbol).quote),
      time: wallMs(call.desk, at),
      lastUpdateId: market.rowsBy(at),
    };
  }),
);

const FUNDING_INTERVAL = (8 * 60 * MICROS_PER_MINUTE) as Micros;

/** As the venue's market has it: null where no time is to come. */
export const nextFunding = (at: EpochMicros): EpochMicros | null =>
  fundingTimes({ start: at, length: FUNDING_INTERVAL })[0] ?? null;

/** Nothing where nobody knows it. */
export const fundingText = ({ fundingBps }: UsdmTerms): string =>
  fundingBps === null ? '' : rateText(fundingBps);

/** The mark is the last trade: the venue knows of no index. */
export const markText = (
  { markets }: Pick<Desk, 'markets'>,
  instrument: Instrument,
  at: EpochMicros,
): string => markets.of(instrument).lastPriceText(at);

export const premiumIndex = (terms: UsdmTerms): Operation =>
  publicRead(bySymbol(1, 10), (call) =>
    ofEach(call, (instrument, at) => {
      const { desk } = call;
      const mark = markText(desk, instrument, at);
      const next = nextFunding(at);
      return {
        symbol: nameOf(instrument),
        markPrice: mark,
        indexPrice: mark,
        estimatedSettlePrice: mark,
        lastFundingRate: fundingText(terms),
        interestRate: NOTHING,
        nextFundingTime: next === null ? 0 : wallMs(desk, next),
        time: wallMs(desk, at),
      };
    }),
  );

const FUNDINGS = 100;
const FUNDINGS_MOST = 1_000;

/** Times that have passed since the venue began; none where nobody knows the rate. */
export const fundingRate = (terms: UsdmTerms): Operation =>
  publicRead(1, async (call) => {
    const { desk, params } = call;
    const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
    const startMs = params.whole('startTime') ?? -Infinity;
    const endMs = params.whole('endTime') ?? Infinity;
    const limit = params.limit(FUNDINGS, FUNDINGS_MOST);
    const now = await marketAt(call);
    const began = marketTime(desk, terms.beganMs);
    if (terms.fundingBps === null) return [];
    const times = fundingTimes({ start: began, length: (now - began) as Micros });
    const rows = times
      .map((at) => ({ at, ms: wallMs(desk, at) }))
      .filter(({ ms }) => ms >= startMs && ms <= endMs);
    const page = startMs === -Infinity ? rows.slice(-limit) : rows.slice(0, limit);
    return page.flatMap(({ at, ms }) =>
      (one === null ? desk.symbols.all : [one]).map((instrument) => ({
        symbol: nameOf(instrument),
        fundingTime: ms,
        fundingRate: fundingText(terms),
        markPrice: markText(desk, instrument, at),
      })),
    );
  });
