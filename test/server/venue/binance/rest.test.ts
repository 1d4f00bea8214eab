/** The REST interface as bytes: who is let in, what is refused and how, and what the answers say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heard, type Sent, type Served, anyone, served, signed } from './served.js';

let venue: Served;
beforeAll(async () => {
  venue = await served({
    faults: [
      // One order waits longer on its way than its window lasts, and so does one cancel.
      { kind: 'late-arrival', values: { nth: LATE_SUBMIT, delay: 2_000_000, paths: ['submit'] } },
      { kind: 'late-arrival', values: { nth: LATE_CANCEL, delay: 2_000_000, paths: ['cancel'] } },
    ],
  });
});
afterAll(() => venue.close());

const LATE_SUBMIT = 3;
const LATE_CANCEL = 2;

const ORDER = '/api/v3/order';
/** Rests far below the market. */
const resting = (more: Sent = {}): Sent => ({
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '0.010', price: '50000.0' },
  ...more,
});
const said = ({ status, body }: Heard): readonly unknown[] => [status, body['code'], body['msg']];
const place = (params: Sent): Promise<Heard> => signed(venue, `POST ${ORDER}`, params);
const cancel = (params: Sent): Promise<Heard> => signed(venue, `DELETE ${ORDER}`, params);

describe('an order on the wire', () => {
  it('LIV-3: is answered field by field in the order of Binance, and is found as it is', async () => {
    const placed = await place(resting({ newClientOrderId: 'first' }));
    const { transactTime } = placed.body;
    expect(placed.status).toBe(200);
    expect(Math.abs(Number(transactTime) - Date.now())).toBeLessThan(5_000);
    expect(JSON.stringify(placed.body)).toBe(
      JSON.stringify({
        ...{ symbol: 'BTCUSDT', orderId: 1, orderListId: -1, clientOrderId: 'first', transactTime },
        ...{ price: '50000.00000000', origQty: '0.01000000', executedQty: '0.00000000' },
        ...{ origQuoteOrderQty: '0.00000000', cummulativeQuoteQty: '0.00000000', status: 'NEW' },
        ...{ timeInForce: 'GTC', type: 'LIMIT', side: 'BUY', workingTime: transactTime, fills: [] },
        selfTradePreventionMode: 'NONE',
      }),
    );
    expect(placed.headers.get('x-mbx-used-weight-1m')).toMatch(/^\d+$/);
    expect(placed.headers.get('x-mbx-order-count-10s')).toBe('1');
    const found = await signed(venue, `GET ${ORDER}`, { symbol: 'BTCUSDT', orderId: 1 });
    expect(JSON.stringify(found.body)).toBe(
      JSON.stringify({
        ...{ symbol: 'BTCUSDT', orderId: 1, orderListId: -1, clientOrderId: 'first' },
        ...{ price: '50000.00000000', origQty: '0.01000000', executedQty: '0.00000000' },
        ...{ cummulativeQuoteQty: '0.00000000', status: 'NEW', timeInForce: 'GTC', type: 'LIMIT' },
        ...{ side: 'BUY', stopPrice: '0.00000000', icebergQty: '0.00000000', time: transactTime },
        ...{ updateTime: transactTime, isWorking: true, workingTime: transactTime },
        ...{ origQuoteOrderQty: '0.00000000', selfTradePreventionMode: 'NONE' },
      }),
    );
    expect(found.headers.get('x-mbx-order-count-10s')).toBeNull();
  });

  it('takes its id again only where no open order has it, and is found by its number then', async () => {
    const bought = await place({
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.002' },
      ...{ newClientOrderId: 'again', newOrderRespType: 'ACK' },
    });
    expect(Object.keys(bought.body)).toHaveLength(5);
    // This one is late: see below.
    const late = await place(resting({ newClientOrderId: 'late', recvWindow: 250 }));
    expect(said(late)).toEqual([
      ...[400, -1021, 'Timestamp for this request is outside of the recvWindow.'],
    ]);
    const rests = await place(resting({ newClientOrderId: 'again' }));
    expect(rests.body['status']).toBe('NEW');
    expect(said(await place(resting({ newClientOrderId: 'again' })))).toEqual([
      ...[400, -2010, 'Duplicate order sent.'],
    ]);
    const number = Number(bought.body['orderId']);
    const earlier = await signed(venue, `GET ${ORDER}`, { symbol: 'BTCUSDT', orderId: number });
    expect(earlier.body).toMatchObject({ orderId: number, type: 'MARKET', status: 'FILLED' });
    const trades = { symbol: 'BTCUSDT', orderId: number };
    expect((await signed(venue, 'GET /api/v3/myTrades', trades)).body).toMatchObject([
      { orderId: number, qty: '0.00200000' },
    ]);
    // By the number of an order that is over, nobody cancels the one that has its id now.
    expect(said(await cancel({ symbol: 'BTCUSDT', orderId: number }))).toEqual([
      ...[400, -2011, 'Unknown order sent.'],
    ]);
  });

  it('F:SUB3: that comes to the matching engine after its window is refused there, and is not there', async () => {
    const lost = await signed(venue, `GET ${ORDER}`, {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'late' },
    });
    expect(said(lost)).toEqual([400, -2013, 'Order does not exist.']);
    expect(venue.venue.truth.entries).toContainEqual(
      expect.objectContaining({ kind: 'rejected', code: 'request-expired', clientOrderId: 'late' }),
    );
  });
});

