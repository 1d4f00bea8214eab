/** Orders by Alpaca's own client at the simulated venue: every operation, and every refusal in the class the client has for it. */
import {
  type Alpaca,
  AuthError,
  NotFoundError,
  PermissionError,
  ValidationError,
} from '@alpacahq/alpaca-trade-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedAlpaca, cleared, serveAlpaca, thrown } from './served-alpaca.js';

let served: ServedAlpaca;
let client: Alpaca;

beforeAll(async () => {
  served = await serveAlpaca();
  ({ client } = served);
});
afterAll(() => served.close());

const resting = {
  symbol: 'AAPL',
  qty: '2',
  side: 'buy',
  limitPrice: '90',
  timeInForce: 'gtc',
} as const;

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
    await cleared(client);
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
    await cleared(client);
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
    await cleared(client);
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

  it('LIV-3: replaces an order by a new one, whose quantities are those of the chain', async () => {
    const first = await client.trading.orders.limit({
      ...{ symbol: 'MSFT', qty: '5', side: 'buy', limitPrice: '200.01', timeInForce: 'gtc' },
    });
    expect(first).toMatchObject({ status: 'partially_filled', filled_qty: '3' });
    const replace = (orderId: unknown, patchOrderRequest: object) => () =>
      client.trading.orders.patchOrderByOrderId({ orderId: String(orderId), patchOrderRequest });
    const filled = await thrown(ValidationError, replace(first.id, { qty: '3' }));
    expect(filled).toMatchObject({ code: 42210000, message: 'qty must be > filled_qty' });
    const terms = { qty: '7', limitPrice: '199.25', clientOrderId: 'second' };
    const second = await replace(first.id, terms)();
    const chain = { filled_qty: '3', filled_avg_price: '200.01', status: 'new' };
    expect(second).toMatchObject({
      ...{ replaces: first.id, client_order_id: 'second', limit_price: '199.25', qty: '7' },
      ...chain,
    });
    const third = await replace(second.id, { limitPrice: '200.02' })();
    expect(third).toMatchObject({ replaces: second.id, qty: '7', limit_price: '200.02' });
    // Three at 200.01 and four behind them at 200.02.
    expect(third).toMatchObject({ filled_qty: '7', status: 'filled' });
    expect(third['filled_avg_price']).toBe('200.0157142857');
    const whole = await client.trading.orders.getOrderByOrderID({ orderId: String(third.id) });
    expect(whole['filled_avg_price']).toBe(third['filled_avg_price']);
    const old = await client.trading.orders.getOrderByOrderID({ orderId: String(second.id) });
    expect(old).toMatchObject({ status: 'replaced', replaced_by: third.id });
    expect(typeof old['replaced_at']).toBe('string');
    const fourth = await client.trading.orders.limit(resting);
    const refusals: readonly (readonly [unknown, object, string])[] = [
      [second.id, { limitPrice: '198' }, 'order already replaced'],
      [third.id, { qty: '9' }, 'cannot replace order in filled status'],
      [fourth.id, { limitPrice: '90' }, 'order parameters are not changed'],
      [fourth.id, { stopPrice: '80' }, 'this venue cannot change stop_price'],
      [fourth.id, { timeInForce: 'ioc' }, 'this venue cannot change time_in_force'],
    ];
    for (const [id, body, message] of refusals)
      expect(await thrown(ValidationError, replace(id, body))).toMatchObject({
        ...{ code: 42210000, message },
      });
    await cleared(client);
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
    await cleared(client);
  });
});

describe("Alpaca's client: refusals", () => {
  const submit = (order: object) => () =>
    client.trading.orders.limit(Object.assign({}, resting, order));

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
    const body: unknown = await short.response.json();
    expect(body).toMatchObject({ buying_power: account['buying_power'], cost_basis: '1800000' });
  });

  it('LIV-3: what is not well formed never reaches the venue', async () => {
    const arrived = served.venue.truth.arrivals.length;
    const bad: readonly (readonly [object, number, string])[] = [
      [{ qty: 0.0000001 }, 40010001, 'invalid qty "1e-7"'],
      [{ qty: '0' }, 40010001, 'qty must be > 0'],
      [{ qty: '-1' }, 40010001, 'qty must be > 0'],
      [{ qty: '1.0001' }, 40010001, 'qty 1.0001 is not a multiple of 0.001'],
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

  it('LIV-3 F12: an order of a stock for the day rests until the close; a pair has no day, in the words Alpaca has for it', async () => {
    const pair = { symbol: 'BTC/USD', qty: '0.1', limitPrice: '50000', timeInForce: 'day' };
    const error = await thrown(ValidationError, submit(pair));
    expect(error).toMatchObject({ code: 42210000, message: 'invalid crypto time_in_force' });
    const stock = { ...pair, symbol: 'AAPL', qty: '1', limitPrice: '50' };
    const rests = await submit(stock)();
    expect(rests).toMatchObject({ timeInForce: 'day', filledQty: '0' });
    const { trading } = client;
    const open = await trading.orders.getAllOrders({ status: 'open' });
    expect(open.map(({ id, timeInForce }) => [id, timeInForce])).toContainEqual([rests.id, 'day']);
  });

  it('LIV-3: a market order of a stock for the day, which never rests, is taken and shown as it was asked for', async () => {
    const { trading } = client;
    const order = {
      symbol: 'AAPL',
      side: 'buy',
      qty: '0.5',
      clientOrderId: 'for-the-day',
    } as const;
    const sent = await trading.orders.market({ ...order, timeInForce: 'day' });
    expect(sent).toMatchObject({ status: 'filled', timeInForce: 'day', filledQty: '0.5' });
    const shown = await trading.orders.getOrderByClientOrderId({ clientOrderId: 'for-the-day' });
    expect(shown).toMatchObject({ timeInForce: 'day', extendedHours: false });
    const worth = await trading.orders.market({
      ...{ symbol: 'AAPL', side: 'buy', notional: '20', timeInForce: 'day' },
    });
    expect(worth).toMatchObject({ status: 'filled', timeInForce: 'day', notional: '20' });
    const pair = { symbol: 'BTC/USD', side: 'buy', qty: '0.1', timeInForce: 'day' } as const;
    await thrown(ValidationError, () => trading.orders.market(pair));
    await cleared(client);
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
