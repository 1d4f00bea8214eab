/** What the REST interface refuses, before anything reaches the matching engine and there, and what anybody may ask. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Heard,
  KEY,
  type Sent,
  type Served,
  anyone,
  heard,
  hmac,
  served,
  signed,
} from './served.js';

let venue: Served;
beforeAll(async () => {
  venue = await served();
});
afterAll(() => venue.close());

const ORDER = '/api/v3/order';
/** Rests far below the market. */
const resting = (more: Sent = {}): Sent => ({
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '0.010', price: '50000.0' },
  ...more,
});
const said = ({ status, body }: Heard): readonly unknown[] => [status, body['code'], body['msg']];
const place = (params: Sent): Promise<Heard> => signed(venue, `POST ${ORDER}`, params);

describe('what is wrong with an order', () => {
  const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' };
  const without = (params: Sent, name: string): Sent =>
    Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
  const stop = (type: string, more: Sent = {}): Sent => ({
    ...{ symbol: 'BTCUSDT', side: 'SELL', type, quantity: '0.010', stopPrice: '50000.0' },
    ...more,
  });

  it.each<[string, Sent, number, string | RegExp]>([
    ['no such symbol', resting({ symbol: 'ETHUSDT' }), -1121, 'Invalid symbol.'],
    ['no symbol', without(resting(), 'symbol'), -1102, /'symbol'/],
    ['side', resting({ side: 'LONG' }), -1117, 'Invalid side.'],
    ['no side', without(resting(), 'side'), -1102, /'side'/],
    ['type', resting({ type: 'ICEBERG' }), -1116, 'Invalid orderType.'],
    ['time in force', resting({ timeInForce: 'GTD' }), -1115, 'Invalid timeInForce.'],
    ['no time in force', without(resting(), 'timeInForce'), -1102, /'timeInForce'/],
    ['no price', without(resting(), 'price'), -1102, /'price'/],
    ['no quantity', without(resting(), 'quantity'), -1102, /'quantity'/],
    ['price 0', resting({ price: '0' }), -1013, 'Invalid price.'],
    ['quantity 0', resting({ quantity: '0.000' }), -1013, 'Invalid quantity.'],
    ['1e-7', resting({ quantity: '1e-7' }), -1100, /'quantity'/],
    ['negative', resting({ quantity: '-0.01' }), -1100, /'quantity'/],
    ['too precise', resting({ quantity: '0.0100000001' }), -1111, /'quantity' has too much/],
    ['off the lot', resting({ quantity: '0.0105' }), -1013, 'Filter failure: LOT_SIZE'],
    ['too large', resting({ quantity: '100000001' }), -1013, 'Filter failure: LOT_SIZE'],
    ['off the tick', resting({ price: '50000.05' }), -1013, 'Filter failure: PRICE_FILTER'],
    ['worth little', resting({ price: '1000', quantity: '0.001' }), -1013, /NOTIONAL/],
    ['id', resting({ newClientOrderId: 'a b' }), -1100, /'newClientOrderId'/],
    ['answer', resting({ newOrderRespType: 'ALL' }), -1130, /'newOrderRespType'/],
    ['a stop', resting({ stopPrice: '1' }), -1106, /'stopPrice' sent when not required/],
    ['maker in time', resting({ type: 'LIMIT_MAKER' }), -1106, /'timeInForce'/],
    ['market at a price', { ...market, quantity: '0.01', price: '1' }, -1106, /'price'/],
    ['market of nothing', market, -1102, /'quantity' or 'quoteOrderQty'/],
    ['market of both', { ...market, quantity: '1', quoteOrderQty: '100' }, -1128, /Combination/],
    ['market by little', { ...market, quoteOrderQty: '1' }, -1013, 'Filter failure: NOTIONAL'],
    ['limit by worth', resting({ quoteOrderQty: '100' }), -1106, /'quoteOrderQty'/],
    ['stop without one', without(stop('STOP_LOSS'), 'stopPrice'), -1102, /'stopPrice'/],
    ['stop off the tick', stop('STOP_LOSS', { stopPrice: '1.23' }), -1013, /PRICE_FILTER/],
    ['take profit', stop('TAKE_PROFIT'), -2010, /^Take profit orders are not supported/],
    ['take profit limit', stop('TAKE_PROFIT_LIMIT'), -2010, /^Take profit limit orders are not/],
    ['iceberg', resting({ icebergQty: '0.001' }), -2010, /^Iceberg orders are not supported/],
    ['trailing', stop('STOP_LOSS', { trailingDelta: 10 }), -2010, /^Trailing stop orders are not/],
    ['window', resting({ recvWindow: '60001' }), -1131, 'recvWindow must be less than 60000'],
    ['stale', resting({ timestamp: 1 }), -1021, /outside of the recvWindow/],
    ['twice', { ...resting(), 'quantity&quantity': '1' }, -1101, /Duplicate values/],
  ])('%s: %o', async (_, params, code, msg) => {
    const before = venue.venue.truth.arrivals.length;
    const got = await place(params);
    expect(got.status).toBe(400);
    expect(got.body).toEqual({
      code,
      msg: typeof msg === 'string' ? msg : (expect.stringMatching(msg) as string),
    });
    expect(venue.venue.truth.arrivals).toHaveLength(before);
  });

  it.each<[string, Sent, string]>([
    [
      'more than the cash',
      resting({ quantity: '50' }),
      'Account has insufficient balance for requested action.',
    ],
    [
      'more than is held',
      resting({ side: 'SELL', quantity: '50', price: '70000' }),
      'Account has insufficient balance for requested action.',
    ],
    [
      'a maker that takes',
      { ...without(resting(), 'timeInForce'), type: 'LIMIT_MAKER', price: '70000' },
      'Order would immediately match and take.',
    ],
  ])('the matching engine says so of %s', async (_, params, msg) => {
    expect(said(await place(params))).toEqual([400, -2010, msg]);
  });

  it('a test of an order says what is wrong with it, and places none', async () => {
    const before = venue.venue.truth.arrivals.length;
    const test = (params: Sent): Promise<Heard> => signed(venue, `POST ${ORDER}/test`, params);
    expect((await test(resting())).body).toEqual({});
    expect(said(await test(resting({ price: '0' })))).toEqual([400, -1013, 'Invalid price.']);
    expect(venue.venue.truth.arrivals).toHaveLength(before);
  });
});

