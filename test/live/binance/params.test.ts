/** An order of the core as Binance is asked for it, and what Binance has no word for. */
import { describe, expect, it } from 'vitest';
import { spotOrderParams } from '../../../src/live/binance/order-params.js';
import type { OrderTerms } from '../../../src/core/order/order.js';
import type { Ticks } from '../../../src/core/ground/units.js';
import { BTC, LIMIT } from './sample.js';

const STOP = { stopPrice: 4_900_050 as Ticks } as const;
const AT_MARKET = { type: 'market', limitPrice: null } as const;

type Sent = readonly [string, Partial<OrderTerms>, object];
type Unfit = readonly [Partial<OrderTerms>, string];

describe('what is sent for an order', () => {
  it.each<Sent>([
    ['a limit order', {}, { type: 'LIMIT', price: '50000', timeInForce: 'GTC' }],
    [
      'immediate or cancel',
      { timeInForce: 'ioc' },
      { type: 'LIMIT', price: '50000', timeInForce: 'IOC' },
    ],
    ['fill or kill', { timeInForce: 'fok' }, { type: 'LIMIT', price: '50000', timeInForce: 'FOK' }],
    ['post-only', { postOnly: true }, { type: 'LIMIT_MAKER', price: '50000' }],
    ['a market order', { ...AT_MARKET, timeInForce: 'ioc' }, { type: 'MARKET' }],
    [
      'a stop',
      { type: 'stop', limitPrice: null, ...STOP },
      { type: 'STOP_LOSS', stopPrice: '49000.5' },
    ],
    [
      'a stop-limit',
      { type: 'stop-limit', ...STOP },
      { type: 'STOP_LOSS_LIMIT', price: '50000', stopPrice: '49000.5', timeInForce: 'GTC' },
    ],
  ])('LIV-2: %s', (_, more, params) => {
    expect(spotOrderParams({ ...LIMIT, ...more }, BTC)).toEqual({
      symbol: 'BTCUSDT',
      side: 'BUY',
      quantity: '0.12345',
      ...params,
    });
  });

  it.each<Unfit>([
    [{ timeInForce: 'day' }, 'Binance never closes and has no day orders'],
    [{ ...AT_MARKET, timeInForce: 'fok' }, 'Binance has no fill-or-kill for a market order'],
    [{ postOnly: true, timeInForce: 'ioc' }, 'Binance has no post-only limit order of ioc'],
    [{ postOnly: true, type: 'stop-limit' }, 'Binance has no post-only stop-limit order of gtc'],
  ])('%j is not sent as something else', (more, text) => {
    expect(spotOrderParams({ ...LIMIT, ...more }, BTC)).toBe(text);
  });
});
