/** The unmodified client of ccxt trades futures: orders, conditional orders, positions, and what it makes of refusals. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CcxtOrder, thrownBy } from '../ccxt-client.js';
import { type Served } from '../served.js';
import { SYMBOL, type UsdmClient, servedUsdm, usdmClient } from './served-usdm.js';

/** Far below the market, which is at 61,800. */
const LOW = 50_000;

let venue: Served;
let client: UsdmClient;
beforeAll(async () => {
  venue = await servedUsdm();
  client = await usdmClient(venue);
});
afterAll(async () => {
  await client.close();
  await venue.close();
});

type Type = 'limit' | 'market';
const place = (
  type: Type,
  side: 'buy' | 'sell',
  amount: number,
  more: { readonly price?: number; readonly [name: string]: unknown } = {},
): Promise<CcxtOrder> => {
  const { price, ...params } = more;
  return client.createOrder(SYMBOL, type, side, amount, price, params) as Promise<CcxtOrder>;
};
const numbers = (words: object): Record<string, number> =>
  Object.fromEntries(Object.entries(words).map(([name, text]) => [name, Number(text)]));
const positionNow = async (): Promise<Record<string, unknown> | undefined> =>
  (await client.fetchPositions([SYMBOL]))[0] as unknown as Record<string, unknown> | undefined;

