/** What Alpaca's own client asks of the simulated venue beside orders: account, positions, fills, clock, calendar, assets, market data. */
import { type Alpaca, NotFoundError, ValidationError } from '@alpacahq/alpaca-trade-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedAlpaca, cleared, serveAlpaca, thrown } from './served-alpaca.js';

let served: ServedAlpaca;
let client: Alpaca;

beforeAll(async () => {
  served = await serveAlpaca();
  ({ client } = served);
});
afterAll(() => served.close());

/** The client knows two kinds of activities, and both have an id. */
const idsOf = (rows: readonly object[]): readonly unknown[] =>
  rows.map((row) => (row as { readonly id?: unknown }).id);

describe("Alpaca's client: account", () => {
  it('LIV-3: positions and account follow what was traded', async () => {
    const before = await client.trading.account.getAccount();
    const bought = await client.trading.orders.market({
      ...{ symbol: 'BTC/USD', qty: '0.4', side: 'buy', timeInForce: 'gtc' },
    });
    const paid = Number(bought['filled_avg_price']) * 0.4;
    const [position, ...others] = await client.trading.positions.getAllOpenPositions();
    expect(others).toEqual([]);
    // Pairs are written together on positions, as Alpaca does, and found either way.
    expect(position).toMatchObject({
      ...{ symbol: 'BTCUSD', assetClass: 'crypto', side: 'long', qty: '0.4', qtyAvailable: '0.4' },
      ...{ currentPrice: '60000', marketValue: '24000', avgEntryPrice: bought['filled_avg_price'] },
    });
    expect(Number(position?.costBasis)).toBeCloseTo(paid, 6);
    expect(Number(position?.unrealizedPl)).toBeCloseTo(24_000 - paid, 6);
    for (const symbolOrAssetId of ['BTC/USD', 'BTCUSD'])
      expect(await client.trading.positions.getOpenPosition({ symbolOrAssetId })).toEqual(position);
    const account = await client.trading.account.getAccount();
    expect(account).toMatchObject({ status: 'ACTIVE', currency: 'USD', longMarketValue: '24000' });
    expect(Number(account.cash)).toBeCloseTo(Number(before.cash) - paid, 6);
    expect(Number(account.equity)).toBeCloseTo(Number(before.equity) + 24_000 - paid, 6);
    await client.trading.orders.limit({
      ...{ symbol: 'BTC/USD', qty: '0.1', side: 'sell', limitPrice: '70000', timeInForce: 'gtc' },
    });
    const reserved = await client.trading.positions.getOpenPosition({ symbolOrAssetId: 'BTCUSD' });
    expect(reserved.qtyAvailable).toBe('0.3');
    const half = await client.trading.positions.deleteOpenPosition({
      ...{ symbolOrAssetId: 'BTC/USD', percentage: 50 },
    });
    expect(half).toMatchObject({ side: 'sell', type: 'market', qty: '0.2', status: 'filled' });
    const closed = await client.trading.positions.deleteAllOpenPositions({ cancelOrders: true });
    expect(closed).toMatchObject([{ symbol: 'BTCUSD', status: 200, body: { qty: '0.2' } }]);
    const flat = await thrown(NotFoundError, () =>
      client.trading.positions.getOpenPosition({ symbolOrAssetId: 'BTCUSD' }),
    );
    expect(flat).toMatchObject({ code: 40410000, message: 'position does not exist' });
  });

  it('LIV-3: fills are activities, in pages, and of one order alone', async () => {
    const bought = await client.trading.orders.market({
      ...{ symbol: 'BTC/USD', qty: '0.4', side: 'buy', timeInForce: 'gtc' },
    });
    const list = client.trading.accountActivities;
    const [newest] = await list.getAccountActivities({ activityTypes: ['FILL'], pageSize: 1 });
    expect(newest).toMatchObject({
      ...{ activity_type: 'FILL', type: 'fill', side: 'buy', symbol: 'BTC/USD', leaves_qty: '0' },
      ...{ order_id: bought.id, cum_qty: '0.4', order_status: 'filled' },
    });
    const token = String((newest as { id?: string }).id);
    expect(token).toMatch(/^\d{17}::[0-9a-f-]{36}$/);
    const all = await list.getAccountActivities({ activityTypes: ['FILL'] });
    const rest = await list.getAccountActivities({ activityTypes: ['FILL'], pageToken: token });
    expect(rest).toEqual(all.slice(1));
    expect(all.length).toBeGreaterThan(3);
    const rising = await list.getAccountActivitiesByActivityType({
      ...{ activityType: 'FILL', direction: 'asc' },
    });
    expect(idsOf(rising)).toEqual(idsOf(all.toReversed()));
    const url = `${served.http}/v2/account/activities?order_id=${bought.id ?? ''}`;
    const headers = { 'APCA-API-KEY-ID': 'KEY', 'APCA-API-SECRET-KEY': 'SECRET' };
    const ofOne = (await (await fetch(url, { headers })).json()) as readonly { order_id: string }[];
    expect(new Set(ofOne.map((row) => row.order_id))).toEqual(new Set([bought.id]));
    expect(await list.getAccountActivities({ activityTypes: ['DIV'] })).toEqual([]);
    await cleared(client);
  });

  it('LIV-3: clock, calendar and assets', async () => {
    const clock = await client.trading.clock.legacyClock();
    // The session of the market's own time, where that lies on the wall clock: six hours of it are 18 minutes.
    expect(clock.isOpen).toBe(true);
    expect(Math.abs(clock.timestamp.getTime() - Date.now())).toBeLessThan(2_000);
    const left = (clock.nextClose.getTime() - clock.timestamp.getTime()) / 60_000;
    expect(left).toBeGreaterThan(16);
    expect(left).toBeLessThan(18);
    const days = await client.trading.calendar.legacyCalendar({
      start: new Date('2024-07-02T00:00:00Z'),
      end: new Date('2024-07-05T00:00:00Z'),
    });
    expect(
      days.map(({ date, open, close }) => [date.toISOString().slice(0, 10), open, close]),
    ).toEqual([
      ['2024-07-02', '09:30', '16:00'],
      ['2024-07-03', '09:30', '13:00'],
      ['2024-07-05', '09:30', '16:00'],
    ]);
    const assets = await client.trading.assets.getV2Assets({ assetClass: 'crypto' });
    expect(assets).toMatchObject([
      { symbol: 'BTC/USD', _class: 'crypto', minTradeIncrement: '0.0001', priceIncrement: '0.1' },
    ]);
    const stock = await client.trading.assets.getV2AssetsSymbolOrAssetId({
      symbolOrAssetId: 'AAPL',
    });
    expect(stock).toMatchObject({ symbol: 'AAPL', _class: 'us_equity', tradable: true });
    const nothing = await thrown(NotFoundError, () =>
      client.trading.assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: 'NOPE' }),
    );
    expect(nothing.message).toBe('asset not found for NOPE');
  });
});

