/** The rules of the exchange as clients ask for them before they trade. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import { type Desk, nowMs } from '../desk.js';
import { limitWords } from '../request/usage.js';
import { nameOf } from '../symbols.js';
import { PLACES } from './amounts.js';
import { filterWords } from './filters.js';
import type { SpotType } from './order-terms.js';

const ORDER_TYPES: readonly SpotType[] = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
];

export const exchangeWords = (desk: Desk, instruments: readonly Instrument[]): object => ({
  timezone: 'UTC',
  serverTime: nowMs(desk),
  rateLimits: limitWords(desk.usage.limits),
  exchangeFilters: [],
  symbols: instruments.map((instrument) => symbolWords(desk, instrument)),
});

const symbolWords = (desk: Desk, instrument: Instrument): object => ({
  symbol: nameOf(instrument),
  status: 'TRADING',
  baseAsset: instrument.baseAsset,
  baseAssetPrecision: PLACES,
  quoteAsset: instrument.quoteAsset,
  quotePrecision: PLACES,
  quoteAssetPrecision: PLACES,
  baseCommissionPrecision: PLACES,
  quoteCommissionPrecision: PLACES,
  orderTypes: ORDER_TYPES,
  icebergAllowed: false,
  ocoAllowed: false,
  otoAllowed: false,
  quoteOrderQtyMarketAllowed: true,
  allowTrailingStop: false,
  cancelReplaceAllowed: true,
  amendAllowed: false,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: false,
  filters: filterWords(instrument),
  permissions: [],
  permissionSets: [['SPOT']],
  defaultSelfTradePreventionMode: desk.terms.selfTrade,
  allowedSelfTradePreventionModes: [desk.terms.selfTrade],
});
