/** What has happened in a market within the last 24 hours of the wall clock, and how it stands, in Binance's words for the figures. */
import type { EpochMicros } from '../../../../core/ground/units.js';
import type { TopOfBook } from '../../../../core/order/outcome.js';
import { eligibleTrades } from '../../../../sim/tape/eligible-trades.js';
import { NOTHING, priceText, quantityText } from '../words/amounts.js';
import type { Market } from './market.js';

export interface DayFigures {
  readonly priceChange: string;
  readonly priceChangePercent: string;
  readonly weightedAvgPrice: string;
  readonly prevClosePrice: string;
  readonly lastPrice: string;
  readonly lastQty: string;
  readonly openPrice: string;
  readonly highPrice: string;
  readonly lowPrice: string;
  readonly volume: string;
  readonly quoteVolume: string;
  readonly firstId: number;
  readonly lastId: number;
  readonly count: number;
}

const PERCENT_DIGITS = 3;

/** Of the trades with from < time <= to. */
export function dayFigures(market: Market, from: EpochMicros, to: EpochMicros): DayFigures {
  const { tape } = market;
  const before = market.tradesBy(from);
  const last = market.tradesBy(to);
  if (last === before) return unchanged(market, last);
  const all = eligibleTrades(tape);
  // Between is from <= time < to, of whole microseconds.
  const { quantity, notional, trades } = all.between(tape, from + 1, to + 1);
  const { lowest, highest } = all.pricesBetween(tape, from + 1, to + 1);
  const open = market.trade(before + 1).price;
  const { price: close, quantity: closing } = market.trade(last);
  return {
    priceChange: market.priceText(close - open),
    priceChangePercent: (((close - open) / open) * 100).toFixed(PERCENT_DIGITS),
    weightedAvgPrice: market.averageText(notional, quantity),
    prevClosePrice: market.priceText(before === 0 ? open : market.trade(before).price),
    lastPrice: market.priceText(close),
    lastQty: market.quantityText(closing),
    openPrice: market.priceText(open),
    highPrice: market.priceText(highest),
    lowPrice: market.priceText(lowest),
    volume: market.quantityText(quantity),
    quoteVolume: market.valueText(notional),
    firstId: before + 1,
    lastId: last,
    count: trades,
  };
}

function unchanged(market: Market, last: number): DayFigures {
  const price = last === 0 ? NOTHING : market.priceText(market.trade(last).price);
  return {
    priceChange: NOTHING,
    priceChangePercent: (0).toFixed(PERCENT_DIGITS),
    weightedAvgPrice: NOTHING,
    prevClosePrice: price,
    lastPrice: price,
    lastQty: NOTHING,
    openPrice: price,
    highPrice: price,
    lowPrice: price,
    volume: NOTHING,
    quoteVolume: NOTHING,
    firstId: -1,
    lastId: -1,
    count: 0,
  };
}

export interface TopWords {
  readonly bidPrice: string;
  readonly bidQty: string;
  readonly askPrice: string;
  readonly askQty: string;
}

const NO_TOP: TopWords = { bidPrice: NOTHING, bidQty: NOTHING, askPrice: NOTHING, askQty: NOTHING };

export const topWords = ({ instrument }: Market, quote: TopOfBook | null): TopWords =>
  quote === null
    ? NO_TOP
    : {
        bidPrice: priceText(instrument, quote.bid),
        bidQty: quantityText(instrument, quote.bidQuantity),
        askPrice: priceText(instrument, quote.ask),
        askQty: quantityText(instrument, quote.askQuantity),
      };