describe('the door', () => {
  const query = `symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.001&timestamp=`;
  const post = (target: string, body: string | null, headers: Record<string, string>) =>
    heard(fetch(`${venue.origin}${target}`, { method: 'POST', body, headers }));
  const mine = { 'X-MBX-APIKEY': KEY.keyId };

  it('LIV-3: takes what is signed over query and body behind one another, in any order', async () => {
    const text = 'symbol=BTCUSDT&side=BUY&type=MARKET';
    const body = `quantity=0.001&timestamp=${Date.now()}`;
    const got = await post(
      `${ORDER}?${text}`,
      `${body}&signature=${hmac(text + body).toUpperCase()}`,
      { ...mine, 'content-type': 'application/x-www-form-urlencoded' },
    );
    expect(got.body['status']).toBe('FILLED');
  });

  it('tells what is wrong with key and signature', async () => {
    const good = `${query}${Date.now()}`;
    const target = `${ORDER}?${good}&signature=${hmac(good)}`;
    expect(said(await post(target, null, {}))).toEqual([401, -2014, 'API-key format invalid.']);
    expect(said(await post(target, null, { 'X-MBX-APIKEY': 'someone' }))).toEqual([
      ...[401, -2015, 'Invalid API-key, IP, or permissions for action.'],
    ]);
    expect(said(await post(`${ORDER}?${good}&signature=${hmac(`${good}0`)}`, null, mine))).toEqual([
      ...[400, -1022, 'Signature for this request is not valid.'],
    ]);
    expect(said(await post(`${ORDER}?${good}`, null, mine))).toEqual([
      ...[400, -1102],
      "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.",
    ]);
  });

  it('knows no other address, and no body without an end', async () => {
    const at = (path: string, init = {}) =>
      fetch(`${venue.origin}${path}`, init).then(({ status }) => status);
    expect(await at('/api/v3/nothing')).toBe(404);
    expect(await at('/api/v3/constructor')).toBe(404);
    expect(await at('/fapi/v1/ping')).toBe(404);
    expect(await at('/api/v3/ping', { method: 'POST' })).toBe(405);
    expect(await at(ORDER, { method: 'POST', body: 'x'.repeat(70_000) })).toBe(413);
  });
});

