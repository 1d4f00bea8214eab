/** The unmodified client of ccxt at the venue: every operation, its streams, and what it makes of errors. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CcxtOrder, type Client, ccxtClient, thrownBy, withIds } from './ccxt-client.js';
import { type Served, served } from './served.js';

const SYMBOL = 'BTC/USDT';
const SIDE: unknown = expect.stringMatching(/buy|sell/);
/** Far below the market, which is at 61,800. */
const LOW = 50_000;

let venue: Served;
let client: Client;
beforeAll(async () => {
  venue = await served();
  client = await ccxtClient(venue);
});
afterAll(async () => {
  await client.close();
  await venue.close();
});

const place = (
  type: 'limit' | 'market',
  side: 'buy' | 'sell',
  amount: number,
  more: { readonly price?: number; readonly [name: string]: unknown } = {},
): Promise<CcxtOrder> => {
  const { price, ...params } = more;
  return client.createOrder(SYMBOL, type, side, amount, price, params) as Promise<CcxtOrder>;
};

describe('ccxt at the venue', () => {
  it('LIV-3: knows its market, its time, its book and its trades', async () => {
    expect(client.markets?.[SYMBOL]).toMatchObject({
      ...{ id: 'BTCUSDT', base: 'BTC', quote: 'USDT', spot: true, active: true },
      precision: { amount: 0.001, price: 0.1 },
      limits: { cost: { min: 5 } },
    });
    const time = await client.fetchTime();
    expect(Math.abs(Number(time) - Date.now())).toBeLessThan(5_000);
    const book = await client.fetchOrderBook(SYMBOL, 5);
    expect([book.bids.length, book.asks.length]).toEqual([5, 5]);
    expect(Number(book.bids[0]?.[0])).toBeLessThan(Number(book.asks[0]?.[0]));
    const ticker = await client.fetchTicker(SYMBOL);
    expect(Number(ticker.last)).toBeGreaterThan(60_000);
    const tops = await client.fetchBidsAsks([SYMBOL]);
    expect(Number(tops[SYMBOL]?.bid)).toBeGreaterThan(60_000);
    const trades = await client.fetchTrades(SYMBOL);
    expect(trades.at(-1)).toMatchObject({
      symbol: SYMBOL,
      side: SIDE,
    });
    const candles = await client.fetchOHLCV(SYMBOL, '1m');
    expect(candles.at(-1)).toHaveLength(6);
  });

  it('LIV-3: places orders of every type, finds them by both ids, and lists them', async () => {
    const rests = await place('limit', 'buy', 0.01, { price: LOW, clientOrderId: 'rests' });
    expect(rests).toMatchObject({
      status: 'open',
      type: 'limit',
      filled: 0,
      clientOrderId: 'rests',
    });
    const bought = await place('market', 'buy', 0.01, { clientOrderId: 'bought' });
    expect(bought).toMatchObject({ status: 'closed', filled: 0.01, fee: { currency: 'BTC' } });
    expect(bought.trades.length).toBeGreaterThan(0);
    const cost = await client.createMarketBuyOrderWithCost(SYMBOL, 1_000);
    expect(Number(cost.cost)).toBeLessThanOrEqual(1_000);
    const maker = await place('limit', 'sell', 0.01, { price: 70_000, postOnly: true });
    expect(maker).toMatchObject({ status: 'open', postOnly: true });
    const ioc = await place('limit', 'buy', 0.01, { price: LOW, timeInForce: 'IOC' });
    expect(ioc).toMatchObject({ status: 'expired', filled: 0 });
    const stop = await place('market', 'sell', 0.01, { stopLossPrice: LOW });
    expect(stop).toMatchObject({ status: 'open', triggerPrice: LOW });
    const stopLimit = await place('limit', 'sell', 0.01, { price: LOW - 10, stopLossPrice: LOW });
    expect(stopLimit).toMatchObject({ status: 'open', price: LOW - 10, triggerPrice: LOW });
    await client.createOrder(SYMBOL, 'limit', 'buy', 0.01, LOW, { test: true });

    expect(await client.fetchOrder(rests.id, SYMBOL)).toMatchObject({ clientOrderId: 'rests' });
    const byClient = await client.fetchOrder('', SYMBOL, { clientOrderId: 'bought' });
    expect(byClient).toMatchObject({ id: bought.id, status: 'closed', average: bought.average });
    const open = await client.fetchOpenOrders(SYMBOL);
    expect(open.map(({ id }) => id)).toEqual([rests.id, maker.id, stop.id, stopLimit.id]);
    const all = await client.fetchOrders(SYMBOL);
    expect(all.map(({ status }) => status)).toEqual([
      'open',
      'closed',
      'closed',
      'open',
      'expired',
      'open',
      'open',
    ]);
    const mine = await client.fetchMyTrades(SYMBOL);
    expect(mine.map(({ id }) => id)).toEqual(
      venue.venue.truth.executions.map(({ execId }) => execId),
    );
    expect(mine[0]).toMatchObject({ order: bought.id, side: 'buy', takerOrMaker: 'taker' });
  });

  it('LIV-3: changes an order and calls orders off', async () => {
    const [rests] = withIds(await client.fetchOpenOrders(SYMBOL));
    const [edited] = withIds([
      await client.editOrder(rests!.id, SYMBOL, 'limit', 'buy', 0.02, LOW - 1),
    ]);
    expect(edited).toMatchObject({ status: 'open', amount: 0.02, price: LOW - 1 });
    expect(edited!.id).not.toBe(rests!.id);
    expect(await client.fetchOrder(rests!.id, SYMBOL)).toMatchObject({ status: 'canceled' });
    const canceled = await client.cancelOrder(edited!.id, SYMBOL);
    expect(canceled).toMatchObject({ id: edited!.id, status: 'canceled' });
    const info = canceled.info as Record<string, unknown>;
    expect([info['origClientOrderId'], canceled.clientOrderId]).toEqual([
      edited!.clientOrderId,
      info['clientOrderId'],
    ]);
    const rest = await client.cancelAllOrders(SYMBOL);
    expect(rest.map(({ status }) => status)).toEqual(['canceled', 'canceled', 'canceled']);
    expect(await client.fetchOpenOrders(SYMBOL)).toEqual([]);
  });

  it('LIV-3: sees what the account holds, and what its orders hold of it', async () => {
    const before = await client.fetchBalance();
    const order = await place('limit', 'buy', 0.01, { price: LOW });
    const held = await client.fetchBalance();
    expect(held['USDT']).toMatchObject({ used: 500, total: before['USDT']?.total });
    await client.cancelOrder(order.id, SYMBOL);
    const { BTC } = (await client.fetchBalance()) as unknown as Record<string, { total: number }>;
    const bought = venue.venue.truth.executions.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(BTC?.total).toBeCloseTo(10 + bought / 1_000, 8);
  });
});

