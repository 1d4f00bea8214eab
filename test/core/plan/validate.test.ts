/** Every fault of a request, each by name, and all at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import { makePlan } from '../../../src/core/plan/slicer.js';
import { DURATION_MAX } from '../../../src/core/plan/timing.js';
import { validateRequest } from '../../../src/core/plan/validate.js';
import { micros, seconds } from '../../../src/core/ground/units.js';
import { BTC, SHARES, aContext, aRawRequest, problemsOf } from './requests.js';

const faults = (overrides: Partial<RawOrderRequest>, instrument = SHARES): readonly string[] =>
  problemsOf(validateRequest(aRawRequest(overrides), instrument));

describe('validation of requests', () => {
  it('TWAP-4: a sound request comes out on the grid', () => {
    const raw = aRawRequest({
      type: 'stop-limit',
      limitPrice: '10.01',
      stopPrice: '10',
      quantity: '5',
    });
    expect(validateRequest(raw, SHARES)).toEqual({
      ok: true,
      request: {
        ...raw,
        quantity: 5,
        limitPrice: { kind: 'fixed', price: 1_001 },
        stopPrice: 1_000,
      },
    });
    const pegged = aRawRequest({
      type: 'limit',
      limitPrice: { peg: 'mid', offsetTicks: -2 },
      postOnly: true,
      timeInForce: 'gtc',
    });
    expect(validateRequest(pegged, SHARES)).toMatchObject({
      ok: true,
      request: { limitPrice: { kind: 'peg', reference: 'mid', offsetTicks: -2 } },
    });
  });

  it.each<[string, Partial<RawOrderRequest>, string]>([
    ['a limit order without a limit', { type: 'limit' }, 'limitPrice: a limit order needs one'],
    ['a stop order without a stop', { type: 'stop' }, 'stopPrice: a stop order needs one'],
    ['a market order with a limit', { limitPrice: '10' }, 'limitPrice: a market order takes none'],
    [
      'a limit order with a stop',
      { type: 'limit', limitPrice: '10', stopPrice: '9' },
      'stopPrice: a limit order takes none',
    ],
    [
      'a price off the tick grid',
      { type: 'limit', limitPrice: '10.001' },
      'limitPrice: "10.001" is off the grid of 0.01 USD',
    ],
    ['a price of zero', { type: 'limit', limitPrice: '0' }, 'limitPrice: 0 is not above zero'],
    [
      'a price in words',
      { type: 'stop', stopPrice: '1e3' },
      'stopPrice: "1e3" is not a plain decimal number',
    ],
    [
      'a broken peg',
      { type: 'limit', limitPrice: { peg: 'bid', offsetTicks: 0.5 } },
      'limitPrice: offsetTicks 0.5 is not a whole number',
    ],
    [
      'a quantity off the lot grid',
      { quantity: '1.5' },
      'quantity: "1.5" is off the grid of 1 ACME',
    ],
    ['a quantity of zero', { quantity: '0' }, 'quantity: 0 is not above zero'],
    ['a quantity below zero', { quantity: '-3' }, 'quantity: -3 is not above zero'],
    [
      'a quantity beyond reason',
      { quantity: '99999999999999999' },
      'quantity: "99999999999999999" is out of range',
    ],
    [
      'an interval longer than the duration',
      { duration: seconds(5), interval: seconds(6) },
      'interval: 6 s is longer than the duration of 5 s',
    ],
    [
      'more slices than lots',
      { slices: 104 },
      'slices: 104 slices are more than the 103 lots to be sent',
    ],
    ['a duration of zero', { duration: micros(0) }, 'duration: 0 is not a whole number above zero'],
    ['half a slice', { slices: 2.5 }, 'slices: 2.5 is not a whole number above zero'],
    [
      'an interval below zero',
      { interval: micros(-1) },
      'interval: -1 is not a whole number above zero',
    ],
    [
      'all three that disagree (TWAP-1)',
      { duration: seconds(20), interval: seconds(7), slices: 2 },
      'slices: duration and interval make 3 slices, not 2: leave one of the three out',
    ],
    [
      'more slices than microseconds',
      { duration: micros(3), slices: 4 },
      'slices: 4 slices do not fit into 3 us: one a microsecond at most',
    ],
    [
      'a duration of a lifetime',
      { duration: micros(DURATION_MAX + 1) },
      'duration: 10950 d is longer than 30 years',
    ],
    [
      'a sum of intervals of a lifetime',
      { interval: DURATION_MAX },
      'duration: 5 slices take longer than 30 years',
    ],
    [
      'too many slices',
      { duration: seconds(11), interval: micros(1) },
      'slices: 11000000 slices are more than 10000000',
    ],
    [
      'a timeout of a lifetime',
      { fillTimeout: micros(2 * DURATION_MAX) },
      'fillTimeout: 21900 d is longer than 30 years',
    ],
    [
      'a peg further from the quote than any price',
      { type: 'limit', limitPrice: { peg: 'bid', offsetTicks: 1_000_000_001 } },
      'limitPrice: offsetTicks 1000000001 is more than 1000000000 either way',
    ],
    [
      'a timeout of zero',
      { fillTimeout: micros(0) },
      'fillTimeout: 0 is not a whole number of microseconds above zero',
    ],
    [
      'a start before 1970',
      { start: -1 as never },
      'start: -1 is not a time in microseconds since 1970',
    ],
    [
      'a direct order in slices',
      { algo: 'direct', slices: 3 },
      'slices: a direct order is sent at once and takes none',
    ],
    [
      'a post-only market order',
      { postOnly: true, timeInForce: 'gtc' },
      'postOnly: only a limit order can be post-only, not a market order',
    ],
    [
      'a post-only fok order',
      { postOnly: true, type: 'limit', limitPrice: '10', timeInForce: 'fok' },
      'postOnly: a fok order never rests, so it cannot be post-only',
    ],
    [
      'a strategy id in capitals',
      { strategyId: 'Demo' },
      'strategyId: "Demo" is not 1 to 64 of a-z, 0-9, _ and -',
    ],
    [
      'the reserved strategy (ORD-0)',
      { strategyId: 'external' },
      'strategyId: "external" is reserved for orders that are not ours',
    ],
    ['no idempotency key (TWAP-5)', { idempotencyKey: '' }, 'idempotencyKey: is empty'],
    [
      'a day order where no day ends (F12)',
      { timeInForce: 'day' },
      'timeInForce: "day" has no meaning on ACME, which never closes: use gtc, ioc or fok',
    ],
  ])('TWAP-4: refuses %s', (_, overrides, fault) => {
    expect(faults(overrides)).toEqual([fault]);
  });

  it('TWAP-4: lists every fault, not the first', () => {
    const many = {
      quantity: 'x',
      limitPrice: '1.001',
      strategyId: '',
      slices: 0,
      timeInForce: 'day',
      fillTimeout: micros(-1),
    } as const;
    expect(faults(many).map((text) => text.slice(0, text.indexOf(':')))).toEqual([
      'strategyId',
      'quantity',
      'limitPrice',
      'limitPrice',
      'timeInForce',
      'slices',
      'fillTimeout',
    ]);
  });

  it('ORD-5: below the venue minimum is refused before anything is planned', () => {
    const small = {
      symbol: 'BTCUSDT',
      quantity: '0.0005',
      type: 'limit',
      limitPrice: '9999.99',
    } as const;
    expect(faults(small, BTC)).toEqual([
      'quantity: 50 lots are worth less than the minimum notional of 5 USDT',
    ]);
    expect(faults({ ...small, limitPrice: '10000' }, BTC)).toEqual([]);
    expect(faults({ ...small, limitPrice: { peg: 'bid', offsetTicks: 0 } }, BTC)).toEqual([]);
  });

  it('F12: a day order is fine where days end', () => {
    expect(faults({ timeInForce: 'day' }, { ...SHARES, calendar: 'nyse' })).toEqual([]);
  });

  it('TWAP-1, TWAP-4: whatever passes can be planned', () => {
    const count = fc.option(fc.integer({ min: -1, max: 200 }));
    const raw = fc.record({
      duration: count,
      slices: count,
      interval: count,
      quantity: fc.integer({ min: 0, max: 150 }),
    });
    fc.assert(
      fc.property(raw, ({ duration, slices, interval, quantity }) => {
        const timing = { duration: duration as never, interval: interval as never, slices };
        const result = validateRequest(aRawRequest({ ...timing, quantity: `${quantity}` }), SHARES);
        if (result.ok) expect(makePlan(result.request, aContext()).ok).toBe(true);
        else expect(result.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
