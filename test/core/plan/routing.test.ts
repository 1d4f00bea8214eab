/** When an order of `algo: auto` is sliced. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ROUTING, routeOf, routedRequest } from '../../../src/core/plan/routing.js';
import { timingOf } from '../../../src/core/plan/timing.js';
import { lots, seconds, ticks } from '../../../src/core/ground/units.js';
import { SHARES, aRequest } from './requests.js';

const level = (quantity: number) => ({ price: ticks(1_000), quantity: lots(quantity) });
const deep = [level(10_000)];
const route = (quantity: number, overrides: Partial<Parameters<typeof routeOf>[1]> = {}) =>
  routeOf(aRequest({ quantity: lots(quantity) }), {
    instrument: SHARES,
    midTwice: 2_000,
    opposite: deep,
    config: DEFAULT_ROUTING,
    ...overrides,
  });

describe('routing', () => {
  it('TWAP-9: a value above 1,000 is sliced, exactly 1,000 is not', () => {
    expect(route(100)).toEqual({
      algo: 'direct',
      reason: 'small against the limits of value and depth',
    });
    expect(route(101)).toEqual({ algo: 'twap', reason: 'worth more than 1000 USD' });
    expect(route(100, { midTwice: 2_001 }).algo).toBe('twap');
  });

  it('TWAP-9: valued at the limit price where there is one', () => {
    const request = aRequest({
      quantity: lots(100),
      type: 'limit',
      limitPrice: { kind: 'fixed', price: ticks(1_001) },
    });
    const context = { instrument: SHARES, midTwice: 2, opposite: deep, config: DEFAULT_ROUTING };
    expect(routeOf(request, context).algo).toBe('twap');
  });

  it('TWAP-9: above 20 % of the first five opposite levels is sliced, deeper levels do not count', () => {
    const five = [level(10), level(10), level(10), level(10), level(10), level(1_000)];
    expect(route(10, { opposite: five }).algo).toBe('direct');
    expect(route(11, { opposite: five })).toEqual({
      algo: 'twap',
      reason: 'above 2000 bps of the 50 lots displayed opposite',
    });
    expect(route(1, { opposite: [] }).algo).toBe('twap');
  });

  it('TWAP-9: one measure is enough, with neither it is sliced', () => {
    expect(route(50, { opposite: null }).algo).toBe('direct');
    expect(route(50, { midTwice: null }).algo).toBe('direct');
    expect(route(1, { midTwice: null, opposite: null })).toEqual({
      algo: 'twap',
      reason: 'neither a price nor a book to measure by',
    });
  });

  it('TWAP-9: a routed order takes 10 minutes and 30 seconds, unless it says otherwise', () => {
    const auto = aRequest({ algo: 'auto' });
    expect(timingOf(routedRequest(auto, 'twap', DEFAULT_ROUTING))).toMatchObject({
      slices: 20,
      duration: seconds(600),
    });
    const timed = routedRequest({ ...auto, slices: 3 }, 'twap', DEFAULT_ROUTING);
    expect([timed.algo, timed.slices, timed.duration]).toEqual(['twap', 3, null]);
    const direct = routedRequest({ ...auto, slices: 3 }, 'direct', DEFAULT_ROUTING);
    expect([direct.algo, direct.slices, direct.interval]).toEqual(['direct', null, null]);
  });
});
