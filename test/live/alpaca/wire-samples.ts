/** What Alpaca says, written by hand: records with the fields it has, to be changed field by field. */
import type { Instrument } from '../../../src/core/ground/instrument.js';
import { VenueInstruments } from '../../../src/live/alpaca/venue-instruments.js';

export const STOCK: Instrument = {
  symbol: 'AAPL',
  tickSize: '0.01',
  lotSize: '1',
  minNotional: '0',
  calendar: 'nyse',
  adv: null,
  baseAsset: 'AAPL',
  quoteAsset: 'USD',
};

/** Configured without a slash; Alpaca lists it with one. */
export const PAIR: Instrument = {
  ...STOCK,
  symbol: 'BTCUSD',
  lotSize: '0.00001',
  calendar: 'always-open',
  baseAsset: 'BTC',
};

export const INSTRUMENTS = new VenueInstruments([
  { instrument: STOCK, symbol: 'AAPL', assetClass: 'us_equity' },
  { instrument: PAIR, symbol: 'BTC/USD', assetClass: 'crypto' },
]);

export type Json = Readonly<Record<string, unknown>>;

/** Of the eleven days from 2024-01-02 on, as they were. */
export const DAYS: readonly Json[] = [2, 3, 4, 5, 8, 9, 10, 11, 12].map((day) => ({
  date: `2024-01-${String(day).padStart(2, '0')}`,
  open: '09:30',
  close: '16:00',
  session_open: '0400',
  session_close: '2000',
}));

export const clockJson = (isOpen: boolean): Json => ({
  timestamp: '2024-01-02T10:01:00-05:00',
  is_open: isOpen,
  next_open: '2024-01-03T09:30:00-05:00',
  next_close: '2024-01-02T16:00:00-05:00',
});

export const ORDER_ID = '61e69015-8549-4bfd-b9c3-01e75843f47d';
export const OTHER_ID = '00000000-0000-4000-8000-0000000000ff';

/** A limit order for 10 shares at 185.50, just taken. */
export const orderJson = (changed: Json = {}): Json => ({
  id: ORDER_ID,
  client_order_id: 'c-1',
  created_at: '2024-01-02T15:00:00.123456789Z',
  updated_at: '2024-01-02T15:00:00.140012345Z',
  submitted_at: '2024-01-02T15:00:00.121Z',
  filled_at: null,
  expired_at: null,
  canceled_at: null,
  replaced_at: null,
  replaced_by: null,
  replaces: null,
  symbol: 'AAPL',
  asset_class: 'us_equity',
  notional: null,
  qty: '10',
  filled_qty: '0',
  filled_avg_price: null,
  order_type: 'limit',
  type: 'limit',
  side: 'buy',
  time_in_force: 'day',
  limit_price: '185.5',
  stop_price: null,
  status: 'accepted',
  legs: null,
  ...changed,
});

export const updateJson = (event: string, order: Json = {}, changed: Json = {}): Json => ({
  event,
  execution_id: null,
  timestamp: '2024-01-02T15:00:01.5Z',
  price: null,
  qty: null,
  position_qty: null,
  order: orderJson(order),
  ...changed,
});

export const EXECUTION_ID = '6c6a4a1e-0000-4000-8000-000000000001';

export const activityJson = (changed: Json = {}): Json => ({
  id: `20240102150001500::${EXECUTION_ID}`,
  activity_type: 'FILL',
  transaction_time: '2024-01-02T15:00:01.5Z',
  type: 'partial_fill',
  price: '185',
  qty: '4',
  side: 'buy',
  symbol: 'AAPL',
  leaves_qty: '6',
  order_id: ORDER_ID,
  cum_qty: '4',
  order_status: 'partially_filled',
  ...changed,
});

export const assetJson = (changed: Json = {}): Json => ({
  id: 'b0b6dd9d-8b9b-48a9-ba46-b9d54906e415',
  class: 'us_equity',
  exchange: 'NASDAQ',
  symbol: 'AAPL',
  name: 'Apple Inc.',
  status: 'active',
  tradable: true,
  fractionable: true,
  ...changed,
});
