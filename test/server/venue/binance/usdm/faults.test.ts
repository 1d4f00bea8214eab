/** The faults of a scenario at the addresses of futures: what is lost, refused or denied looks as it does at Binance. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heard, type Sent, type Served, hmac, KEY, signed, textOf } from '../served.js';
import { servedUsdm } from './served-usdm.js';

let venue: Served;
/** Acts on the nth answer that it could act on. */
const nth = (which: number, kind: string, values: object = {}) => ({
  ...{ kind, values: { nth: which, ...values } },
});
beforeAll(async () => {
  venue = await servedUsdm({
    faults: [
      nth(1, 'ack-lost', { shape: 'reset' }),
      nth(1, 'positions-missing', { as: 'not-found' }),
      nth(1, 'false-not-found'),
      nth(2, 'reject', { code: '-2019' }),
      nth(2, 'reject', { code: 'insufficient-balance' }),
      {
        kind: 'rate-limit',
        values: { at: { after: 'query-sent', nth: 12 }, retryAfter: 60_000_000 },
      },
    ],
  });
});
afterAll(() => venue.close());

const said = ({ status, body }: Heard): readonly unknown[] => [status, body['code'], body['msg']];
const place = (more: Sent = {}): Promise<Heard> =>
  signed(venue, 'POST /fapi/v1/order', {
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
    ...{ quantity: '0.010', price: '50000.0' },
    ...more,
  });
const look = (): Promise<Heard> =>
  signed(venue, 'GET /fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: 'lost' });

describe('a fault at the addresses of futures', () => {
  it('LIV-3 F:SUB2 F:QRY3: an order whose reply is lost is there, also where one question denies it', async () => {
    const query = textOf({
      ...{ timestamp: Date.now(), symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' },
      ...{ quantity: '0.010', newClientOrderId: 'lost' },
    });
    const sent = fetch(`${venue.origin}/fapi/v1/order?${query}&signature=${hmac(query)}`, {
      ...{ method: 'POST', headers: { 'X-MBX-APIKEY': KEY.keyId } },
    });
    await expect(sent).rejects.toThrow('fetch failed');
    expect(said(await look())).toEqual([400, -2013, 'Order does not exist.']);
    expect((await look()).body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000' });
  });

  it('LIV-3 F:QRY8: positions that are not found are none', async () => {
    const risk = (): Promise<Heard> => signed(venue, 'GET /fapi/v3/positionRisk');
    expect((await risk()).body).toEqual([]);
    expect((await risk()).body).toMatchObject([{ positionAmt: '0.010' }]);
  });

  it('LIV-3 F:SUB5: refusals have the numbers of futures', async () => {
    expect(said(await place())).toEqual([400, -2019, 'fault: -2019']);
    expect(said(await place())).toEqual([400, -2019, 'Margin is insufficient.']);
  });

  it('LIV-3 F:SUB7: too many requests are 429, and when to come back', async () => {
    const ask = async (): Promise<Heard> => {
      const got = await look();
      return got.status === 429 ? got : ask();
    };
    const { status, headers, body } = await ask();
    expect([status, body['code']]).toEqual([429, -1003]);
    expect(body['msg']).toMatch(/^Too many requests; current limit is 2400 requests per minute/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