describe('what ccxt makes of a refusal', () => {
  it.each([
    ['a duplicate', ccxt.InvalidOrder, /Duplicate order sent/, () => twice('twice')],
    [
      'no money',
      ccxt.InsufficientFunds,
      /insufficient balance/,
      () => place('limit', 'buy', 100, { price: LOW }),
    ],
    [
      'a maker that takes',
      ccxt.OrderImmediatelyFillable,
      /immediately match/,
      () => place('limit', 'buy', 0.01, { price: 70_000, postOnly: true }),
    ],
    [
      'a filter',
      ccxt.BadRequest,
      /Filter failure: NOTIONAL/,
      () => place('limit', 'buy', 0.001, { price: 1_000 }),
    ],
    [
      'a lot',
      ccxt.InvalidOrder,
      /Filter failure: LOT_SIZE/,
      () => client.privatePostOrder(raw({ quantity: '0.0105' })),
    ],
    [
      'a tick',
      ccxt.InvalidOrder,
      /Filter failure: PRICE_FILTER/,
      () => client.privatePostOrder(raw({ price: '50000.05' })),
    ],
    [
      'a symbol',
      ccxt.BadSymbol,
      /Invalid symbol/,
      () => client.privatePostOrder(raw({ symbol: 'ETHUSDT' })),
    ],
    [
      'a wrong clock',
      ccxt.InvalidNonce,
      /-1021/,
      () => client.privatePostOrder(raw({ timestamp: 1_700_000_000_000 })),
    ],
    [
      'no such order',
      ccxt.OrderNotFound,
      /Order does not exist/,
      () => client.fetchOrder('999', SYMBOL),
    ],
    [
      'nothing to cancel',
      ccxt.OrderNotFound,
      /Unknown order sent/,
      () => client.cancelOrder('999', SYMBOL),
    ],
    [
      'nothing to replace',
      ccxt.BadResponse,
      /-2022/,
      () => client.editOrder('999', SYMBOL, 'limit', 'buy', 0.01, LOW),
    ],
    ['half a replacement', ccxt.BadResponse, /-2021/, () => halfReplaced()],
    ['a wrong signature', ccxt.AuthenticationError, /-1022/, () => as({ secret: 'other' })],
    ['an unknown key', ccxt.AuthenticationError, /-2015/, () => as({ apiKey: 'other' })],
  ] as const)('LIV-3: %s', async (_, thrown, message, run) => {
    const error = await thrownBy(run);
    expect(String(error)).toMatch(message);
    expect(error).toBeInstanceOf(thrown);
  });

  const raw = (more: object): object => ({
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.010', price: '50000.0' },
    ...more,
  });

  async function twice(clientOrderId: string): Promise<void> {
    await place('limit', 'buy', 0.01, { price: LOW, clientOrderId });
    await place('limit', 'buy', 0.01, { price: LOW, clientOrderId });
  }

  async function halfReplaced(): Promise<void> {
    const { id } = await place('limit', 'buy', 0.01, { price: LOW });
    await client.editOrder(id, SYMBOL, 'limit', 'buy', 0.01, 70_000, { postOnly: true });
  }

  async function as(who: object): Promise<void> {
    const other = await ccxtClient(venue, who);
    try {
      await other.fetchOpenOrders(SYMBOL);
    } finally {
      await other.close();
    }
  }
});