describe('a cancel on the wire', () => {
  it('F:CAN6: is refused where it comes after its window, and has an id of its own where it is taken', async () => {
    const late = await cancel({ symbol: 'BTCUSDT', orderId: 1, recvWindow: 250 });
    expect(said(late)).toEqual([
      ...[400, -1021, 'Timestamp for this request is outside of the recvWindow.'],
    ]);
    const only = { symbol: 'BTCUSDT', orderId: 1, cancelRestrictions: 'ONLY_PARTIALLY_FILLED' };
    expect(said(await cancel(only))).toEqual([
      ...[400, -2011, 'Order was not canceled due to cancel restrictions.'],
    ]);
    const done = await cancel({ symbol: 'BTCUSDT', orderId: 1, newClientOrderId: 'the-cancel' });
    expect(done.body).toMatchObject({
      ...{ origClientOrderId: 'first', clientOrderId: 'the-cancel', status: 'CANCELED' },
      ...{ orderId: 1, executedQty: '0.00000000' },
    });
    expect(Object.keys(done.body).slice(0, 6)).toEqual([
      ...['symbol', 'origClientOrderId', 'orderId', 'orderListId', 'clientOrderId'],
      'transactTime',
    ]);
    expect(said(await cancel({ symbol: 'BTCUSDT', orderId: 1 }))).toEqual([
      ...[400, -2011, 'Unknown order sent.'],
    ]);
    expect(said(await cancel({ symbol: 'BTCUSDT' }))).toEqual([
      ...[
        400,
        -1102,
        "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!",
      ],
    ]);
  });

  it('of all: of the open orders of the market, of which there have to be some', async () => {
    const all = { symbol: 'BTCUSDT' };
    const done = await signed(venue, 'DELETE /api/v3/openOrders', all);
    expect(done.body).toMatchObject([{ origClientOrderId: 'again', status: 'CANCELED' }]);
    expect(said(await signed(venue, 'DELETE /api/v3/openOrders', all))).toEqual([
      ...[400, -2011, 'Unknown order sent.'],
    ]);
  });
});