describe('what anybody may ask', () => {
  const get = (path: string, params: Sent = {}): Promise<Heard> =>
    anyone(venue, `/api/v3/${path}`, params);

  it('the time, and whether it is there', async () => {
    expect((await get('ping')).body).toEqual({});
    const { serverTime } = (await get('time')).body as unknown as { serverTime: number };
    expect(Math.abs(serverTime - Date.now())).toBeLessThan(5_000);
  });

  it('the rules: filters from the instrument', async () => {
    const { body } = await get('exchangeInfo', { symbol: 'BTCUSDT' });
    const [{ filters } = { filters: [] }] = body['symbols'] as { filters: object[] }[];
    expect(filters).toEqual([
      expect.objectContaining({ filterType: 'PRICE_FILTER', tickSize: '0.10000000' }),
      expect.objectContaining({
        ...{ filterType: 'LOT_SIZE', minQty: '0.00100000', stepSize: '0.00100000' },
      }),
      expect.objectContaining({ filterType: 'MARKET_LOT_SIZE', stepSize: '0.00000000' }),
      expect.objectContaining({ filterType: 'NOTIONAL', minNotional: '5.00000000' }),
      { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
    ]);
    expect(said(await get('exchangeInfo', { symbol: 'X' }))).toEqual([
      400,
      -1121,
      'Invalid symbol.',
    ]);
    expect((await get('exchangeInfo', { symbols: '["BTCUSDT"]' })).status).toBe(200);
    expect((await get('exchangeInfo', { symbols: '[BTCUSDT]' })).body['code']).toBe(-1100);
  });

  it('trades from the newest, from a number, from a time', async () => {
    const ids = async (path: string, more: Sent = {}): Promise<readonly number[]> =>
      (await get(path, { symbol: 'BTCUSDT', limit: 2, ...more })).body.map((row) =>
        Number(row['id'] ?? row['a']),
      );
    const [last = 0] = (await ids('trades')).slice(-1);
    expect(last).toBeGreaterThan(3);
    expect(await ids('historicalTrades', { fromId: 2 })).toEqual([2, 3]);
    expect(await ids('aggTrades', { fromId: 1 })).toEqual([1, 2]);
    expect(await ids('aggTrades', { startTime: 1 })).toEqual([1, 2]);
    expect(await ids('aggTrades', { startTime: 1, endTime: 2 })).toEqual([]);
  });

  it('one row for one symbol, a list for many', async () => {
    const one = await get('ticker/price', { symbol: 'BTCUSDT' });
    expect(one.body).toMatchObject({ symbol: 'BTCUSDT' });
    expect((await get('ticker/price')).body).toHaveLength(1);
    expect((await get('ticker/bookTicker', { symbols: '["BTCUSDT"]' })).body).toHaveLength(1);
    expect((await get('ticker/24hr', { symbol: 'BTCUSDT', type: 'MINI' })).body['bidPrice']).toBe(
      undefined,
    );
    expect((await get('avgPrice', { symbol: 'BTCUSDT' })).body).toMatchObject({ mins: 5 });
    expect(said(await get('klines', { symbol: 'BTCUSDT', interval: '7m' }))).toEqual([
      ...[400, -1120, 'Invalid interval.'],
    ]);
  });
});