describe('ccxt at the futures venue', () => {
  it('LIV-3: places orders, finds them by both ids, and lists them', async () => {
    const rests = await place('limit', 'buy', 0.01, { price: LOW, clientOrderId: 'rests' });
    expect(rests).toMatchObject({
      status: 'open',
      type: 'limit',
      filled: 0,
      clientOrderId: 'rests',
    });
    const maker = await place('limit', 'sell', 0.01, { price: 64_000, postOnly: true });
    expect(maker).toMatchObject({ status: 'open', postOnly: true });
    const ioc = await place('limit', 'buy', 0.01, { price: LOW, timeInForce: 'IOC' });
    expect(ioc).toMatchObject({ status: 'expired', filled: 0 });
    expect(await client.fetchOrder(rests.id, SYMBOL)).toMatchObject({ clientOrderId: 'rests' });
    const byClient = await client.fetchOrder('', SYMBOL, { clientOrderId: 'rests' });
    expect(byClient).toMatchObject({ id: rests.id, status: 'open' });
    expect(await client.fetchOpenOrder(rests.id, SYMBOL)).toMatchObject({ id: rests.id });
    const open = await client.fetchOpenOrders(SYMBOL);
    expect(open.map(({ id }) => id)).toEqual([rests.id, maker.id]);
    const all = await client.fetchOrders(SYMBOL);
    expect(all.map(({ status }) => status)).toEqual(['open', 'open', 'expired']);
    expect(await client.cancelOrder(rests.id, SYMBOL)).toMatchObject({ status: 'canceled' });
    await client.cancelAllOrders(SYMBOL);
    expect(await client.fetchOpenOrders(SYMBOL)).toEqual([]);
  });

  it('LIV-3: modifies an order, which keeps its number and its id', async () => {
    const order = await place('limit', 'buy', 0.01, { price: LOW, clientOrderId: 'changes' });
    const edited = await client.editOrder(order.id, SYMBOL, 'limit', 'buy', 0.02, LOW - 1);
    expect(edited).toMatchObject({
      ...{ id: order.id, clientOrderId: 'changes' },
      ...{ status: 'open', amount: 0.02, price: LOW - 1 },
    });
    const again = await client.editOrder(order.id, SYMBOL, 'limit', 'buy', 0.015, LOW - 1);
    expect(again).toMatchObject({ id: order.id, amount: 0.015 });
    const open = await client.fetchOpenOrders(SYMBOL);
    expect(open.map(({ id, amount }) => [id, amount])).toEqual([[order.id, 0.015]]);
    const taken = await thrownBy(() =>
      place('limit', 'buy', 0.01, { price: LOW, clientOrderId: 'changes' }),
    );
    expect(String(taken)).toMatch(/-4116.*ClientOrderId is duplicated/);
    expect(await client.cancelOrder(order.id, SYMBOL)).toMatchObject({
      ...{ id: order.id, clientOrderId: 'changes', status: 'canceled' },
    });
    expect(await client.fetchOrder(order.id, SYMBOL)).toMatchObject({ status: 'canceled' });
  });

  it('LIV-3 F19: goes long, short, and flat, with margin, entry and realised profit', async () => {
    expect(await positionNow()).toBeUndefined();
    const bought = await place('market', 'buy', 0.02, { clientOrderId: 'long' });
    expect(bought).toMatchObject({ status: 'closed', filled: 0.02 });
    const long = await positionNow();
    expect(long).toMatchObject({
      ...{ side: 'long', contracts: 0.02, marginMode: 'cross', hedged: false },
      entryPrice: bought.average,
    });
    expect(Number(long?.['initialMargin'])).toBeCloseTo(Number(long?.['notional']) / 5, 3);
    expect(Number(long?.['maintenanceMargin'])).toBeCloseTo(Number(long?.['notional']) / 10, 3);
    const held = await client.fetchBalance();
    expect(Number(held['USDT']?.used)).toBeGreaterThan(0);
    const whole = numbers(await client.fapiPrivateV3GetAccount());
    const [risk] = (await client.fapiPrivateV2GetPositionRisk()) as object[];
    const { notional, markPrice, positionAmt } = numbers(risk ?? {});
    expect(notional).toBeCloseTo(Number(markPrice) * Number(positionAmt), 1);
    expect(whole['totalMaintMargin']).toBeCloseTo(Number(whole['totalInitialMargin']) / 2, 6);
    expect(whole['totalMarginBalance']).toBeCloseTo(
      Number(whole['totalWalletBalance']) + Number(whole['totalUnrealizedProfit']),
      6,
    );
    expect(whole['availableBalance']).toBeCloseTo(
      Number(whole['totalMarginBalance']) - Number(whole['totalInitialMargin']),
      6,
    );

    await place('market', 'sell', 0.05);
    expect(await positionNow()).toMatchObject({ side: 'short', contracts: 0.03 });
    const trades = await client.fetchMyTrades(SYMBOL);
    expect(trades.map(({ id }) => id)).toEqual(
      venue.venue.truth.executions.map(({ execId }) => execId),
    );
    expect(trades[0]).toMatchObject({ order: bought.id, side: 'buy', takerOrMaker: 'taker' });
    expect(trades[0]?.fee).toMatchObject({ currency: 'USDT' });
    const realised = trades.map(({ info }) =>
      Number((info as { realizedPnl: string }).realizedPnl),
    );
    expect(realised[0]).toBe(0);
    const closing = await place('market', 'buy', 0.08, { reduceOnly: true });
    expect(closing).toMatchObject({ status: 'expired', filled: 0.03, reduceOnly: true });
    expect(await positionNow()).toBeUndefined();

    // What was realised and paid is what the cash has moved by.
    const all = await client.fetchMyTrades(SYMBOL);
    const moved = all.reduce(
      (sum, { info, fee }) =>
        sum + Number((info as { realizedPnl: string }).realizedPnl) - Number(fee?.cost),
      0,
    );
    const { USDT } = (await client.fetchBalance()) as unknown as Record<string, { total: number }>;
    expect(USDT?.total).toBeCloseTo(10_000 + moved, 6);
    const ledger = await client.fapiPrivateGetIncome({ symbol: 'BTCUSDT' });
    const sum = (ledger as { income: string }[]).reduce((so, row) => so + Number(row.income), 0);
    expect(sum).toBeCloseTo(moved, 6);
  });

  it('LIV-3: places conditional orders, lists them apart, and calls them off', async () => {
    const stop = await place('market', 'sell', 0.01, { stopLossPrice: LOW, clientOrderId: 'stop' });
    expect(stop).toMatchObject({ status: 'open', triggerPrice: LOW, clientOrderId: 'stop' });
    const limit = await place('limit', 'sell', 0.01, { price: LOW - 10, triggerPrice: LOW });
    expect(limit).toMatchObject({ status: 'open', price: LOW - 10, triggerPrice: LOW });
    expect(await client.fetchOpenOrders(SYMBOL)).toEqual([]);
    const waiting = await client.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true });
    expect(waiting.map(({ id }) => id)).toEqual([stop.id, limit.id]);
    const found = await client.fetchOrder(stop.id, SYMBOL, { trigger: true });
    expect(found).toMatchObject({ status: 'open', clientOrderId: 'stop' });
    await client.cancelOrder(stop.id, SYMBOL, { trigger: true });
    await client.cancelAllOrders(SYMBOL, { trigger: true });
    expect(await client.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true })).toEqual(
      [],
    );
    const over = await client.fetchOrder(stop.id, SYMBOL, { trigger: true });
    expect(over).toMatchObject({ status: 'canceled' });
  });

  it('LIV-3: asks what it trades by', async () => {
    expect(await client.setLeverage(5, SYMBOL)).toMatchObject({ leverage: 5 });
    expect(await client.fetchLeverage(SYMBOL)).toMatchObject({ longLeverage: 5 });
    expect(await client.fetchTradingFee(SYMBOL)).toMatchObject({ maker: 0.0002, taker: 0.0005 });
    expect(await client.fetchPositionMode(SYMBOL)).toMatchObject({ hedged: false });
    const crossed = await thrownBy(() => client.setMarginMode('cross', SYMBOL));
    expect(crossed).toBeInstanceOf(ccxt.MarginModeAlreadySet);
    const tiers = await client.fetchMarketLeverageTiers(SYMBOL);
    expect(tiers[0]).toMatchObject({ maxLeverage: 5, maintenanceMarginRate: 0.1 });
    const { headers } = await fetch(`${venue.origin}/fapi/v1/ping`);
    expect(Number(headers.get('x-mbx-used-weight-1m'))).toBeGreaterThan(0);
  });
});

