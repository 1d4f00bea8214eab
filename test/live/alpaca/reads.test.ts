/** What Alpaca is asked, through its own client library, and what is made of its answers, and of none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMicros } from '../../../src/core/ground/units.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { AlpacaMarket } from '../../../src/live/alpaca/alpaca-market.js';
import { BY_CLIENT_ID, ID, RestRig, ok, refusal } from './rest-rig.js';
import type { StubAlpaca } from './stub-alpaca.js';
import {
  EXECUTION_ID,
  INSTRUMENTS,
  type Json,
  OTHER_ID,
  activityJson,
  orderJson,
} from './wire-samples.js';

let rig: RestRig;
let stub: StubAlpaca;

beforeEach(async () => {
  rig = await RestRig.before();
  ({ stub } = rig);
});
afterEach(() => rig.close());

describe('a read', () => {
  const order = { kind: 'read-order', clientOrderId: ID, symbol: 'AAPL' } as const;
  const executions = { ...order, kind: 'read-executions' } as const;

  it('FIL-4: not found is an answer; a 404 of anything else, and every failure, is none', async () => {
    stub.on(BY_CLIENT_ID, refusal(404, 40410000, `order not found for ${ID}`));
    expect(await rig.answerTo(order)).toEqual({ kind: 'order', order: null });
    for (const how of [
      refusal(404, 40410000, 'endpoint not found'),
      { status: 404, body: '<html>' },
      { status: 502, body: '' },
      'reset',
      'garbage',
    ] as const) {
      stub.on(BY_CLIENT_ID, how);
      expect(await rig.answerTo(order)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    }
    stub.on(BY_CLIENT_ID, refusal(401, 40110000, 'request is not authorized'));
    expect(await rig.answerTo(order)).toMatchObject({ kind: 'failed', failure: 'permanent' });
  });

  it('that cannot be understood says where', async () => {
    stub.on(BY_CLIENT_ID, ok(orderJson({ limit_price: '185.505' })));
    expect(await rig.answerTo(order)).toMatchObject({
      kind: 'failed',
      text: 'limit_price 185.505 of AAPL is off the grid of 0.01',
    });
  });

  it('of executions reads the account’s activities to their end and keeps those of the order', async () => {
    stub.on(BY_CLIENT_ID, ok(orderJson()));
    const others = Array.from({ length: 100 }, (_, nth) =>
      activityJson({ id: `20240102150000000::other-${nth}`, order_id: OTHER_ID }),
    );
    stub.on('GET /v2/account/activities', ({ path }) =>
      ok(path.includes('page_token') ? [activityJson(), activityJson()] : others),
    );
    expect(await rig.answerTo(executions)).toEqual({
      kind: 'executions',
      executions: [
        {
          execId: EXECUTION_ID,
          price: 18_500,
          quantity: 4,
          liquidity: null,
          fee: null,
          venueTime: '1704207601500000000',
        },
      ],
    });
    const after = '2024-01-02T14:59:59.123Z';
    const query = `activity_types=FILL&after=${after}&direction=asc&page_size=100`;
    expect(stub.paths.slice(1)).toEqual([
      `GET /v2/account/activities?${query}`,
      `GET /v2/account/activities?${query}&page_token=20240102150000000::other-99`,
    ]);
  });

  it('of executions of an order that is not found fails: no execution is something else', async () => {
    stub.on(BY_CLIENT_ID, refusal(404, 40410000, 'order not found'));
    expect(await rig.answerTo(executions)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
  });

  it('REC-5: of open orders goes page by page and loses none of one instant', async () => {
    const at = (id: string, second: number): Json =>
      orderJson({ id, client_order_id: id, submitted_at: `2024-01-02T15:00:0${second}Z` });
    const all = [at('a', 0), at('b', 1), at('c', 1), at('d', 2)];
    const foreign = orderJson({ id: 'x', symbol: 'MSFT', submitted_at: '2024-01-02T15:00:01Z' });
    stub.on('GET /v2/orders?', ({ path }) =>
      ok(path.includes('after') ? [...all.slice(1), foreign] : all.slice(0, 2)),
    );
    const question = { kind: 'read-open-orders', limit: 2 } as const;
    const first = await rig.answerTo({ ...question, cursor: null });
    if (first.kind !== 'open-orders') throw new Error(first.kind);
    const second = await rig.answerTo({ ...question, cursor: first.nextCursor });
    if (second.kind !== 'open-orders') throw new Error(second.kind);
    const ids = [...first.orders, ...second.orders].map(({ clientOrderId }) => clientOrderId);
    expect(ids).toEqual(['a', 'b', 'c', 'd']);
    expect(stub.paths).toEqual([
      'GET /v2/orders?status=open&limit=2&direction=asc&nested=false',
      'GET /v2/orders?status=open&limit=3&after=2024-01-02T15:00:00.999999999Z&direction=asc&nested=false',
    ]);
  });

  it('REC-5: of the history asks for what was submitted at its time, too', async () => {
    stub.on('GET /v2/orders?', ok([orderJson({ status: 'filled', filled_qty: '10' })]));
    const after = epochMicros(1_704_207_600_000_000);
    expect(await rig.answerTo({ kind: 'read-history', after, cursor: null })).toMatchObject({
      kind: 'history',
      orders: [{ clientOrderId: ID, status: 'filled' }],
      nextCursor: null,
    });
    expect(stub.paths).toEqual([
      'GET /v2/orders?status=all&limit=500&after=2024-01-02T14:59:59.999999Z&direction=asc&nested=false',
    ]);
  });

  it('of positions: none is flat, and a failure is not', async () => {
    const positions = { kind: 'read-positions' } as const;
    stub.on('GET /v2/positions', ok([{ symbol: 'AAPL', qty: '-5', side: 'short' }]));
    expect(await rig.answerTo(positions)).toEqual({
      kind: 'positions',
      positions: [{ symbol: 'AAPL', quantity: -5 }],
    });
    for (const flat of [ok([]), refusal(404, 40410000, 'position does not exist')]) {
      stub.on('GET /v2/positions', flat);
      expect(await rig.answerTo(positions)).toEqual({ kind: 'positions', positions: [] });
    }
    for (const failed of [refusal(404, 40410000, 'not here'), 'reset', ok(null), ok({})] as const) {
      stub.on('GET /v2/positions', failed);
      expect(await rig.answerTo(positions)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    }
  });

  it('of the time', async () => {
    stub.on('GET /v2/clock', ok({ timestamp: '2024-01-02T10:00:00.25-05:00', is_open: true }));
    const venueTime = 1_704_207_600_250_000;
    expect(await rig.answerTo({ kind: 'read-time' })).toEqual({ kind: 'time', venueTime });
  });
});

describe('a read of the market', () => {
  const ask = (read: object): Promise<ReadAnswer> =>
    new AlpacaMarket({ client: rig.client, clock: rig.clock, instruments: INSTRUMENTS }).ask(
      { readId: 1, ...read } as never,
      new AbortController().signal,
    );

  it('LIV-2: depth of a stock is its latest quote, of a pair its book', async () => {
    const quote = { t: 'x', bp: 185.64, bs: 2, ap: 185.66, as: 1 };
    stub.on('GET /v2/stocks/quotes/latest', ok({ quotes: { AAPL: quote } }));
    expect(await ask({ kind: 'read-depth', symbol: 'AAPL', levels: 5 })).toEqual({
      kind: 'depth',
      bids: [{ price: 18_564, quantity: 2 }],
      asks: [{ price: 18_566, quantity: 1 }],
    });
    const book = { t: 'x', b: [{ p: 2, s: 1e-5 }], a: [] };
    stub.on('GET /v1beta3/crypto/us/latest/orderbooks', ok({ orderbooks: { 'BTC/USD': book } }));
    expect(await ask({ kind: 'read-depth', symbol: 'BTCUSD', levels: 5 })).toEqual({
      kind: 'depth',
      bids: [{ price: 200, quantity: 1 }],
      asks: [],
    });
  });

  it('LIV-2: volume is that of days that are over; an error is no volume', async () => {
    const bars = [1, 2, 3].map((day) => ({ t: `2024-01-0${day}T05:00:00Z`, v: 100 * day }));
    stub.on('GET /v2/stocks/bars', ok({ bars: { AAPL: bars }, next_page_token: null }));
    const volume = { kind: 'read-volume', symbol: 'AAPL' };
    expect(await ask(volume)).toEqual({ kind: 'volume', averageDailyVolume: 150 });
    expect(stub.paths[0]).toContain('timeframe=1Day');
    stub.on('GET /v2/stocks/bars', { status: 500, body: '' });
    expect(await ask(volume)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    expect(await ask({ ...volume, symbol: 'MSFT' })).toMatchObject({ kind: 'failed' });
  });
});