describe("Alpaca's client: market data", () => {
  const day = 86_400_000;

  it('LIV-3: bars by minute of what has traded, by day with the average volume', async () => {
    const minutes = await client.marketData.stocks.stockBars({
      symbols: 'AAPL',
      timeframe: '1Min',
    });
    const [bar] = minutes.bars['AAPL'] ?? [];
    expect(bar).toMatchObject({ o: 100, h: 100, l: 100, c: 100, vw: 100 });
    expect(bar?.v).toBeCloseTo((bar?.n ?? 0) / 1_000, 9);
    const { bars } = await client.marketData.crypto.cryptoBars({
      ...{ loc: 'us', symbols: 'BTC/USD', timeframe: '1Day' },
      start: new Date(Date.now() - 10 * day),
      end: new Date(Date.now() - day),
    });
    expect(bars['BTC/USD']?.map(({ v }) => v)).toEqual(Array.from({ length: 9 }, () => 1_200));
    const pages = client.marketData.stocks;
    const request = {
      symbols: 'AAPL',
      timeframe: '1Day',
      start: new Date(Date.now() - 20 * day),
      limit: 3,
    };
    const first = await pages.stockBars(request);
    expect(first.bars['AAPL']).toHaveLength(3);
    const next = await pages.stockBars({ ...request, pageToken: String(first.nextPageToken) });
    const times = [first, next].map(({ bars: { AAPL = [] } }) => AAPL.map(({ t }) => String(t)));
    expect(times.flat()).toEqual(times.flat().toSorted());
    expect(new Set(times.flat()).size).toBe(times.flat().length);
    await thrown(ValidationError, () => pages.stockBars({ ...request, timeframe: '7Min' }));
  });

  it('LIV-3: latest quotes, trades and books', async () => {
    const quotes = await client.marketData.stocks.stockLatestQuotes({ symbols: 'AAPL,NOPE' });
    expect(Object.keys(quotes.quotes)).toEqual(['AAPL']);
    expect(quotes.quotes['AAPL']).toMatchObject({ bp: 99.99, ap: 100.01, bx: 'V', z: 'C' });
    const trades = await client.marketData.stocks.stockLatestTrades({ symbols: 'AAPL' });
    expect(trades.trades['AAPL']).toMatchObject({ p: 100, s: 0.001, x: 'V' });
    expect(await client.marketData.getLatestPrice('AAPL')).toBe(100);
    const pair = { loc: 'us', symbols: 'BTC/USD' } as const;
    const { crypto } = client.marketData;
    expect((await crypto.cryptoLatestQuotes(pair)).quotes['BTC/USD']).toMatchObject({
      bp: 59_999.9,
    });
    expect((await crypto.cryptoLatestTrades(pair)).trades['BTC/USD']).toMatchObject({ tks: 'B' });
    const book = (await crypto.cryptoLatestOrderbooks(pair)).orderbooks['BTC/USD'];
    expect(book?.a.map(({ p }) => p)).toEqual([60_000.1, 60_000.2]);
    await thrown(ValidationError, () => crypto.cryptoLatestQuotes({ ...pair, symbols: 'BTCUSD' }));
  });
});

