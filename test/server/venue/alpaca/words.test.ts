/** Alpaca's words, one mapping at a time: names, times, the body of an order, refusals, days of bars. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClientOrderId,
  type ExecId,
  type VenueOrderId,
  venueNanos,
  venueNanosWithin,
} from '../../../../src/core/order/order.js';
import type { Instrument } from '../../../../src/core/ground/instrument.js';
import { type EpochMicros, ticks } from '../../../../src/core/ground/units.js';
import { orderBody } from '../../../../src/server/venue/alpaca/json-body.js';
import { ListedAssets } from '../../../../src/server/venue/alpaca/listed-assets.js';
import { orderDraft } from '../../../../src/server/venue/alpaca/order-request.js';
import { isRefusal } from '../../../../src/server/venue/alpaca/refusal.js';
import { type Asked, rejection } from '../../../../src/server/venue/alpaca/rejections.js';
import { timeFrame } from '../../../../src/server/venue/alpaca/time-frame.js';
import { dayStarts } from '../../../../src/server/venue/alpaca/trading-days.js';
import {
  executionOfUuid,
  orderOfUuid,
  uuidOfExecution,
  uuidOfOrder,
} from '../../../../src/server/venue/alpaca/uuid-names.js';
import {
  stampOf,
  stampOfNanos,
  stampOfWall,
  wallOfStamp,
} from '../../../../src/server/venue/alpaca/wall-stamps.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import { SIM_CODES, SIM_TIME_CODES } from '../../../../src/sim/link/sim-error-classes.js';
import { SCRIPTED_INSTRUMENT } from '../../../contract/scripted-venue.js';

const at = (text: string): EpochMicros => wallOfStamp(text) as EpochMicros;
const MARKET = at('2024-01-02T15:00:00Z');
/** The market runs ten times as fast, and began when the wall clock showed this. */
const wall = wallTime(MARKET, at('2026-05-01T10:00:00Z'), 10);

describe('names', () => {
  it('are UUIDs that say which order and which execution, and no two are alike', () => {
    const nth = fc.integer({ min: 0, max: 2 ** 24 - 1 });
    fc.assert(
      fc.property(nth, nth, (a, b) => {
        const orders = [`${a}`, `autoclose-${a}`] as VenueOrderId[];
        const fills = [
          `${a}`,
          `${a}-bust`,
          `autoclose-${a}-${b}`,
          `autoclose-${a}-${b}-bust`,
        ] as ExecId[];
        expect(orders.map((id) => orderOfUuid(uuidOfOrder(id)))).toEqual(orders);
        expect(fills.map((id) => executionOfUuid(uuidOfExecution(id)))).toEqual(fills);
        const uuids = [...orders.map(uuidOfOrder), ...fills.map(uuidOfExecution)];
        expect(new Set(uuids).size).toBe(6);
        for (const uuid of uuids)
          expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
      }),
    );
    expect(orderOfUuid('61e69015-8549-4bfd-b9c3-01e75843f47d')).toBeNull();
    expect(() => uuidOfOrder('v1' as VenueOrderId)).toThrow('no UUID for v1');
  });
});

describe('times', () => {
  it('are on the wall clock, to the nanosecond where the venue tells that far', () => {
    const later = (MARKET + 25_000_000) as EpochMicros;
    expect(stampOf(wall, later)).toBe('2026-05-01T10:00:02.500Z');
    expect(stampOfNanos(wall, venueNanos(later))).toBe('2026-05-01T10:00:02.500Z');
    expect(stampOfNanos(wall, venueNanosWithin(later, 3))).toBe('2026-05-01T10:00:02.500000003Z');
  });

  it('are read in any zone, to the microsecond', () => {
    expect(at('2024-02-29')).toBe(Date.parse('2024-02-29T00:00:00Z') * 1_000);
    expect(at('2024-01-02T10:00:00.1234567-05:00')).toBe(at('2024-01-02T15:00:00.123456Z'));
    expect(at('2024-01-02T20:30:00+05:30')).toBe(at('2024-01-02T15:00:00Z'));
    const bad = [
      '',
      'now',
      '2023-02-29',
      '2024-01-02T15:00:00',
      '2024-01-02T24:00:00Z',
      '2024-1-2',
    ];
    for (const text of bad) expect(wallOfStamp(text)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e15 }), (micros) => {
        expect(wallOfStamp(stampOfWall(micros as EpochMicros))).toBe(micros);
      }),
    );
  });
});

