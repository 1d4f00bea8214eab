/** What anybody may ask of the futures venue, by the unmodified client of ccxt and by its own words. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../../../../src/server/venue/dialects.js';
import { PLAIN_VENUE } from '../../../../support/plain-venue.js';
import { planOf } from '../../../../support/simulation-plan.js';
import { thrownBy } from '../ccxt-client.js';
import { type Served, anyone } from '../served.js';
import { SYMBOL, type UsdmClient, servedUsdm, usdmClient } from './served-usdm.js';

let venue: Served;
let client: UsdmClient;
beforeAll(async () => {
  venue = await servedUsdm({
    account: { funding: { bps: '1', times: [] } },
  });
  client = await usdmClient(venue);
});
afterAll(async () => {
  await client.close();
  await venue.close();
});

describe('ccxt at the futures venue', () => {
  it('LIV-3: knows the contract, its time, its book, its trades and its mark', async () => {
    expect(client.markets?.[SYMBOL]).toMatchObject({
      ...{ id: 'BTCUSDT', base: 'BTC', quote: 'USDT', settle: 'USDT', active: true },
      ...{ swap: true, linear: true, contractSize: 1 },
      precision: { amount: 0.001, price: 0.1 },
      limits: { cost: { min: 5 }, amount: { min: 0.001 } },
    });
    expect(Math.abs(Number(await client.fetchTime()) - Date.now())).toBeLessThan(5_000);
    const book = await client.fetchOrderBook(SYMBOL, 5);
    expect([book.bids.length, book.asks.length]).toEqual([5, 5]);
    expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]));
    expect(Number((await client.fetchTicker(SYMBOL)).last)).toBeGreaterThan(60_000);
    const tops = await client.fetchBidsAsks([SYMBOL]);
    expect(Number(tops[SYMBOL]?.bid)).toBeGreaterThan(60_000);
    const trades = await client.fetchTrades(SYMBOL);
    expect(trades.at(-1)).toMatchObject({ symbol: SYMBOL });
    expect((await client.fetchOHLCV(SYMBOL, '1m')).at(-1)).toHaveLength(6);
    const funding = await client.fetchFundingRate(SYMBOL);
    expect(funding).toMatchObject({ symbol: SYMBOL, fundingRate: 0.0001 });
    expect(Number(funding.markPrice)).toBeGreaterThan(60_000);
    expect(Number(funding.fundingTimestamp)).toBeGreaterThan(Date.now());
    expect(await client.fetchFundingRateHistory(SYMBOL)).toEqual([]);
  });

  it('LIV-3: hears of a symbol and of a depth that there are not', async () => {
    const symbol = await thrownBy(() => client.fapiPublicGetDepth({ symbol: 'ETHUSDT' }));
    expect(symbol).toBeInstanceOf(ccxt.BadSymbol);
    const depth = await thrownBy(() => client.fetchOrderBook(SYMBOL, 7));
    expect(String(depth)).toMatch(/-4021.*'7' is not valid depth limit/);
  });

  it('LIV-3: a book that goes on from its snapshot, trades, best prices, marks, candlesticks', async () => {
    const first = await client.watchOrderBook(SYMBOL);
    const nonce = Number(first.nonce);
    // A number that does not follow the one before it is refused by the client.
    for (let told = 0; told < 3; told += 1) await client.watchOrderBook(SYMBOL);
    const later = await client.watchOrderBook(SYMBOL);
    expect(Number(later.nonce)).toBeGreaterThan(nonce);
    expect(Number(later.bids[0]?.[0])).toBeLessThan(Number(later.asks[0]?.[0]));
    const [trade] = await client.watchTrades(SYMBOL);
    expect(trade).toMatchObject({ symbol: SYMBOL });
    const top = await client.watchBidsAsks([SYMBOL]);
    expect(Number(top[SYMBOL]?.bid)).toBeGreaterThan(60_000);
    const marks = await client.watchMarkPrices([SYMBOL], { use1sFreq: true });
    expect(Number(marks[SYMBOL]?.markPrice)).toBeGreaterThan(60_000);
    expect((await client.watchOHLCV(SYMBOL, '1m'))[0]).toHaveLength(6);
  });
});

describe('the dialect of futures', () => {
  const { unfit, planned } = DIALECTS['binance-usdm'];
  const futures = planOf({
    venue: { account: { ...PLAIN_VENUE.account, derivatives: new Set(['BTCUSDT']) } },
  });

  it('LIV-3: does not begin where a market is spot, and says what helps', () => {
    expect(unfit(planOf())).toBe(
      '--dialect binance-usdm is for futures, and in this scenario these are none: BTCUSDT\n  fix: --set venue.account.futures=true, or --dialect binance',
    );
    expect(unfit(futures)).toBeNull();
  });

  it('LIV-3: refuses a stop that the market is through, whatever the scenario says', () => {
    const { venue: options } = planned(futures, 1);
    expect(options).toMatchObject({
      ...{ idempotency: 'open-only', profile: { stopAlreadyThrough: 'reject' } },
    });
  });
});

describe('the futures venue, asked by hand', () => {
  it('LIV-3: tells its limits, and how far they are used', async () => {
    const { headers, body } = await anyone(venue, '/fapi/v1/exchangeInfo');
    expect(Number(headers.get('x-mbx-used-weight-1m'))).toBeGreaterThan(0);
    expect(body['rateLimits']).toEqual([
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
      { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1_200 },
    ]);
    const [symbol] = body['symbols'] as Record<string, unknown>[];
    expect(symbol).toMatchObject({
      maintMarginPercent: '10.0000',
      requiredMarginPercent: '20.0000',
    });
    expect(symbol?.['filters']).toContainEqual({ filterType: 'MIN_NOTIONAL', notional: '5' });
  });

  it('LIV-3: has nothing of spot at its addresses', async () => {
    const { status } = await fetch(`${venue.origin}/api/v3/ping`);
    expect(status).toBe(404);
  });
});
