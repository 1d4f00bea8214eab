/** A run fails on a fill that the engine does not know, or not by its price, whatever the scenario expects. */
import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/cli/verdict.js';
import type { FillAudit } from '../../src/core/order/truth.js';
import { buildReport } from '../../src/report/figures/build-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { fourFills } from './support/four-fills.js';

/** The run of four fills, of which the audit saw the second so. */
function judged(changes: Partial<FillAudit>): Report {
  const run = fourFills();
  const fills = run.audit!.fills.map((fill, n) => (n === 1 ? { ...fill, ...changes } : fill));
  return { ...buildReport({ ...run, audit: { ...run.audit!, fills } }), expectations: [] };
}

describe('what the engine does not know at the end', () => {
  it('SIM-5: fails nothing when everything is known', () => {
    expect(failuresOf(judged({}), [])).toEqual([]);
  });

  it('SIM-5: a missed fill fails the run, and the sentence says which', () => {
    const report = judged({ detectedAt: null, pricedAt: null });
    expect(report.truth).toMatchObject({ fillsMissed: 1, fillsUnpriced: 0 });
    const [failure, ...others] = failuresOf(report, []);
    expect(others).toEqual([]);
    expect(failure).toContain('P1/1: ');
    expect(failure).toContain('never known to the engine');
    expect(failure).toContain('one fill');
  });

  it('SIM-5 FIL-13: a fill known as part of a total only fails the run', () => {
    const report = judged({ pricedAt: null });
    expect(report.truth).toMatchObject({ fillsMissed: 0, fillsUnpriced: 1 });
    const [failure, ...others] = failuresOf(report, []);
    expect(others).toEqual([]);
    expect(failure).toContain('P1/1: ');
    expect(failure).toContain('at a price that the engine does not know');
  });

  it('SIM-5: what came too close to the end to be known is counted, and fails nothing', () => {
    const report = judged({ detectedAt: null, pricedAt: null, owed: false });
    expect(report.truth.fillsMissed).toBe(1);
    expect(failuresOf(report, [])).toEqual([]);
  });
});
