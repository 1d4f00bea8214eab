/** The rules of the futures exchange as clients ask for them before they trade. */
import { decimal, formatDecimal } from '../../../../core/ground/decimal.js';
import {
  type Instrument,
  formatQuantity,
  minQuantityOf,
} from '../../../../core/ground/instrument.js';
import { type Desk, nowMs } from '../desk.js';
import { limitWords } from '../request/usage.js';
import { nameOf } from '../symbols.js';
import { PLACES, fixed } from '../words/amounts.js';
import {
  ALGO_ORDERS_MOST,
  MULTIPLIER_DOWN,
  MULTIPLIER_UP,
  ORDERS_MOST,
  PRICE_MOST,
  QUANTITY_MOST,
} from './filters.js';
import type { UsdmTerms } from './terms.js';

/** Of a perpetual contract: it never comes. */
const NEVER_DELIVERED_MS = 4_133_404_800_000;
const PERCENT = 100;
const PERCENT_PLACES = 4;

export const exchangeWords = (desk: Desk, terms: UsdmTerms): object => ({
  timezone: 'UTC',
  serverTime: nowMs(desk),
  futuresType: 'U_MARGINED',
  rateLimits: limitWords(desk.usage.limits),
  exchangeFilters: [],
  assets: [...new Set(desk.symbols.all.map(({ quoteAsset }) => quoteAsset))].map((asset) => ({
    ...{ asset, marginAvailable: true, autoAssetExchange: '0' },
  })),
  symbols: desk.symbols.all.map((instrument) => symbolWords(instrument, terms)),
});

const symbolWords = (instrument: Instrument, { leverage, beganMs }: UsdmTerms): object => ({
  symbol: nameOf(instrument),
  pair: nameOf(instrument),
  contractType: 'PERPETUAL',
  deliveryDate: NEVER_DELIVERED_MS,
  onboardDate: beganMs,
  status: 'TRADING',
  maintMarginPercent: percentText(2 * leverage),
  requiredMarginPercent: percentText(leverage),
  baseAsset: instrument.baseAsset,
  quoteAsset: instrument.quoteAsset,
  marginAsset: instrument.quoteAsset,
  pricePrecision: placesOf(instrument.tickSize),
  quantityPrecision: placesOf(instrument.lotSize),
  baseAssetPrecision: PLACES,
  quotePrecision: PLACES,
  underlyingType: 'COIN',
  underlyingSubType: [],
  filters: filterWords(instrument),
  orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET'],
  timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
});

function filterWords(instrument: Instrument): readonly object[] {
  const { tickSize, lotSize: stepSize } = instrument;
  const minQty = formatQuantity(instrument, minQuantityOf(instrument));
  const maxQty = formatDecimal(QUANTITY_MOST);
  return [
    {
      filterType: 'PRICE_FILTER',
      ...{ minPrice: tickSize, maxPrice: formatDecimal(PRICE_MOST), tickSize },
    },
    { filterType: 'LOT_SIZE', minQty, maxQty, stepSize },
    { filterType: 'MARKET_LOT_SIZE', minQty, maxQty, stepSize },
    { filterType: 'MAX_NUM_ORDERS', limit: ORDERS_MOST },
    { filterType: 'MAX_NUM_ALGO_ORDERS', limit: ALGO_ORDERS_MOST },
    { filterType: 'MIN_NOTIONAL', notional: instrument.minNotional },
    {
      filterType: 'PERCENT_PRICE',
      ...{ multiplierUp: MULTIPLIER_UP, multiplierDown: MULTIPLIER_DOWN, multiplierDecimal: '4' },
    },
  ];
}

/** One part of so many, in percent. */
const percentText = (parts: number): string =>
  fixed(
    {
      mantissa: BigInt(Math.round((PERCENT * 10 ** PERCENT_PLACES) / parts)),
      scale: PERCENT_PLACES,
    },
    PERCENT_PLACES,
  );

/** Decimals that a step is written in. */
export const placesOf = (step: string): number => decimal(step).scale;