const STOCK: Instrument = {
  ...SCRIPTED_INSTRUMENT,
  calendar: 'nyse',
  ...{ symbol: 'AAPL', baseAsset: 'AAPL', quoteAsset: 'USD', lotSize: '0.001' },
};
const assets = new ListedAssets([SCRIPTED_INSTRUMENT, STOCK]);

const drafted = (body: object | string): unknown => {
  const parsed = orderBody(typeof body === 'string' ? body : JSON.stringify(body));
  if (isRefusal(parsed)) return `${parsed.code} ${parsed.message}`;
  const draft = orderDraft(parsed, {
    assets,
    bestFor: ({ symbol }) => (symbol === 'AAPL' ? null : ticks(6_000_000)),
    newClientOrderId: () => 'made-up' as ClientOrderId,
  });
  return isRefusal(draft) ? `${draft.code} ${draft.message}` : draft;
};

const limit = { symbol: 'BTC/USDT', side: 'buy', type: 'limit', time_in_force: 'gtc' };

describe('the body of an order', () => {
  it('becomes terms, by any name of what is traded', () => {
    for (const symbol of ['BTC/USDT', 'BTCUSDT', '00000000-0000-4003-8000-000000000001'])
      expect(drafted({ ...limit, symbol, qty: '0.5', limit_price: '60000.1' })).toMatchObject({
        clientOrderId: 'made-up',
        terms: {
          ...{ symbol: 'BTCUSDT', side: 'buy', type: 'limit', timeInForce: 'gtc', postOnly: false },
          ...{ quantity: 50_000, limitPrice: 6_000_010, stopPrice: null },
        },
      });
    const stop = {
      ...limit,
      type: 'stop_limit',
      stop_price: '61000',
      limit_price: '61100',
      qty: '1',
    };
    expect(drafted(stop)).toMatchObject({
      terms: { type: 'stop-limit', stopPrice: 6_100_000, limitPrice: 6_110_000 },
    });
  });

  it('has its amounts as they were written, numbers and texts', () => {
    const body =
      '{"symbol":"BTCUSDT","side":"buy","type":"market","time_in_force":"ioc","qty" : 0.10000}';
    expect(drafted(body)).toMatchObject({ terms: { quantity: 10_000 } });
    expect(drafted(body.replace('0.10000', '0.30000000000000004'))).toBe(
      '40010001 qty 0.30000000000000004 is not a multiple of 0.00001',
    );
    expect(drafted(body.replace('0.10000', '1e-5'))).toBe('40010001 invalid qty "1e-5"');
    const tricky = JSON.parse(body) as object;
    expect(drafted({ ...tricky, client_order_id: '"qty":7' })).toMatchObject({
      clientOrderId: '"qty":7',
    });
  });

  it('is worth what is asked for at most', () => {
    const market = { ...limit, type: 'market', notional: '100' };
    expect(drafted(market)).toMatchObject({
      terms: { quantity: 166 },
      beside: { notional: '100' },
    });
    expect(drafted({ ...market, notional: '0.5' })).toBe(
      '40310000 notional 0.5 buys less than one lot',
    );
    expect(drafted({ ...market, symbol: 'AAPL' })).toBe(
      '42210000 no price of AAPL to work notional out by',
    );
  });

  it.each([
    ['{', '40010000 request body format is invalid'],
    ['[]', '40010000 request body format is invalid'],
    [{}, '40010001 symbol is required'],
    [{ ...limit, symbol: '' }, '40010001 symbol is required'],
    [{ ...limit, side: 'long' }, '40010001 invalid side'],
    [{ ...limit, time_in_force: 'gtd' }, '40010001 invalid time_in_force'],
    [{ ...limit, qty: true }, '40010001 invalid qty'],
    [limit, '40010001 qty or notional is required'],
    [{ ...limit, qty: '1', notional: '1' }, '40010001 only one of qty or notional is accepted'],
    [{ ...limit, qty: '1' }, '40010001 limit orders require a limit price'],
    [{ ...limit, qty: '1', limit_price: '0' }, '40010001 limit_price must be > 0'],
    [
      { ...limit, qty: '1', limit_price: '1.001' },
      '40010001 limit_price 1.001 is not a multiple of 0.01',
    ],
    [
      { ...limit, qty: '1', limit_price: '1', stop_price: '1' },
      '40010001 limit orders must not have a stop price',
    ],
    [{ ...limit, notional: '1' }, '42210000 notional orders must be market orders'],
    [
      { ...limit, type: 'trailing_stop', qty: '1' },
      '42210000 type trailing_stop is not supported by this venue',
    ],
    [
      { ...limit, order_class: 'bracket' },
      '42210000 order_class bracket is not supported by this venue',
    ],
    [
      { ...limit, take_profit: { limit_price: '1' } },
      '42210000 take_profit is not supported by this venue',
    ],
    [{ ...limit, symbol: 'ETH/USDT' }, '42210000 asset "ETH/USDT" not found'],
  ])('that is none is refused: %j', (body, words) => {
    expect(drafted(body)).toBe(words);
  });
});

