/** Faults of answers and of the venue's words, as they look on Binance's wire. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heard, type Sent, type Served, anyone, served, signed } from './served.js';

let venue: Served;
/** Acts on the nth answer that it could act on, those that a fault before it altered included. */
const nth = (which: number, kind: string, values: object = {}) => ({
  ...{ kind, values: { nth: which, ...values } },
});
beforeAll(async () => {
  venue = await served({
    faults: [
      nth(1, 'positions-missing', { as: 'not-found' }),
      nth(1, 'positions-missing', { as: 'error' }),
      nth(1, 'blank-answer', { lacks: 'all' }),
      nth(2, 'blank-answer', { lacks: 'known-status' }),
      nth(3, 'false-not-found'),
      { kind: 'fee-late', values: { delay: 3_600_000_000, at: 0 } },
      // Each of them sees what those before it did not answer.
      nth(2, 'reject', { code: '-2010' }),
      nth(2, 'reject', { code: 'pdt' }),
      nth(2, 'reject', { code: 'halted' }),
      { kind: 'volume-missing', values: { shape: 'stale', factor: 2, at: 0 } },
      { kind: 'spread-shift', values: { at: 0, for: 3_600_000_000, factor: 50 } },
      {
        kind: 'clock-refused',
        values: { at: { after: 'query-sent', nth: 20 }, for: 3_600_000_000, paths: ['query'] },
      },
    ],
  });
});
afterAll(() => venue.close());

const said = ({ status, body }: Heard): readonly unknown[] => [status, body['code'], body['msg']];
const place = (more: Sent = {}): Promise<Heard> =>
  signed(venue, 'POST /api/v3/order', {
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.010', price: '50000.0' },
    ...more,
  });
const baseHeld = ({ body }: Heard): unknown =>
  (body['balances'] as Record<string, string>[]).find(({ asset }) => asset === 'BTC')?.['free'];

describe('a fault on the wire', () => {
  it('LIV-3 F:QRY8: positions that are not found are balances of 0, and an error is a 500', async () => {
    const account = (): Promise<Heard> => signed(venue, 'GET /api/v3/account');
    expect(baseHeld(await account())).toBe('0.00000000');
    expect(said(await account())).toEqual([
      ...[500, -1001, 'Internal error; unable to process your request. Please try again.'],
    ]);
    expect(baseHeld(await account())).toBe('10.00000000');
  });

  it('LIV-3 F:QRY6 F:QRY3: an answer about an order lacks what it lacks, says an unknown word, denies it', async () => {
    await place({ newClientOrderId: 'asked' });
    const ask = (): Promise<Heard> =>
      signed(venue, 'GET /api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'asked' });
    const { body: blank } = await ask();
    expect(blank).toMatchObject({ clientOrderId: 'asked', origQty: '0.01000000' });
    for (const name of ['executedQty', 'cummulativeQuoteQty', 'status', 'updateTime'])
      expect(blank).not.toHaveProperty(name);
    expect((await ask()).body).toMatchObject({
      ...{ status: 'BEING_LOOKED_INTO', executedQty: '0.00000000' },
    });
    expect(said(await ask())).toEqual([400, -2013, 'Order does not exist.']);
    expect((await ask()).body).toMatchObject({ status: 'NEW' });
  });

  it('LIV-3 F:SUB5: refusals have a number of Binance, and its words or those of the fault', async () => {
    expect(said(await place())).toEqual([400, -2010, 'fault: -2010']);
    expect(said(await place())).toEqual([400, -2010, 'fault: pdt']);
    expect(said(await place())).toEqual([400, -2010, 'Market is closed.']);
  });

  it('LIV-3 F:FIL6: executions whose commission is not said yet have none, in no asset', async () => {
    await signed(venue, 'POST /api/v3/order', {
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' },
    });
    const orderId = String(venue.venue.truth.executions[0]?.venueOrderId);
    const { body } = await signed(venue, 'GET /api/v3/myTrades', { symbol: 'BTCUSDT', orderId });
    expect(body).toMatchObject([{ commission: '0.00000000', commissionAsset: null }]);
  });

  it('LIV-3 F:MD3 F:MD11: the book is seen wide, and a day has another volume', async () => {
    const { body } = await anyone(venue, '/api/v3/depth', { symbol: 'BTCUSDT', limit: 5 });
    const { bids, asks } = body as unknown as Record<'bids' | 'asks', string[][]>;
    expect(Number(asks[0]?.[0]) - Number(bids[0]?.[0])).toBeGreaterThan(4);
    const days = await anyone(venue, '/api/v3/klines', {
      ...{ symbol: 'BTCUSDT', interval: '1d', limit: 3 },
    });
    const rows = days.body as unknown as string[][];
    expect(rows.map((row) => row[5]).slice(0, 2)).toEqual(['50000.00000000', '50000.00000000']);
  });

  it('LIV-3 F:SUB8: a request whose time is taken for wrong was not looked at', async () => {
    const ask = async (): Promise<Heard> => {
      const got = await signed(venue, 'GET /api/v3/openOrders', { symbol: 'BTCUSDT' });
      return got.status === 200 ? ask() : got;
    };
    expect(said(await ask())).toEqual([
      ...[400, -1021, 'Timestamp for this request is outside of the recvWindow.'],
    ]);
  });
});
