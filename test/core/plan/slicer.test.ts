/** Plans: timing, quantities, minimum value, liquidity limit, sessions; by hand and as laws over generated requests. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/core/ground/calendar/calendar-of.js';
import { canonicalJson } from '../../../src/core/ground/canonical.js';
import type { Plan } from '../../../src/core/plan/plan.js';
import { planDuration, planEnd, sliceOffset, sliceTime } from '../../../src/core/plan/schedule.js';
import { makePlan, planQuantity, sliceQuantity } from '../../../src/core/plan/slicer.js';
import { DEFAULT_SLICING } from '../../../src/core/plan/plan-context.js';
import { epochMicros, lots, micros, seconds, ticks } from '../../../src/core/ground/units.js';
import {
  BTC,
  NOW,
  SHARES,
  aContext,
  aRequest,
  planned,
  problemsOf,
  warningsOf,
} from './requests.js';

const slicesOf = (plan: Plan): readonly number[] =>
  Array.from({ length: plan.slices }, (_, slice) => slice);
const quantities = (plan: Plan): readonly number[] =>
  slicesOf(plan).map((slice) => sliceQuantity(plan, slice));
const offsets = (plan: Plan): readonly number[] =>
  slicesOf(plan).map((slice) => sliceTime(plan, slice) - NOW);
const NYSE = { ...SHARES, calendar: 'nyse' } as const;
/** Friday 2024-03-08, 15:00 in New York: an hour before the close. */
const FRIDAY_3PM = epochMicros(1_709_928_000_000_000);

describe('timing of slices', () => {
  const s = (...values: readonly number[]): readonly number[] =>
    values.map((value) => value * 1_000_000);

  it.each([
    ['nothing', {}, s(0, 30, 60, 90, 120)],
    ['slices', { slices: 2 }, s(0, 30)],
    ['interval', { interval: seconds(7) }, s(0, 7, 14, 21, 28)],
    ['slices and interval', { slices: 3, interval: seconds(7) }, s(0, 7, 14)],
    ['duration and interval', { duration: seconds(20), interval: seconds(7) }, s(0, 7, 14)],
    ['duration and slices', { duration: seconds(10), slices: 3 }, [0, 3_333_333, 6_666_666]],
    ['a duration that does not divide', { duration: micros(11), slices: 4 }, [0, 2, 5, 8]],
    ['duration', { duration: seconds(180) }, s(0, 60, 120)],
    ['a duration below a minute', { duration: seconds(20) }, s(0)],
    [
      'all three that agree',
      { duration: seconds(20), slices: 3, interval: seconds(7) },
      s(0, 7, 14),
    ],
  ])('TWAP-1: %s given', (_, timing, expected) => {
    expect(offsets(planned(timing))).toEqual(expected);
  });

  it('TWAP-3: the plan starts now, or at the start given, or now when that is past', () => {
    expect(planned({}).start).toBe(NOW);
    expect(planned({ start: epochMicros(NOW + 5) }).start).toBe(NOW + 5);
    const late = makePlan(aRequest({ start: epochMicros(NOW - 5) }), aContext());
    expect([late.ok && late.plan.start, warningsOf(late)]).toEqual([NOW, ['START_PAST']]);
  });

  it('SCH-8: a million slices over a year keep their exact times', () => {
    const plan = planned({
      quantity: lots(3_000_001),
      slices: 1_000_000,
      duration: seconds(31_536_000),
    });
    for (const slice of [1, 333_333, 999_999]) {
      expect(sliceOffset(plan, slice)).toBe(
        Number((BigInt(slice) * 31_536_000_000_000n) / 1_000_000n),
      );
    }
    expect([planQuantity(plan), sliceQuantity(plan, 0), sliceQuantity(plan, 1)]).toEqual([
      3_000_001, 4, 3,
    ]);
  });

  it('TWAP-2: a slice that the plan does not have is our bug', () => {
    const plan = planned({});
    for (const slice of [-1, 5, 1.5]) expect(() => sliceQuantity(plan, slice)).toThrow('no slice');
    expect(() => sliceTime(plan, 5)).toThrow('no slice 5 of 5');
  });
});

