/**
 * Two accounts at one venue: no route and no stream of a dialect shows one what the other has. One of them trades in quantities and under
 * names that stand nowhere else; then the other asks for everything there is, by every id of those orders.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../../src/server/venue/binance/operations/operations.js';
import { AlpacaDesk } from '../../../src/server/venue/alpaca/alpaca-desk.js';
import { appOf } from '../../../src/server/venue/alpaca/alpaca-dialect.js';
import { pacedWire } from '../../../src/server/venue/wire/paced-wire.js';
import { wallTime } from '../../../src/server/venue/wire/wall-time.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { planOf } from '../../support/simulation-plan.js';
import {
  type Name,
  type Sent,
  type TwoAccounts,
  apart,
  askAlpaca,
  askBinance,
  binanceMessage,
  gets,
  hangUp,
  idIn,
  keysOf,
  listening,
  sentIn,
  twoAccounts,
  withQuery,
} from './two-accounts.js';

let two: TwoAccounts | null = null;
afterEach(async () => {
  hangUp();
  await two?.standing.close();
});

const SYMBOL = 'BTCUSDT';

/** Of her orders: one that rests, one that is filled, one that is canceled. */
interface Known {
  readonly resting: string;
  readonly filled: string;
}

describe('binance', () => {
  const order = (name: Name, id: string, more: Sent) =>
    askBinance(two!, name, 'POST /api/v3/order', {
      ...{ symbol: SYMBOL, side: 'BUY', newClientOrderId: id, ...more },
    });
  const rests = { type: 'LIMIT', timeInForce: 'GTC', price: '50077', quantity: '9.077' };

  async function traded(): Promise<Known> {
    two = await twoAccounts('binance');
    const resting = idIn(await order('alice', 'alice-rests', rests));
    const filled = idIn(await order('alice', 'alice-fills', { type: 'MARKET', quantity: '9.077' }));
    await order('alice', 'alice-ends', rests);
    const of = { symbol: SYMBOL, origClientOrderId: 'alice-ends' };
    await askBinance(two, 'alice', 'DELETE /api/v3/order', of);
    return { resting, filled };
  }

  const market = { symbol: SYMBOL };
  const ROUTE_QUERIES = ({
    resting,
    filled,
  }: Known): Readonly<Record<string, readonly Sent[]>> => ({
    ...Object.fromEntries(
      ['ping', 'time', 'exchangeInfo', 'account', 'rateLimit/order'].map((one) => [one, [{}]]),
    ),
    ...Object.fromEntries(
      [
        ...['depth', 'trades', 'historicalTrades', 'aggTrades', 'avgPrice'],
        ...['ticker/24hr', 'ticker/price', 'ticker/bookTicker'],
      ].map((one) => [one, [market]]),
    ),
    klines: [{ ...market, interval: '1m' }],
    uiKlines: [{ ...market, interval: '1m' }],
    order: [
      { ...market, orderId: resting },
      { ...market, orderId: filled },
      { ...market, origClientOrderId: 'alice-rests' },
      { ...market, origClientOrderId: 'alice-ends' },
    ],
    openOrders: [{}, market],
    allOrders: [market, { ...market, orderId: 1 }],
    myTrades: [market, { ...market, orderId: filled }, { ...market, fromId: 0 }],
  });

  it('no address shows another account’s orders, trades or balances', async () => {
    const known = await traded();
    const routes = Object.fromEntries(
      Object.entries(ROUTE_QUERIES(known)).map(([name, queries]) => {
        const path = `/api/v3/${name}`;
        return [path, withQuery(path, ...queries)];
      }),
    );
    expect(Object.keys(routes).sort()).toEqual([...gets(ROUTES)].sort());
    const shown = await apart(routes, (name, path) => {
      const [bare, params] = sentIn(path);
      return askBinance(two!, name, `GET ${bare}`, params);
    });
    expect(shown).toEqual(
      ['account', 'allOrders', 'myTrades', 'openOrders', 'order'].map((one) => `/api/v3/${one}`),
    );
  });

  it('nobody cancels or replaces another account’s orders, by whichever id, and each may use the same one', async () => {
    const { resting } = await traded();
    const ask = (call: string, params: Sent) => askBinance(two!, 'bob', call, params);
    for (const by of [{ orderId: resting }, { origClientOrderId: 'alice-rests' }])
      expect(JSON.parse((await ask('DELETE /api/v3/order', { ...market, ...by })).text)).toEqual({
        ...{ code: -2011, msg: 'Unknown order sent.' },
      });
    const replaced = await ask('POST /api/v3/order/cancelReplace', {
      ...{ ...market, ...rests, side: 'BUY', cancelReplaceMode: 'STOP_ON_FAILURE' },
      cancelOrderId: resting,
    });
    expect(replaced.status).toBe(400);
    expect((await ask('DELETE /api/v3/openOrders', market)).text).toContain('-2011');
    expect(await order('bob', 'alice-rests', rests)).toMatchObject({ status: 200 });
    const open = await askBinance(two!, 'alice', 'GET /api/v3/openOrders');
    expect(JSON.parse(open.text)).toMatchObject([{ orderId: Number(resting), status: 'NEW' }]);
  });

  it('streams tell an account of its own orders: by listen key, and on a socket that two accounts sign on', async () => {
    two = await twoAccounts('binance');
    const at = two;
    const stream = async (name: Name) => {
      const opened = await askBinance(at, name, 'POST /api/v3/userDataStream');
      const { listenKey } = JSON.parse(opened.text) as { listenKey: string };
      return { listenKey, ...(await listening(`${at.sockets}/ws/${listenKey}`)) };
    };
    const [hers, his] = [await stream('alice'), await stream('bob')];
    const { listenKey } = hers;
    for (const call of ['PUT', 'DELETE'].map((method) => `${method} /api/v3/userDataStream`))
      expect((await askBinance(at, 'bob', call, { listenKey })).text).toContain('-1125');
    const subscribe = (name: Name) => binanceMessage(name, 'userDataStream.subscribe.signature');
    const both = await listening(`${at.sockets}/ws-api/v3`, subscribe('alice'), subscribe('bob'));
    await both.until('bob userDataStream');
    await order('alice', 'alice-rests', rests);
    await order('bob', 'bob-rests', { ...rests, price: '49000', quantity: '0.01' });
    await Promise.all([hers.until('alice-rests'), his.until('bob-rests'), both.until('bob-rests')]);
    expect(his.told.join()).not.toMatch(/alice|50077/);
    expect(hers.told.join()).not.toContain('bob');
    const events = both.told.filter(
      (text) => text.includes('subscriptionId":') && text.includes('"event"'),
    );
    const subscriptionOf = (words: string) =>
      events.filter((text) => text.includes(words)).map((text) => text.slice(0, 20));
    expect(subscriptionOf('alice-rests')).toEqual(['{"subscriptionId":0,']);
    expect(subscriptionOf('bob-rests')).toEqual(['{"subscriptionId":1,']);
    both.socket.send(binanceMessage('bob', 'openOrders.status'));
    both.socket.send(binanceMessage('alice', 'openOrders.status'));
    await both.until('alice openOrders.status');
    await both.until('bob openOrders.status');
    const answer = (id: string) => both.told.find((text) => text.includes(`"${id}"`));
    expect(answer('bob openOrders.status')).not.toContain('alice');
    expect(answer('alice openOrders.status')).toContain('alice-rests');
  });

  it('the weight of requests is counted by address, orders by account', async () => {
    two = await twoAccounts('binance');
    await order('alice', 'a', rests);
    await order('alice', 'b', rests);
    const counts = async (name: Name): Promise<readonly number[]> => {
      const { text } = await askBinance(two!, name, 'GET /api/v3/rateLimit/order');
      return (JSON.parse(text) as { count: number }[]).map(({ count }) => count);
    };
    expect(await counts('alice')).toEqual([2, 2]);
    expect(await counts('bob')).toEqual([0, 0]);
    const { keyId } = keysOf('bob');
    const { headers } = await fetch(`${two.origin}/api/v3/time`, {
      headers: { 'X-MBX-APIKEY': keyId },
    });
    // Two orders of 1, two counts of 40, and the time.
    expect(headers.get('x-mbx-used-weight-1m')).toBe('83');
  });
});