describe('whatever is asked', () => {
  const order = { symbol: 'AAPL', side: 'buy', type: 'limit', time_in_force: 'gtc', qty: '1' };
  const huge = '9'.repeat(38);

  const requests: readonly (readonly [method: string, path: string, body?: string])[] = [
    ['GET', '/v2/orders?after=0000-01-01&until=9999-12-31&limit=1&symbols=,&before_order_id=x'],
    ['GET', '/v2/orders?symbols=%00,*&direction=asc&after=9999-12-31T23:59:59Z'],
    ['GET', '/v2/orders/%zz'],
    ['GET', '/v2/positions/%2F'],
    ['GET', '/v2/positions/__proto__'],
    ['DELETE', '/v2/positions/AAPL?qty=-1&percentage=1e9'],
    ['GET', '/v2/account/activities?page_token=a::b'],
    ['GET', '/v2/account/activities?date=2024-01-01&order_id=00000000-0000-4000-8000-ffffffffffff'],
    ['GET', '/v2/calendar?start=0001-01-01&end=9999-12-31'],
    ['GET', '/v2/stocks/bars?symbols=AAPL&timeframe=1Day&start=1000-01-01&limit=2&sort=desc'],
    ['GET', '/v2/stocks/bars?symbols=AAPL&page_token=x'],
    ['GET', '/v1beta3/crypto/us/bars?symbols=BTC/USD&start=9999-01-01'],
    ['POST', '/v2/orders', JSON.stringify({ ...order, limit_price: huge })],
    ['POST', '/v2/orders', JSON.stringify({ ...order, qty: huge, limit_price: '1' })],
    ['POST', '/v2/orders', JSON.stringify({ ...order, client_order_id: '__proto__' })],
    ['POST', '/v2/orders', JSON.stringify({ ...order, qty: undefined, notional: huge })],
    ['POST', '/v2/orders', 'null'],
    ['PATCH', '/v2/orders/00000000-0000-4000-8000-000000000001', '{"qty":{}}'],
    ['DELETE', '/v2/orders/00000000-0000-4000-9000-000000000001'],
    ['PUT', '/v2/orders'],
  ];

  it.each(requests.map((request) => ({ request, what: request.join(' ') })))(
    'nobody hears that it is the venue that failed: $what',
    async ({ request: [method, path, body] }) => {
      const headers = { 'APCA-API-KEY-ID': 'KEY', 'APCA-API-SECRET-KEY': 'SECRET' };
      const response = await fetch(`${served.http}${path}`, {
        ...{ method, headers },
        ...(body === undefined ? {} : { body }),
      });
      expect(response.status).toBeLessThan(500);
      expect(JSON.parse(await response.text())).toBeTypeOf('object');
      expect(response.headers.get('x-ratelimit-limit')).toBe('200');
    },
  );

  it('a body of more than any order has is not taken', async () => {
    const response = await fetch(`${served.http}/v2/orders`, {
      method: 'POST',
      headers: { 'APCA-API-KEY-ID': 'KEY', 'APCA-API-SECRET-KEY': 'SECRET' },
      body: JSON.stringify({ ...order, limit_price: '1', padding: 'x'.repeat(70_000) }),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 40010000, message: 'request body is too large' },
    ]);
  });
});
