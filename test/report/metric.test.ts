/** Figures of a run of several orders: what each is weighted by. */
import { describe, expect, it } from 'vitest';
import { metricOf } from '../../src/report/many/metric.js';
import type { ParentReport } from '../../src/report/schema/parent-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { asked, reportOf } from './support/asked-order.js';

const plain = reportOf(asked());

function reportWith(...figures: readonly Partial<ParentReport>[]): Report {
  const [parent] = plain.parents;
  if (parent === undefined) throw new Error('an order was asked for');
  return { ...plain, parents: figures.map((given) => ({ ...parent, ...given })) };
}

const half = { quantity: '4', filledQuantity: '1', arrivalPrice: '10', filledCostBps: 9 };
const whole = { quantity: '2', filledQuantity: '2', arrivalPrice: '10', filledCostBps: 3 };
const nothing = { quantity: '5', filledQuantity: '0', arrivalPrice: '10', filledCostBps: null };

describe('figures of several orders', () => {
  it('what filled is weighted by what filled; an order that did not takes no part', () => {
    expect(metricOf(reportWith(half, whole, nothing), 'filledCostBps')).toBe(5);
  });

  it('the shortfall is weighted by what was ordered', () => {
    const report = reportWith({ ...half, shortfallBps: 6 }, { ...whole, shortfallBps: 3 });
    expect(metricOf(report, 'shortfallBps')).toBe(5);
  });

  it('one that was not measured leaves the whole unmeasured', () => {
    const report = reportWith({ ...half, shortfallBps: null }, { ...whole, shortfallBps: 3 });
    expect(metricOf(report, 'shortfallBps')).toBeNull();
  });

  it('FIL-13: orders whose fees are estimates are counted over all', () => {
    const child = {} as ParentReport['children'][number];
    const told = (...estimates: readonly boolean[]) => ({
      children: estimates.map((feesEstimated) => ({ ...child, feesEstimated })),
    });
    expect(metricOf(reportWith(told(true, false), told(true)), 'feesEstimated')).toBe(2);
    expect(metricOf(reportWith(told(false)), 'feesEstimated')).toBe(0);
  });
});