describe('a cancel with a new order behind it', () => {
  const replace = (params: Sent): Promise<Heard> =>
    signed(venue, 'POST /api/v3/order/cancelReplace', params);
  const TAKES = { type: 'LIMIT_MAKER', price: '70000.0', quantity: '0.001' };
  const maker = (more: Sent): Sent => ({ symbol: 'BTCUSDT', side: 'BUY', ...TAKES, ...more });
  const REFUSED = { code: -2010, msg: 'Order would immediately match and take.' };
  const UNKNOWN = { code: -2011, msg: 'Unknown order sent.' };

  it('LIV-3: says of both halves what became of them', async () => {
    const old = await place(resting());
    const cancelOrderId = Number(old.body['orderId']);
    const both = await replace(
      resting({ cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId, quantity: '0.020' }),
    );
    expect(both.body).toMatchObject({
      ...{ cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS' },
      cancelResponse: { orderId: cancelOrderId, status: 'CANCELED' },
      newOrderResponse: { origQty: '0.02000000', status: 'NEW', fills: [] },
    });
    const { orderId } = both.body['newOrderResponse'] as { orderId: number };
    const half = await replace(
      maker({ cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: orderId }),
    );
    expect([half.status, half.body]).toMatchObject([
      409,
      {
        ...{ code: -2021, msg: 'Order cancel-replace partially failed.' },
        data: {
          ...{ cancelResult: 'SUCCESS', newOrderResult: 'FAILURE' },
          ...{ cancelResponse: { orderId, status: 'CANCELED' }, newOrderResponse: REFUSED },
        },
      },
    ]);
    const none = await replace(resting({ cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId }));
    expect([none.status, none.body]).toEqual([
      400,
      {
        ...{ code: -2022, msg: 'Order cancel-replace failed.' },
        data: {
          ...{ cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED' },
          ...{ cancelResponse: UNKNOWN, newOrderResponse: null },
        },
      },
    ]);
    const neither = await replace(maker({ cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId }));
    expect([neither.status, neither.body]).toMatchObject([
      400,
      { code: -2022, data: { newOrderResult: 'FAILURE', newOrderResponse: REFUSED } },
    ]);
    const other = await replace(
      resting({ cancelReplaceMode: 'ALLOW_FAILURE', cancelOrderId, newClientOrderId: 'other' }),
    );
    expect([other.status, other.body]).toMatchObject([
      409,
      { code: -2021, data: { cancelResult: 'FAILURE', newOrderResult: 'SUCCESS' } },
    ]);
    await cancel({ symbol: 'BTCUSDT', origClientOrderId: 'other' });
  });
});

describe('what becomes of orders', () => {
  it('one that does not wait expires with what it has executed', async () => {
    // The market moves between the look and the order: one that came too late has executed nothing, and is asked anew.
    const atBest = async (): Promise<Heard> => {
      const { body: book } = await anyone(venue, '/api/v3/depth', { symbol: 'BTCUSDT', limit: 1 });
      const [[best = ''] = []] = book['asks'] as string[][];
      return place(resting({ timeInForce: 'IOC', price: best, quantity: '15' }));
    };
    let bought = await atBest();
    for (let more = 20; more > 0 && Number(bought.body['executedQty']) === 0; more -= 1)
      bought = await atBest();
    expect(bought.body).toMatchObject({ status: 'EXPIRED', timeInForce: 'IOC' });
    const { executedQty, cummulativeQuoteQty, fills } = bought.body as unknown as {
      executedQty: string;
      cummulativeQuoteQty: string;
      fills: { price: string; qty: string; commission: string; commissionAsset: string }[];
    };
    expect(Number(executedQty)).toBeGreaterThan(0);
    const sum = (of: (fill: (typeof fills)[number]) => number): number =>
      fills.reduce((total, fill) => total + of(fill), 0);
    expect(sum(({ qty }) => Number(qty))).toBeCloseTo(Number(executedQty), 8);
    expect(sum(({ qty, price }) => Number(qty) * Number(price))).toBeCloseTo(
      Number(cummulativeQuoteQty),
      6,
    );
    // Taken in the asset received: a thousandth.
    expect(fills[0]).toMatchObject({ commissionAsset: 'BTC' });
    expect(Number(fills[0]?.commission)).toBeCloseTo(Number(fills[0]?.qty) / 1_000, 8);
    const none = await place(resting({ timeInForce: 'FOK', price: '61000.0' }));
    expect(none.body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000', fills: [] });
  });

  it('a market order by its worth gets as much as the book gives for it, and no more', async () => {
    const asked = { symbol: 'BTCUSDT', type: 'MARKET', quoteOrderQty: '1000' };
    const bought = await place({ ...asked, side: 'BUY' });
    expect(bought.body).toMatchObject({ status: 'FILLED', origQuoteOrderQty: '1000.00000000' });
    const spent = Number(bought.body['cummulativeQuoteQty']);
    expect(spent).toBeGreaterThan(900);
    const sold = await place({ ...asked, side: 'SELL' });
    expect(sold.body).toMatchObject({ side: 'SELL', status: 'FILLED', type: 'MARKET' });
  });

  it('a stop is not on the book before it triggers, and says where it is', async () => {
    const waits = await place({
      ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC' },
      ...{ quantity: '0.010', price: '49990.0', stopPrice: '50000.0', newOrderRespType: 'RESULT' },
    });
    expect(waits.body).toMatchObject({ stopPrice: '50000.00000000', workingTime: -1 });
    expect(waits.body['fills']).toBeUndefined();
    const { body } = await signed(venue, 'GET /api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect(body).toMatchObject([{ type: 'STOP_LOSS_LIMIT', isWorking: false, workingTime: -1 }]);
    const account = await signed(venue, 'GET /api/v3/account', { omitZeroBalances: 'true' });
    expect(account.body['balances']).toContainEqual(
      expect.objectContaining({ asset: 'BTC', locked: '0.01000000' }),
    );
    await cancel({ symbol: 'BTCUSDT', orderId: Number(waits.body['orderId']) });
  });

  it('all are listed from where one asks, and so are their executions', async () => {
    const all = async (path: string, more: Sent = {}): Promise<readonly number[]> =>
      (await signed(venue, `GET /api/v3/${path}`, { symbol: 'BTCUSDT', ...more })).body.map(
        ({ orderId }) => Number(orderId),
      );
    const orders = await all('allOrders');
    expect(orders).toEqual([...orders.keys()].map((index) => index + 1));
    const last = orders.length;
    expect(await all('allOrders', { limit: 2 })).toEqual([last - 1, last]);
    expect(await all('allOrders', { orderId: 2, limit: 2 })).toEqual([2, 3]);
    const begin = Date.now() - 60_000;
    expect(await all('allOrders', { startTime: begin, limit: 1 })).toEqual([1]);
    expect(await all('allOrders', { startTime: begin, endTime: begin + 1 })).toEqual([]);
    const made = venue.venue.truth.executions;
    const trades = await all('myTrades');
    expect(trades).toEqual(made.map(({ venueOrderId }) => Number(venueOrderId)));
    expect(await all('myTrades', { fromId: 2, limit: 1 })).toEqual([trades[1]]);
    expect(await all('myTrades', { limit: 1 })).toEqual(trades.slice(-1));
    expect(await all('myTrades', { orderId: 999 })).toEqual([]);
    expect(said(await signed(venue, `GET ${ORDER}`, { symbol: 'BTCUSDT', orderId: 999 }))).toEqual([
      ...[400, -2013, 'Order does not exist.'],
    ]);
  });
});