describe('quantities of slices', () => {
  it('TWAP-2: 103 over 5 is 21, 21, 21, 20, 20', () => {
    expect(quantities(planned({ quantity: lots(103) }))).toEqual([21, 21, 21, 20, 20]);
    const config = { ...DEFAULT_SLICING, minSliceValue: '0', liquidityCheckEnabled: false };
    const crypto = planned(
      { quantity: lots(120_000), slices: 7 },
      { instrument: BTC, midTwice: 12_000_000, config },
    );
    expect(quantities(crypto)).toEqual([17_143, 17_143, 17_143, 17_143, 17_143, 17_143, 17_142]);
  });

  it('TWAP-2: a default of five slices yields to an order of three lots', () => {
    const result = makePlan(aRequest({ quantity: lots(3) }), aContext());
    expect(result.ok && quantities(result.plan)).toEqual([1, 1, 1]);
    expect(warningsOf(result)).toEqual(['SLICES_LIMITED_BY_LOTS']);
  });

  const anyPlan = fc
    .record({
      quantity: fc.integer({ min: 1, max: 5_000 }),
      slices: fc.option(fc.integer({ min: 1, max: 60 })),
      interval: fc.option(fc.integer({ min: 1, max: 60_000_000 })),
      duration: fc.option(fc.integer({ min: 60, max: 3_600_000_000 })),
      minSliceValue: fc.constantFrom('0', '50', '12.5'),
      midTwice: fc.option(fc.integer({ min: 1, max: 100_000 })),
      adv: fc.option(fc.integer({ min: 0, max: 100_000 })),
    })
    .filter(({ quantity, slices }) => slices === null || slices <= quantity)
    .map(({ quantity, slices, interval, duration, minSliceValue, midTwice, adv }) => ({
      request: aRequest({
        quantity: lots(quantity),
        slices: duration !== null && interval !== null ? null : slices,
        interval:
          interval === null
            ? null
            : micros(duration === null ? interval : Math.min(interval, duration)),
        duration: duration === null ? null : micros(duration),
      }),
      context: aContext({
        midTwice,
        adv: adv === null ? null : lots(adv),
        config: { ...DEFAULT_SLICING, minSliceValue },
      }),
    }));

  it('TWAP-1, TWAP-2, S16: sums exactly, differs by a lot at most, larger first, times strictly rise, the same again', () => {
    fc.assert(
      fc.property(anyPlan, ({ request, context }) => {
        const result = makePlan(request, context);
        if (!result.ok) throw new Error(canonicalJson(result.problems));
        const { plan } = result;
        expect(planQuantity(plan)).toBe(request.quantity);
        expect(plan.remainder).toBeLessThan(plan.slices);
        expect(plan.baseQuantity).toBeGreaterThanOrEqual(1);
        if (plan.slices <= 300) {
          const sizes = quantities(plan);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(request.quantity);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
          const times = offsets(plan);
          times.forEach((time, slice) =>
            expect(time).toBeGreaterThan(slice === 0 ? -1 : (times[slice - 1] as number)),
          );
        }
        expect(planEnd(plan)).toBe(plan.start + planDuration(plan));
        expect(sliceTime(plan, plan.slices - 1)).toBeLessThan(planEnd(plan));
        expect(canonicalJson(makePlan(request, context))).toBe(canonicalJson(result));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('minimum slice value', () => {
  const config = { ...DEFAULT_SLICING, liquidityCheckEnabled: false };
  /** 10.00 a share: five shares are worth exactly 50. */
  const atTen = { midTwice: 2_000, config };

  it('TWAP-6: slices of exactly the minimum stay, smaller ones are merged over the same time', () => {
    expect(quantities(planned({ quantity: lots(25), slices: 5 }, atTen))).toEqual([5, 5, 5, 5, 5]);
    const result = makePlan(aRequest({ quantity: lots(24), slices: 5 }), aContext(atTen));
    expect(result.ok && quantities(result.plan)).toEqual([6, 6, 6, 6]);
    expect(result.ok && offsets(result.plan)).toEqual([0, 37_500_000, 75_000_000, 112_500_000]);
    expect(warningsOf(result)).toEqual(['SLICES_MERGED']);
  });

  it('TWAP-6: never below one slice', () => {
    const result = makePlan(aRequest({ quantity: lots(2) }), aContext(atTen));
    expect(result.ok && quantities(result.plan)).toEqual([2]);
    expect(warningsOf(result)).toEqual([
      'SLICES_LIMITED_BY_LOTS',
      'SLICES_MERGED',
      'BELOW_MIN_SLICE_VALUE',
    ]);
  });

  it('TWAP-6: at the limit price where there is one, else at the mid, half ticks and all', () => {
    const limit = { type: 'limit', limitPrice: { kind: 'fixed', price: ticks(1_000) } } as const;
    expect(planned({ ...limit, quantity: lots(25) }, { ...atTen, midTwice: 2 }).slices).toBe(5);
    expect(planned({ quantity: lots(25) }, { ...atTen, midTwice: 1_999 }).slices).toBe(4);
    const pegged = {
      type: 'limit',
      limitPrice: { kind: 'peg', reference: 'bid', offsetTicks: 0 },
    } as const;
    expect(planned({ ...pegged, quantity: lots(25) }, { ...atTen, midTwice: 1_999 }).slices).toBe(
      4,
    );
  });

  it('TWAP-6: without any price nothing is merged, with a warning', () => {
    const result = makePlan(aRequest({ quantity: lots(25) }), aContext({ midTwice: null, config }));
    expect([result.ok && result.plan.slices, warningsOf(result)]).toEqual([
      5,
      ['NO_REFERENCE_PRICE'],
    ]);
    const free = { ...config, minSliceValue: '0' };
    expect(warningsOf(makePlan(aRequest(), aContext({ midTwice: null, config: free })))).toEqual(
      [],
    );
  });

  it('TWAP-6: a price near zero cannot overflow', () => {
    const dust = { ...SHARES, tickSize: '0.00000000000000000001' };
    expect(planned({ quantity: lots(25) }, { instrument: dust, midTwice: 1, config }).slices).toBe(
      1,
    );
  });

  it('ORD-5: slices below the venue minimum are merged too, an order below it is refused', () => {
    const instrument = { ...SHARES, minQuantity: '10', minNotional: '300' };
    const context = aContext({ ...atTen, instrument });
    const merged = makePlan(aRequest({ quantity: lots(65) }), context);
    expect(merged.ok && quantities(merged.plan)).toEqual([33, 32]);
    expect(problemsOf(makePlan(aRequest({ quantity: lots(29) }), context))).toEqual([
      "quantity: is below the venue's minimum notional of 300 USD (30 lots)",
    ]);
    const byQuantity = aContext({ ...atTen, instrument: { ...instrument, minNotional: '0' } });
    expect(problemsOf(makePlan(aRequest({ quantity: lots(9) }), byQuantity))).toEqual([
      "quantity: is below the venue's minimum quantity of 10 ACME (10 lots)",
    ]);
  });
});

describe('liquidity limit', () => {
  const withAdv = (adv: number | null, more: Partial<typeof DEFAULT_SLICING> = {}) => ({
    adv: adv === null ? null : lots(adv),
    config: { ...DEFAULT_SLICING, ...more },
  });

  it('TWAP-7: slices above 1 % of the volume become more, smaller slices over the same duration', () => {
    const result = makePlan(aRequest({ quantity: lots(100), slices: 5 }), aContext(withAdv(1_000)));
    expect(result.ok && result.plan).toMatchObject({
      slices: 10,
      baseQuantity: 10,
      maxSliceQuantity: 10,
    });
    expect(result.ok && planDuration(result.plan)).toBe(150_000_000);
    expect(warningsOf(result)).toEqual(['SLICES_SPLIT']);
  });

  it('TWAP-7: slices at the limit stay as they are', () => {
    const result = makePlan(aRequest({ quantity: lots(50), slices: 5 }), aContext(withAdv(1_000)));
    expect([result.ok && result.plan.spacing.kind, warningsOf(result)]).toEqual(['interval', []]);
  });

  it('TWAP-7: where the minimum value disagrees it wins, with a warning', () => {
    // 1.00 a share: at least 50 shares a slice, at most 10.
    const result = makePlan(
      aRequest({ quantity: lots(100) }),
      aContext({ ...withAdv(1_000), midTwice: 200 }),
    );
    expect(result.ok && quantities(result.plan)).toEqual([50, 50]);
    expect(warningsOf(result)).toEqual([
      'SLICES_SPLIT',
      'SLICES_MERGED',
      'LIQUIDITY_LIMIT_EXCEEDED',
    ]);
  });

  it('TWAP-7: below one lot it is one lot, with a warning', () => {
    const result = makePlan(aRequest({ quantity: lots(7) }), aContext(withAdv(99)));
    expect(result.ok && result.plan).toMatchObject({ slices: 7, maxSliceQuantity: 1 });
    expect(warningsOf(result)).toEqual(['LIQUIDITY_LIMIT_ONE_LOT', 'SLICES_SPLIT']);
  });

  it('TWAP-7, F:MD11: volume unavailable or the check switched off: no limit', () => {
    const unknown = makePlan(aRequest(), aContext(withAdv(null)));
    expect([unknown.ok && unknown.plan.maxSliceQuantity, warningsOf(unknown)]).toEqual([
      null,
      ['VOLUME_UNAVAILABLE'],
    ]);
    const off = makePlan(aRequest(), aContext(withAdv(10, { liquidityCheckEnabled: false })));
    expect([off.ok && off.plan.maxSliceQuantity, warningsOf(off)]).toEqual([null, []]);
  });

  it('TWAP-7, S16: never more slices than microseconds', () => {
    const plan = planned({ quantity: lots(100), duration: micros(4), slices: 2 }, withAdv(1_000));
    expect([plan.slices, offsets(plan)]).toEqual([4, [0, 1, 2, 3]]);
  });

  it('TWAP-8: a direct order is one slice, and is told when it is above the limit', () => {
    const result = makePlan(
      aRequest({ algo: 'direct', quantity: lots(100) }),
      aContext(withAdv(1_000)),
    );
    expect(result.ok && quantities(result.plan)).toEqual([100]);
    expect(result.ok && planEnd(result.plan)).toBe(NOW);
    expect(warningsOf(result)).toEqual(['LIQUIDITY_LIMIT_EXCEEDED']);
    expect(() => makePlan(aRequest({ algo: 'auto' }), aContext())).toThrow('routing comes before');
  });
});

describe('plans and sessions', () => {
  const friday = { now: FRIDAY_3PM, instrument: NYSE };

  it('TWAP-3: a plan may end at the close but not after it', () => {
    const hour = planned({ duration: seconds(3_600), slices: 4 }, friday);
    expect(planEnd(hour)).toBe(FRIDAY_3PM + 3_600_000_000);
    expect(problemsOf(makePlan(aRequest({ duration: seconds(3_601) }), aContext(friday)))).toEqual([
      'duration: needs 60 min 1 s and the session has 60 min left: it would end after the close (acrossSessions)',
    ]);
  });

  it('F:RSK7 RCV-2: the venue’s own hours count, and stay those of the plan that was made by them', () => {
    const nyse = calendarOf('nyse');
    const monday = nyse.nextOpen(epochMicros(FRIDAY_3PM + 3_600_000_000));
    const venueDays = [{ date: nyse.dateOf(monday), session: null }];
    const there = { now: FRIDAY_3PM, instrument: { ...NYSE, venueDays } };
    const timing = { duration: seconds(7_200), slices: 4, acrossSessions: true };
    const plan = JSON.parse(JSON.stringify(planned(timing, there))) as Plan;
    expect(sliceTime(plan, 2)).toBe(monday + 86_400_000_000);
  });

  it('TWAP-3, F:CLK7: across sessions closed time is skipped, over a weekend with a change of the clock', () => {
    const plan = planned({ duration: seconds(7_200), slices: 4, acrossSessions: true }, friday);
    const nyse = calendarOf('nyse');
    const monday = nyse.nextOpen(epochMicros(FRIDAY_3PM + 3_600_000_000));
    expect([0, 1, 2, 3].map((slice) => sliceTime(plan, slice))).toEqual([
      FRIDAY_3PM,
      FRIDAY_3PM + 1_800_000_000,
      monday,
      monday + 1_800_000_000,
    ]);
    expect(planEnd(plan)).toBe(monday + 3_600_000_000);
    expect(monday - FRIDAY_3PM).toBe((48 + 17.5) * 3_600_000_000);
  });

  it('TWAP-3: a start in closed time moves to the next open, with a warning', () => {
    const saturday = epochMicros(FRIDAY_3PM + 86_400_000_000);
    const result = makePlan(
      aRequest({ duration: seconds(60) }),
      aContext({ ...friday, now: saturday }),
    );
    expect(result.ok && calendarOf('nyse').dateOf(result.plan.start)).toBe('2024-03-11');
    expect(warningsOf(result)).toEqual(['START_MOVED_TO_OPEN']);
  });

  it('F:RSK7: outside the years of the calendar a plan is refused, at either end', () => {
    const in1999 = aContext({ ...friday, now: epochMicros(930_000_000_000_000) });
    expect(problemsOf(makePlan(aRequest(), in1999))).toEqual([
      'start: calendar nyse knows no session at or after 1999-06-21',
    ]);
    const afterTheLast = aContext({ ...friday, now: epochMicros(1_861_900_000_000_000) });
    expect(problemsOf(makePlan(aRequest(), afterTheLast))).toEqual([
      'start: calendar nyse knows no session at or after 2028-12-31',
    ]);
    for (const acrossSessions of [false, true]) {
      const start = epochMicros(Number.MAX_SAFE_INTEGER);
      expect(problemsOf(makePlan(aRequest({ start, acrossSessions }), aContext()))).toEqual([
        'start: calendar always-open knows no session at or after 2255-06-05',
      ]);
    }
    const endOf2028 = epochMicros(1_861_000_000_000_000);
    const long = aRequest({ duration: seconds(40 * 86_400), acrossSessions: true });
    expect(problemsOf(makePlan(long, aContext({ ...friday, now: endOf2028 })))).toEqual([
      'duration: calendar nyse ends before 40 d of session time have passed',
    ]);
  });
});