describe('what ccxt makes of a refusal', () => {
  const raw = (more: object): object => ({
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.010', price: '50000.0' },
    ...more,
  });
  const post = (more: object) => () => client.fapiPrivatePostOrder(raw(more));

  it.each([
    [
      'too little margin',
      ccxt.InsufficientFunds,
      /-2019.*Margin is insufficient/,
      post({ quantity: '5' }),
    ],
    [
      'a maker that takes',
      ccxt.InvalidOrder,
      /-5022.*Post Only order will be rejected/,
      post({ price: '62000.0', timeInForce: 'GTX' }),
    ],
    ['nothing to reduce', ccxt.InvalidOrder, /-2022/, post({ reduceOnly: 'true' })],
    [
      'too little worth',
      ccxt.InvalidOrder,
      /-4164.*no smaller than 5 /,
      post({ price: '1000', quantity: '0.001' }),
    ],
    ['a lot', ccxt.BadRequest, /-1111/, post({ quantity: '0.0105' })],
    ['a tick', ccxt.BadRequest, /-1111/, post({ price: '50000.05' })],
    ['a price far off', ccxt.BadRequest, /-4016.*can't be higher/, post({ price: '90000' })],
    ['a symbol', ccxt.BadSymbol, /Invalid symbol/, post({ symbol: 'ETHUSDT' })],
    ['a wrong clock', ccxt.InvalidNonce, /-1021/, post({ timestamp: 1_700_000_000_000 })],
    ['the other side of hedge mode', ccxt.ExchangeError, /-4061/, post({ positionSide: 'LONG' })],
    [
      'a stop among orders',
      ccxt.ExchangeError,
      /-4120/,
      post({ type: 'STOP', stopPrice: '60000' }),
    ],
    ['an id', ccxt.ExchangeError, /-4015/, post({ newClientOrderId: 'x'.repeat(37) })],
    [
      'a stop that is through',
      ccxt.OrderImmediatelyFillable,
      /-2021.*immediately trigger/,
      () => place('market', 'sell', 0.01, { stopLossPrice: 70_000 }),
    ],
    ['no such order', ccxt.OrderNotFound, /-2013/, () => client.fetchOrder('999', SYMBOL)],
    ['nothing to cancel', ccxt.OrderNotFound, /-2011/, () => client.cancelOrder('999', SYMBOL)],
    [
      'nothing to modify',
      ccxt.OrderNotFound,
      /-2013/,
      () => client.editOrder('999', SYMBOL, 'limit', 'buy', 0.01, LOW),
    ],
    [
      'another leverage',
      ccxt.ExchangeError,
      /-4028.*Leverage 50/,
      () => client.setLeverage(50, SYMBOL),
    ],
    ['hedge mode', ccxt.ExchangeError, /-4084/, () => client.setPositionMode(true, SYMBOL)],
    [
      'isolated margin',
      ccxt.ExchangeError,
      /-4084/,
      () => client.setMarginMode('isolated', SYMBOL),
    ],
    ['a wrong signature', ccxt.AuthenticationError, /-1022/, () => as({ secret: 'other' })],
    ['an unknown key', ccxt.AuthenticationError, /-2015/, () => as({ apiKey: 'other' })],
  ] as const)('LIV-3: %s', async (_, thrown, message, run) => {
    const error = await thrownBy(run);
    expect(String(error)).toMatch(message);
    expect(error).toBeInstanceOf(thrown);
  });

  async function as(who: object): Promise<void> {
    const other = await usdmClient(venue, who);
    try {
      await other.fetchOpenOrders(SYMBOL);
    } finally {
      await other.close();
    }
  }
});
