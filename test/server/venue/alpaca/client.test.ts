/** Every operation of Alpaca's own client at the simulated venue, over HTTP and WebSocket, errors included. */
import {
  type Alpaca,
  ApiError,
  AuthError,
  NotFoundError,
  PermissionError,
  ValidationError,
} from '@alpacahq/alpaca-trade-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedAlpaca, serveAlpaca } from './served-alpaca.js';

let served: ServedAlpaca;
let client: Alpaca;

beforeAll(async () => {
  served = await serveAlpaca();
  ({ client } = served);
});
afterAll(() => served.close());

/** What a call fails with; it must be of the class the client has for it. */
async function thrown<E extends ApiError>(
  kind: abstract new (...args: never[]) => E,
  call: () => Promise<unknown>,
): Promise<E> {
  const error: unknown = await call().then(
    () => null,
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(kind);
  return error as E;
}

/** The client knows two kinds of activities, and both have an id. */
const idsOf = (rows: readonly object[]): readonly unknown[] =>
  rows.map((row) => (row as { readonly id?: unknown }).id);

const resting = {
  symbol: 'AAPL',
  qty: '2',
  side: 'buy',
  limitPrice: '90',
  timeInForce: 'gtc',
} as const;

/** Nothing is open, nothing is held. */
async function cleared(): Promise<void> {
  await client.trading.positions.deleteAllOpenPositions({ cancelOrders: true });
  expect(await client.trading.positions.getAllOpenPositions()).toEqual([]);
}

describe("Alpaca's client: orders", () => {
  it('LIV-3: submits market, limit, stop and stop-limit orders', async () => {
    const market = await client.trading.orders.market({
      ...{ symbol: 'AAPL', qty: '4', side: 'buy', timeInForce: 'ioc', clientOrderId: 'market-1' },
    });
    expect(market).toMatchObject({
      status: 'filled',
      ...{ client_order_id: 'market-1', type: 'market', side: 'buy', qty: '4', filled_qty: '4' },
      ...{ filled_avg_price: '100.0125', position_intent: 'buy_to_open', asset_class: 'us_equity' },
      ...{ time_in_force: 'ioc', order_class: '', limit_price: null, stop_price: null },
    });
    const limit = await client.trading.orders.limit({ ...resting, clientOrderId: 'limit-1' });
    expect(limit).toMatchObject({
      ...{
        status: 'new',
        type: 'limit',
        limit_price: '90',
        filled_qty: '0',
        filled_avg_price: null,
      },
      ...{ filled_at: null, replaces: undefined, replaced_by: null, extended_hours: false },
    });
    const sale = { symbol: 'AAPL', qty: '1', side: 'sell', timeInForce: 'gtc' } as const;
    const stop = await client.trading.orders.stop({ ...sale, stopPrice: '80' });
    expect(stop).toMatchObject({
      type: 'stop',
      stop_price: '80',
      limit_price: null,
      status: 'new',
    });
    const stopLimit = await client.trading.orders.stopLimit({
      ...{ ...sale, stopPrice: '80', limitPrice: '79.5', extendedHours: true },
    });
    expect(stopLimit).toMatchObject({
      ...{ type: 'stop_limit', order_type: 'stop_limit', stop_price: '80', limit_price: '79.5' },
      ...{ position_intent: 'sell_to_close', extended_hours: true },
    });
    await cleared();
  });

  it('LIV-3: an order asked for by what it is worth buys whole lots for at most that', async () => {
    const order = await client.trading.orders.market({
      ...{ symbol: 'BTC/USD', notional: '1000.5', side: 'buy', timeInForce: 'gtc' },
    });
    expect(order).toMatchObject({
      ...{ symbol: 'BTC/USD', asset_class: 'crypto', notional: '1000.5', qty: undefined },
      ...{ filled_qty: '0.0166', filled_avg_price: '60000.1', status: 'filled' },
    });
    const again = await client.trading.orders.getOrderByOrderID({ orderId: String(order.id) });
    expect(again).toMatchObject({ notional: '1000.5', qty: undefined, filled_qty: '0.0166' });
    await cleared();
  });

  it('LIV-3: finds an order by id and by client order id, and neither where there is none', async () => {
    const { id } = await client.trading.orders.limit({ ...resting, clientOrderId: 'look-up' });
    const byId = await client.trading.orders.getOrderByOrderID({
      orderId: String(id),
      nested: true,
    });
    const byClientId = await client.trading.orders.getOrderByClientOrderId({
      clientOrderId: 'look-up',
    });
    expect(byId).toMatchObject({ id, client_order_id: 'look-up', status: 'new' });
    expect(byClientId).toEqual(byId);
    const nobody = '00000000-0000-4000-8000-00000000ffff';
    const missing = await thrown(NotFoundError, () =>
      client.trading.orders.getOrderByOrderID({ orderId: nobody }),
    );
    expect(missing).toMatchObject({ code: 40410000, message: `order not found for ${nobody}` });
    const unnamed = await thrown(NotFoundError, () =>
      client.trading.orders.getOrderByClientOrderId({ clientOrderId: 'never' }),
    );
    expect(unnamed).toMatchObject({ code: 40410000, message: 'order not found for never' });
    const odd = await thrown(ValidationError, () =>
      client.trading.orders.getOrderByOrderID({ orderId: '7' }),
    );
    expect(odd).toMatchObject({ status: 422, code: 40010001, message: 'order_id is missing' });
    await cleared();
  });

  it('LIV-3: cancels one order, then all, and says of each what came of it', async () => {
    const { id } = await client.trading.orders.limit(resting);
    const orderId = String(id);
    await client.trading.orders.deleteOrderByOrderID({ orderId });
    const canceled = await client.trading.orders.getOrderByOrderID({ orderId });
    expect(canceled).toMatchObject({ status: 'canceled', filled_qty: '0' });
    expect(canceled['canceled_at']).toBe(canceled['updated_at']);
    const again = await thrown(ValidationError, () =>
      client.trading.orders.deleteOrderByOrderID({ orderId }),
    );
    expect(again).toMatchObject({
      code: 42210000,
      message: 'order is already in "canceled" state',
    });
    const two = [
      await client.trading.orders.limit(resting),
      await client.trading.orders.limit(resting),
    ];
    expect(await client.trading.orders.deleteAllOrders()).toEqual(
      two.map((order) => ({ id: order.id, status: 200 })),
    );
    expect(await client.trading.orders.getAllOrders({})).toEqual([]);
  });

  it('LIV-3: replaces an order by a new one, for what is left of the quantity', async () => {
    const first = await client.trading.orders.limit({
      ...{ symbol: 'MSFT', qty: '5', side: 'buy', limitPrice: '200.01', timeInForce: 'gtc' },
    });
    expect(first).toMatchObject({ status: 'partially_filled', filled_qty: '3' });
    const second = await client.trading.orders.patchOrderByOrderId({
      orderId: String(first.id),
      patchOrderRequest: { qty: '7', limitPrice: '199.25', clientOrderId: 'second' },
    });
    expect(second).toMatchObject({
      ...{ replaces: first.id, client_order_id: 'second', limit_price: '199.25', qty: '4' },
      ...{ status: 'new', filled_qty: '0' },
    });
    const third = await client.trading.orders.patchOrderByOrderId({
      orderId: String(second.id),
      patchOrderRequest: { limitPrice: '199' },
    });
    expect(third).toMatchObject({
      replaces: second.id,
      qty: '4',
      limit_price: '199',
    });
    const old = await client.trading.orders.getOrderByOrderID({ orderId: String(second.id) });
    expect(old).toMatchObject({ status: 'replaced', replaced_by: third.id });
    expect(typeof old['replaced_at']).toBe('string');
    const change = (orderId: unknown, patchOrderRequest: object) => () =>
      client.trading.orders.patchOrderByOrderId({ orderId: String(orderId), patchOrderRequest });
    const refusals: readonly (readonly [unknown, object, string])[] = [
      [second.id, { limitPrice: '198' }, 'order already replaced'],
      [third.id, { limitPrice: '199' }, 'order parameters are not changed'],
      [first.id, { qty: '3' }, 'order already replaced'],
      [third.id, { stopPrice: '80' }, 'this venue cannot change stop_price'],
      [third.id, { timeInForce: 'ioc' }, 'this venue cannot change time_in_force'],
    ];
    for (const [id, body, message] of refusals)
      expect(await thrown(ValidationError, change(id, body))).toMatchObject({
        code: 42210000,
        message,
      });
    await cleared();
  });

  it('LIV-3: lists orders by status, time, side, symbol and class, in pages by time', async () => {
    const stock = await client.trading.orders.limit({ ...resting, clientOrderId: 'list-1' });
    const pair = await client.trading.orders.limit({
      ...{ symbol: 'BTC/USD', qty: '0.1', side: 'sell', limitPrice: '70000', timeInForce: 'gtc' },
    });
    const last = await client.trading.orders.limit(resting);
    const listed = async (query: object): Promise<readonly unknown[]> =>
      (await client.trading.orders.getAllOrders(query)).map(({ id }) => id);
    expect(await listed({})).toEqual([last.id, pair.id, stock.id]);
    expect(await listed({ direction: 'asc', limit: 2 })).toEqual([stock.id, pair.id]);
    expect(await listed({ side: 'sell' })).toEqual([pair.id]);
    expect(await listed({ symbols: ['BTC/USD'] })).toEqual([pair.id]);
    expect(await listed({ assetClass: ['us_equity'] })).toEqual([last.id, stock.id]);
    const after = String(stock['submitted_at']);
    expect(await listed({ after, direction: 'asc' })).toEqual([pair.id, last.id]);
    expect(await listed({ until: String(last['submitted_at']), status: 'open' })).toEqual([
      pair.id,
      stock.id,
    ]);
    await client.trading.orders.deleteOrderByOrderID({ orderId: String(pair.id) });
    expect(await listed({ after, status: 'closed' })).toEqual([pair.id]);
    expect(await listed({ after, status: 'all' })).toEqual([last.id, pair.id]);
    expect(await listed({ beforeOrderId: String(pair.id), status: 'open' })).toEqual([stock.id]);
    expect(await listed({ afterOrderId: String(pair.id) })).toEqual([last.id]);
    const wrong = await thrown(ValidationError, () => listed({ limit: 501 }));
    expect(wrong).toMatchObject({ code: 40010001, message: 'limit must be from 1 to 500' });
    await thrown(ValidationError, () => listed({ after: 'yesterday' }));
    await cleared();
  });
});

describe("Alpaca's client: refusals", () => {
  const submit = (order: object) => () =>
    client.trading.orders.limit({ ...resting, ...order } as typeof resting);

  it('LIV-3: a client order id is taken for ever', async () => {
    await submit({ clientOrderId: 'once' })();
    await client.trading.orders.deleteAllOrders();
    const error = await thrown(ValidationError, submit({ clientOrderId: 'once' }));
    expect(error).toMatchObject({
      ...{ status: 422, code: 40010001, message: 'client_order_id must be unique' },
    });
    expect(error.rateLimit?.limit).toBe(200);
    expect(error.requestId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('LIV-3: what the account does not carry is refused with what it lacks', async () => {
    const short = await thrown(PermissionError, submit({ qty: '20000' }));
    expect(short).toMatchObject({ code: 40310000, message: 'insufficient buying power' });
    const account = await client.trading.account.getAccount();
    const body = (await short.response.json()) as object;
    expect(body).toMatchObject({ buying_power: account['buying_power'], cost_basis: '1800000' });
  });

  it('LIV-3: what is not well formed never reaches the venue', async () => {
    const arrived = served.venue.truth.arrivals.length;
    const bad: readonly (readonly [object, number, string])[] = [
      [{ qty: 0.0000001 }, 40010001, 'invalid qty "1e-7"'],
      [{ qty: '0' }, 40010001, 'qty must be > 0'],
      [{ qty: '-1' }, 40010001, 'qty must be > 0'],
      [{ qty: '1.0001' }, 42210000, 'qty 1.0001 is not a multiple of 0.001'],
      [
        { limitPrice: '90.005' },
        42210000,
        'invalid limit_price 90.005. sub-penny increment does not fulfill minimum pricing criteria',
      ],
      [{ symbol: 'NOPE' }, 42210000, 'asset "NOPE" not found'],
      [{ timeInForce: 'opg' }, 42210000, 'time_in_force opg is not supported by this venue'],
      [
        { clientOrderId: 'x'.repeat(129) },
        40010001,
        'client_order_id must be no more than 128 characters',
      ],
    ];
    for (const [order, code, message] of bad)
      expect(await thrown(ValidationError, submit(order))).toMatchObject({ code, message });
    expect(served.venue.truth.arrivals).toHaveLength(arrived);
  });

  it('LIV-3: a day has no end here, in the words Alpaca has for pairs', async () => {
    const pair = { symbol: 'BTC/USD', qty: '0.1', limitPrice: '50000', timeInForce: 'day' };
    const error = await thrown(ValidationError, submit(pair));
    expect(error).toMatchObject({ code: 42210000, message: 'invalid crypto time_in_force' });
  });

  it('LIV-3: wrong keys are told so, whatever is asked', async () => {
    const stranger = served.clientWith({ keyId: 'KEY', secret: 'other' });
    const error = await thrown(AuthError, () => stranger.trading.account.getAccount());
    expect(error).toMatchObject({
      status: 401,
      code: 40110000,
      message: 'request is not authorized',
    });
  });

  it('LIV-3: what is not spoken is said so', async () => {
    const error = await thrown(NotFoundError, () => client.trading.clock.clock({}));
    expect(error.message).toBe('endpoint not found: GET /v3/clock');
  });
});

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
    expect(all.length).toBeGreaterThan(5);
    const rising = await list.getAccountActivitiesByActivityType({
      ...{ activityType: 'FILL', direction: 'asc' },
    });
    expect(idsOf(rising)).toEqual(idsOf(all.toReversed()));
    const url = `${served.http}/v2/account/activities?order_id=${bought.id ?? ''}`;
    const headers = { 'APCA-API-KEY-ID': 'KEY', 'APCA-API-SECRET-KEY': 'SECRET' };
    const ofOne = (await (await fetch(url, { headers })).json()) as readonly { order_id: string }[];
    expect(new Set(ofOne.map((row) => row.order_id))).toEqual(new Set([bought.id]));
    expect(await list.getAccountActivities({ activityTypes: ['DIV'] })).toEqual([]);
    await cleared();
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
    expect(times[0]?.filter((time) => times[1]?.includes(time))).toEqual([]);
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