describe('refusals', () => {
  const asked = (kind: Asked['kind']): Asked => ({
    ...{ kind, order: 'ORDER', side: 'buy', asset: assets.of('BTCUSDT') },
    lack: () => ({ message: 'LACK' }),
  });
  const words = (kind: Asked['kind'], code: string): string => {
    const {
      status,
      code: said,
      message,
    } = rejection(asked(kind), { kind: 'rejected', code, text: 'TEXT' });
    return `${status} ${said} ${message}`;
  };

  it('have the words of Alpaca for every code of the venue', () => {
    const kinds = ['submit', 'cancel', 'replace'] as const;
    const table = [...SIM_CODES, ...SIM_TIME_CODES].map((code) =>
      [code, ...new Set(kinds.map((kind) => words(kind, code)))].join(' | '),
    );
    expect(table.join('\n')).toMatchInlineSnapshot(`
      "not-open | 403 40310000 market of BTC/USDT is not open
      halted | 403 40310000 trading of BTC/USDT is halted
      unknown-symbol | 422 42210000 asset "BTC/USDT" not found
      invalid-order | 422 40010001 TEXT | 422 42210000 qty must be > filled_qty
      day-not-supported | 422 42210000 invalid crypto time_in_force
      post-only-would-take | 422 40010001 TEXT
      stop-already-through | 422 42210000 stop price must be greater than the current price
      reduce-only | 422 40010001 TEXT
      insufficient-balance | 403 40310000 LACK
      order-not-found | 404 40410000 order not found for ORDER
      order-filled | 422 42210000 order is already in "filled" state | 422 42210000 cannot replace order in filled status
      order-canceled | 422 42210000 order is already in "canceled" state | 422 42210000 cannot replace order in canceled status
      order-expired | 422 42210000 order is already in "expired" state | 422 42210000 cannot replace order in expired status
      order-replaced | 422 42210000 order is already in "replaced" state | 422 42210000 order already replaced
      request-expired | 422 40010001 TEXT
      request-early | 422 40010001 TEXT"
    `);
  });

  it('pass on what only faults say: of Alpaca by its status, of others as it is', () => {
    const codes = [
      ...['pdt', '-2010', '-1013', 'position-not-found', '40310000', '42210000', '-1021', 'odd'],
    ];
    expect(codes.map((code) => words('submit', code)).join('\n')).toMatchInlineSnapshot(`
      "403 40310100 trade denied due to pattern day trading protection
      403 40310000 TEXT
      422 40010001 TEXT
      404 40410000 position does not exist
      403 40310000 TEXT
      422 42210000 TEXT
      422 -1021 TEXT
      422 odd TEXT"
    `);
  });
});

describe('days and frames of bars', () => {
  it('are those of New York for a stock, and of UTC for a pair', () => {
    const range = { from: at('2024-07-02T12:00:00Z'), to: at('2024-07-09T12:00:00Z') };
    const starts = (assetClass: 'us_equity' | 'crypto'): string[] =>
      [...dayStarts(assetClass, range)].map((day) => stampOfWall(day).slice(5, 13));
    // The fourth is a holiday; the sixth and seventh are a weekend.
    expect(starts('us_equity')).toEqual(['07-03T04', '07-05T04', '07-08T04', '07-09T04']);
    expect(starts('crypto')).toHaveLength(7);
    const winter = { from: at('2024-01-02'), to: at('2024-01-03') };
    expect([...dayStarts('us_equity', winter)].map(stampOfWall)).toEqual(['2024-01-02T05:00:00Z']);
  });

  it('part a day into equals', () => {
    const minute = 60_000_000;
    const lengths = ['1Min', '15T', '1Hour', '4H'].map((text) => timeFrame(text));
    expect(lengths).toEqual(
      [1, 15, 60, 240].map((minutes) => ({ kind: 'length', length: minutes * minute })),
    );
    expect(timeFrame('1Day')).toEqual({ kind: 'day' });
    for (const text of ['7Min', '60Min', '0Min', '2Day', '1Week', '5', 'Min', '24Hour'])
      expect(timeFrame(text)).toBeNull();
  });
});