describe('the streams of ccxt', () => {
  it('LIV-3: a book that goes on from its snapshot, trades, the best prices', async () => {
    const first = await client.watchOrderBook(SYMBOL);
    const nonce = Number(first.nonce);
    // A number that does not follow the one before it is refused by the client.
    for (let told = 0; told < 3; told += 1) await client.watchOrderBook(SYMBOL);
    const later = await client.watchOrderBook(SYMBOL);
    expect(Number(later.nonce)).toBeGreaterThan(nonce);
    expect(Number(later.bids[0]?.[0])).toBeLessThan(Number(later.asks[0]?.[0]));
    const [trade] = await client.watchTrades(SYMBOL);
    expect(trade).toMatchObject({ symbol: SYMBOL, side: SIDE });
    const top = await client.watchBidsAsks([SYMBOL]);
    expect(Number(top[SYMBOL]?.bid)).toBeGreaterThan(60_000);
    const ticker = await client.watchTicker(SYMBOL);
    expect(Number(ticker.last)).toBeGreaterThan(60_000);
    const [candle] = await client.watchOHLCV(SYMBOL, '1m');
    expect(candle).toHaveLength(6);
  });

  it('LIV-3: the account: orders, executions, balances; and orders by the socket', async () => {
    const orders = client.watchOrders(SYMBOL);
    const trades = client.watchMyTrades(SYMBOL);
    const balance = client.watchBalance();
    await subscribed(client);
    const placed = await client.createOrderWs(SYMBOL, 'market', 'buy', 0.01, undefined, {
      clientOrderId: 'by-socket',
    });
    expect(placed).toMatchObject({ status: 'closed', filled: 0.01 });
    expect((await trades).at(-1)).toMatchObject({ order: placed.id, takerOrMaker: 'taker' });
    expect((await orders).at(-1)).toMatchObject({ id: placed.id, clientOrderId: 'by-socket' });
    expect((await balance)['BTC']).toHaveProperty('total');

    const [resting] = withIds([await client.createOrderWs(SYMBOL, 'limit', 'buy', 0.01, LOW)]);
    const ended = untilStatus('canceled');
    const canceled = await client.cancelOrderWs(resting!.id, SYMBOL);
    expect(canceled.status).toBe('canceled');
    // The stream names the cancel and the order it was of; ccxt has the latter.
    expect(await ended).toMatchObject({ id: resting!.id, clientOrderId: resting!.clientOrderId });
    expect(await client.fetchOrderWs(resting!.id, SYMBOL)).toMatchObject({ status: 'canceled' });
  });

  async function untilStatus(status: string): Promise<CcxtOrder> {
    for (;;) {
      const found = withIds(await client.watchOrders(SYMBOL)).find(
        (order) => order.status === status,
      );
      if (found !== undefined) return found;
    }
  }
});

/** The client has heard that its account's events come: a further question is answered behind that. */
async function subscribed(of: Client): Promise<void> {
  await of.fetchOpenOrdersWs(SYMBOL);
}
