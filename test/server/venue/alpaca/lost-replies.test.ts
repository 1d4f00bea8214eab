/**
 * What Alpaca's own client makes of replies that a fault took away: of a submit each loss is something else to it, and the order stands at
 * the venue. Only one of them is a class the client calls ambiguous.
 */
import {
  type Alpaca,
  ApiError,
  FetchError,
  PermissionError,
  RateLimitError,
  type orders,
} from '@alpacahq/alpaca-trade-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seconds } from '../../../../src/core/ground/units.js';
import { type ServedAlpaca, errorOf, ofClass, serveAlpaca } from './served-alpaca.js';

let served: ServedAlpaca;

/** The next reply to a submit that no fault before it has taken. */
const next = { nth: 1 } as const;
/** Of market time; on the wall clock a second and a half, told as whole seconds. */
const SHUT = seconds(30);

beforeAll(async () => {
  served = await serveAlpaca({
    faults: [
      { kind: 'ack-lost', values: { ...next, shape: 'timeout' } },
      { kind: 'ack-lost', values: { ...next, shape: 'reset' } },
      { kind: 'ack-lost', values: { ...next, shape: '5xx' } },
      { kind: 'garbled-reply', values: { ...next, paths: ['submit'], shape: 'truncated' } },
      { kind: 'garbled-reply', values: { ...next, paths: ['submit'], shape: 'unparsable' } },
      { kind: 'reject', values: { nth: 6, code: '-2010' } },
      { kind: 'rate-limit', values: { at: { after: 'submit-sent', nth: 12 }, retryAfter: SHUT } },
    ],
  });
});
afterAll(() => served.close());

const order = (clientOrderId: string): orders.LimitOrderInput => ({
  ...{ symbol: 'AAPL', qty: '1', side: 'buy', limitPrice: '90', timeInForce: 'gtc' },
  clientOrderId,
});

/** Gives up soon where nothing comes. */
const impatient = (): Alpaca => served.clientWith({ keyId: 'KEY', secret: 'SECRET' }, 500);

const SHAPES: readonly (readonly [shape: string, check: (error: unknown) => void])[] = [
  [
    'timeout',
    (error) => {
      expect(ofClass(FetchError, error).cause).toMatchObject({ name: 'TimeoutError' });
    },
  ],
  [
    'reset',
    (error) => {
      const { cause } = ofClass(FetchError, error);
      expect(cause).toBeInstanceOf(TypeError);
      expect((cause.cause as { code?: string }).code).toMatch(/^(?:UND_ERR_SOCKET|ECONNRESET)$/);
    },
  ],
  [
    '5xx',
    (error) => {
      expect(ofClass(ApiError, error)).toMatchObject({
        status: 503,
        message: 'service unavailable',
      });
    },
  ],
  [
    'truncated',
    (error) => {
      expect(error).not.toBeInstanceOf(FetchError);
      expect(ofClass(TypeError, error).message).toBe('terminated');
    },
  ],
  [
    'unparsable',
    (error) => {
      expect(error).not.toBeInstanceOf(FetchError);
      expect(error).toBeInstanceOf(SyntaxError);
    },
  ],
];

describe("Alpaca's client: a submit whose reply is lost", () => {
  it.each(SHAPES)('LIV-3: %s: the order stands at the venue, once', async (shape, check) => {
    const clientOrderId = `lost-${shape}`;
    const client = shape === 'timeout' ? impatient() : served.client;
    check(await errorOf(client.trading.orders.limit(order(clientOrderId))));
    const found = await served.client.trading.orders.getOrderByClientOrderId({ clientOrderId });
    expect(found).toMatchObject({ client_order_id: clientOrderId, status: 'new', qty: '1' });
    const arrived = served.venue.truth.arrivals.filter(
      (arrival) => arrival.clientOrderId === clientOrderId,
    );
    expect(arrived).toHaveLength(1);
  });

  it('LIV-3: a code that only a fault knows is a refusal like those of its kind', async () => {
    const error = await errorOf(served.client.trading.orders.limit(order('refused')));
    expect(ofClass(PermissionError, error)).toMatchObject({
      status: 403,
      code: 40310000,
      message: 'fault: -2010',
    });
  });

  it('LIV-3: sent again it is known: the id keeps it from being a second order', async () => {
    for (const [shape] of SHAPES) {
      const again = await errorOf(served.client.trading.orders.limit(order(`lost-${shape}`)));
      expect(again).toMatchObject({ status: 422, code: 40010001 });
    }
    expect(await served.client.trading.orders.getAllOrders({})).toHaveLength(SHAPES.length);
  });

  it('LIV-3: 429 says when to come back, and nothing was done', async () => {
    const error = await errorOf(served.client.trading.orders.limit(order('shut')));
    const { status, code, message, retryAfterMs, rateLimit } = ofClass(RateLimitError, error);
    expect({ status, code, message }).toEqual({
      ...{ status: 429, code: 42910000, message: 'rate limit exceeded' },
    });
    expect(retryAfterMs).toBe(2_000);
    expect(rateLimit?.remaining).toBe(0);
    const { arrivals } = served.venue.truth;
    expect(arrivals.filter(({ clientOrderId }) => clientOrderId === 'shut')).toEqual([]);
  });
});