describe('alpaca', () => {
  const order = (name: Name, id: string, more: object) =>
    askAlpaca(two!, name, 'POST /v2/orders', {
      ...{ symbol: SYMBOL, side: 'buy', qty: '9.077', time_in_force: 'gtc', client_order_id: id },
      ...more,
    });
  const rests = { type: 'limit', limit_price: '50077' };

  async function traded(): Promise<Known> {
    two = await twoAccounts('alpaca');
    const resting = idIn(await order('alice', 'alice-rests', rests));
    const filled = idIn(await order('alice', 'alice-fills', { type: 'market' }));
    const ended = idIn(await order('alice', 'alice-ends', rests));
    await askAlpaca(two, 'alice', `DELETE /v2/orders/${ended}`);
    // Its execution is a moment after its acceptance.
    const looked = () => askAlpaca(two!, 'alice', `GET /v2/orders/${filled}`);
    await expect
      .poll(async () => (JSON.parse((await looked()).text) as { status: string }).status, {
        timeout: 30_000,
      })
      .toBe('filled');
    return { resting, filled };
  }

  const pairs = { symbols: 'BTC/USDT' };
  const ROUTE_PATHS = ({
    resting,
    filled,
  }: Known): Readonly<Record<string, readonly string[]>> => ({
    '/v2/account': ['/v2/account'],
    '/v2/account/activities': ['/v2/account/activities'],
    '/v2/account/activities/:type': ['/v2/account/activities/FILL'],
    '/v2/clock': ['/v2/clock'],
    '/v2/calendar': ['/v2/calendar'],
    '/v2/assets': ['/v2/assets'],
    '/v2/assets/:symbol': [`/v2/assets/${SYMBOL}`],
    '/v2/orders': withQuery('/v2/orders', {}, { status: 'all' }, { status: 'closed' }),
    '/v2/orders:by_client_order_id': withQuery(
      '/v2/orders:by_client_order_id',
      { client_order_id: 'alice-rests' },
      { client_order_id: 'alice-ends' },
    ),
    '/v2/orders/:id': [`/v2/orders/${resting}`, `/v2/orders/${filled}`],
    '/v2/positions': ['/v2/positions'],
    '/v2/positions/:symbol': [`/v2/positions/${SYMBOL}`],
    ...Object.fromEntries(
      ['bars', 'latest/quotes', 'latest/trades', 'latest/orderbooks'].map((name) => {
        const path = `/v1beta3/crypto/us/${name}`;
        return [path, withQuery(path, name === 'bars' ? { ...pairs, timeframe: '1Min' } : pairs)];
      }),
    ),
    '/v2/stocks/bars': [],
    '/v2/stocks/quotes/latest': [],
    '/v2/stocks/trades/latest': [],
    '/v2/stocks/:symbol/trades/latest': [],
  });

  it('no address shows another account’s orders, positions or activities', async () => {
    const known = await traded();
    const plan = planOf();
    const venue = pacedWire(plan, { clock: new VirtualClock(plan.start), speed: 1 });
    const desk = new AlpacaDesk({ venue, keys: null }, wallTime(plan.start, plan.start, 1));
    const all = appOf(desk).routes.flatMap(({ method, path }) => (method === 'GET' ? path : []));
    const routes = ROUTE_PATHS(known);
    expect(Object.keys(routes).sort()).toEqual([...new Set(all)].sort());
    const shown = await apart(routes, (name, path) => askAlpaca(two!, name, `GET ${path}`));
    expect(shown).toEqual([
      ...['/v2/account/activities', '/v2/account/activities/:type', '/v2/orders'],
      ...['/v2/orders/:id', '/v2/orders:by_client_order_id'],
      ...['/v2/positions', '/v2/positions/:symbol'],
    ]);
    const worth = async (name: Name): Promise<unknown> =>
      (JSON.parse((await askAlpaca(two!, name, 'GET /v2/account')).text) as { cash: string }).cash;
    expect(await worth('bob')).toBe('100000000');
    expect(await worth('alice')).not.toBe('100000000');
  });

  it('nobody cancels, replaces or closes what is another account’s, and each may use the same id', async () => {
    const { resting } = await traded();
    const ask = (call: string, body?: object) => askAlpaca(two!, 'bob', call, body);
    expect((await ask(`DELETE /v2/orders/${resting}`)).status).toBe(404);
    expect((await ask(`PATCH /v2/orders/${resting}`, { qty: '0.01' })).status).toBe(404);
    expect((await ask(`DELETE /v2/positions/${SYMBOL}`)).status).toBe(404);
    expect(JSON.parse((await ask('DELETE /v2/orders')).text)).toEqual([]);
    expect(JSON.parse((await ask('DELETE /v2/positions?cancel_orders=true')).text)).toEqual([]);
    expect((await order('bob', 'alice-rests', rests)).status).toBe(200);
    const open = await askAlpaca(two!, 'alice', 'GET /v2/orders');
    expect(JSON.parse(open.text)).toMatchObject([{ id: resting, status: 'new' }]);
    const held = await askAlpaca(two!, 'alice', `GET /v2/positions/${SYMBOL}`);
    expect(JSON.parse(held.text)).toMatchObject({ qty: '9.077' });
  });

  it('the stream tells an account of its own orders, and requests are counted by account', async () => {
    two = await twoAccounts('alpaca');
    const at = two;
    const stream = async (name: Name) => {
      const { keyId: key_id, secret: secret_key } = keysOf(name);
      const logOn = JSON.stringify({ action: 'authenticate', data: { key_id, secret_key } });
      const listen = JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } });
      const heard = await listening(`${at.sockets}/stream`, logOn, listen);
      await heard.until('listening');
      return heard;
    };
    const [hers, his] = [await stream('alice'), await stream('bob')];
    await order('alice', 'alice-rests', rests);
    await order('bob', 'bob-rests', { ...rests, limit_price: '49000', qty: '0.01' });
    await Promise.all([hers.until('alice-rests'), his.until('bob-rests')]);
    expect(his.told.join()).not.toMatch(/alice|50077/);
    expect(hers.told.join()).not.toContain('bob');
    const { keyId, secret } = keysOf('bob');
    const headers = { 'apca-api-key-id': keyId, 'apca-api-secret-key': secret };
    const answer = await fetch(`${at.origin}/v2/clock`, { headers });
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('198');
    const mixed = { ...headers, 'apca-api-secret-key': keysOf('alice').secret };
    expect((await fetch(`${at.origin}/v2/account`, { headers: mixed })).status).toBe(401);
  });
});
