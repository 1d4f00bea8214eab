/** Whatever a client sends, signed or not, over HTTP or a socket: it is answered or refused with a code, and the venue goes on. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METHODS, ROUTES } from '../../../../src/server/venue/binance/operations/operations.js';
import { KEY, type Sent, type Served, anyone, hmac, served, textOf } from './served.js';
import { Socket } from './socket.js';

const CASES = 100;

let venue: Served;
beforeAll(async () => {
  venue = await served({ speed: 20 });
});
afterAll(() => venue.close());

const CALLS = Object.entries(ROUTES).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ path, method })),
);

const VALUES = [
  ...['BTCUSDT', 'BUY', 'SELL', 'LIMIT', 'MARKET', 'STOP_LOSS', 'LIMIT_MAKER', 'GTC', 'IOC', '1m'],
  ...['0', '1', '-1', '0.001', '0.0011', '62000', '50000.0', '1e-7', 'NaN', 'null', 'toString'],
  ...[
    '99999999999999999999',
    '9007199254740993',
    '1.',
    '',
    ' ',
    '%',
    '&',
    '=',
    '["BTCUSDT"]',
    '[]',
  ],
  ...['STOP_ON_FAILURE', 'ALLOW_FAILURE', 'FULL', 'true', '__proto__', '\u0000', '💥', "'; --"],
];
const NAMES = [
  ...['symbol', 'symbols', 'side', 'type', 'timeInForce', 'quantity', 'quoteOrderQty', 'price'],
  ...['stopPrice', 'orderId', 'origClientOrderId', 'newClientOrderId', 'limit', 'fromId'],
  ...['startTime', 'endTime', 'interval', 'cancelReplaceMode', 'cancelOrderId', 'recvWindow'],
  ...['newOrderRespType', 'listenKey', 'icebergQty', 'omitZeroBalances', '__proto__', 'signature'],
];
/** Most of them close to an order, so that some get far. */
const GOOD: Sent = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' };
const params = fc
  .tuple(
    fc.constantFrom<Sent>({}, GOOD, { ...GOOD, quantity: '0.001', price: '50000.0' }),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)), { maxLength: 4 }),
  )
  .map(([good, odd]): Sent => ({ ...good, ...Object.fromEntries(odd) }));

describe('a hostile client', () => {
  it('over HTTP hears nothing worse than a refusal with a code', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CALLS),
        params,
        fc.boolean(),
        async ({ path, method }, sent, isSigned) => {
          const query = textOf({ timestamp: Date.now(), ...sent });
          const response = await fetch(
            `${venue.origin}${path}?${query}${isSigned ? `&signature=${hmac(query)}` : ''}`,
            { method, headers: { 'X-MBX-APIKEY': KEY.keyId } },
          );
          const body = (await response.json()) as { readonly code?: unknown };
          expect(response.status).toBeLessThan(500);
          if (response.status !== 200) expect(body.code).toEqual(expect.any(Number));
        },
      ),
      { numRuns: CASES },
    );
    expect((await anyone(venue, '/api/v3/ping')).status).toBe(200);
  });

  it('over a socket hears nothing worse, either', async () => {
    const socket = await Socket.to(`${venue.sockets}/ws-api/v3`);
    let id = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(METHODS)),
        params,
        fc.boolean(),
        async (method, sent, isSigned) => {
          const all: Sent = { apiKey: KEY.keyId, timestamp: Date.now(), ...sent };
          const payload = Object.entries(all)
            .filter(([name]) => name !== 'signature')
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, value]) => `${name}=${value}`)
            .join('&');
          id += 1;
          const answer = await socket.ask({
            ...{ id, method },
            params: isSigned ? { ...all, signature: hmac(payload) } : all,
          });
          expect(answer['status']).toBeLessThan(500);
          if (answer['status'] !== 200)
            expect(answer['error']).toMatchObject({ code: expect.any(Number) as number });
        },
      ),
      { numRuns: CASES },
    );
    socket.close();
  });
});
