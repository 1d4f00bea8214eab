/** Commissions that a venue says later than its trades, over whole runs: known in the end, or said to be estimated. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

function played(delay: number) {
  const { audit, state } = simulate(
    planOf({
      tape: tapeOf(5, { durationSeconds: 90, messagesPerSecond: 4 }),
      orders: [[2, order({ duration: inSeconds(30), fillTimeout: inSeconds(6) })]],
      faults: [{ kind: 'fee-late', values: { delay: inSeconds(delay) } }],
    }),
  );
  expect(audit.violations).toEqual([]);
  const results = [...state.children.entries()].map(([, { result }]) => result);
  return {
    known: audit.fills.filter(({ feeKnown }) => feeKnown).length / audit.fills.length,
    results: new Set(
      results.map(
        (result) =>
          `${result?.outcome} ${result?.feesEstimated === true ? 'estimated' : 'charged'}`,
      ),
    ),
  };
}

describe('a commission that is told late', () => {
  it.each([0.5, 2])('FIL-13 F:FIL6: %d s after the trade: is known in the end', (delay) => {
    expect(played(delay)).toEqual({ known: 1, results: new Set(['filled charged']) });
  });

  it('FIL-13 F:FIL6: later than it is asked for: is estimated, and says so', () => {
    expect(played(300)).toEqual({ known: 0, results: new Set(['filled estimated']) });
  });

  it('FIL-13 REC-5: a venue that never says it is not waited for: estimated at once, and nobody owes it', () => {
    const plan = planOf({
      tape: tapeOf(5, { durationSeconds: 90, messagesPerSecond: 4 }),
      orders: [[2, order({ duration: inSeconds(30), fillTimeout: inSeconds(6) })]],
      faults: [{ kind: 'fee-late', values: { delay: inSeconds(300) } }],
      venue: { visibilityLag: inSeconds(10) },
    });
    const askedFor = (tellsFees?: false) => {
      const venue = { ...plan.engine.venue, ...(tellsFees === undefined ? {} : { tellsFees }) };
      const { audit, state, calls } = simulate({ ...plan, engine: { ...plan.engine, venue } });
      expect(audit.violations).toEqual([]);
      const { ledgers } = state;
      return { calls: calls.get('query-executions') ?? 0, owed: ledgers?.incomplete.length ?? 0 };
    };
    const waiting = askedFor();
    expect(waiting.owed).toBeGreaterThan(0);
    expect(askedFor(false)).toEqual({ calls: 0, owed: 0 });
    expect(waiting.calls).toBeGreaterThan(10);
  });
});
