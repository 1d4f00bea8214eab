/** Belief against truth: detection, late, missed, phantom, timeouts. */
import { describe, expect, it } from 'vitest';
import { lots } from '../../src/core/ground/units.js';
import { buildReport } from '../../src/report/figures/build-report.js';
import { fourFills } from './support/four-fills.js';
import { HandMadeJournal, childId, runOf } from './support/hand-made-journal.js';

const oneSent = () =>
  new HandMadeJournal()
    .received(0, 'a', {
      request: { quantity: lots(100) },
      plan: { baseQuantity: lots(100) },
      arrivalMidTwice: 20_000,
    })
    .sent(0, 'a0', {
      parent: 'a',
      slice: 0,
      terms: { quantity: lots(100) },
      quote: [9_999, 10_001],
    });

describe('detection', () => {
  it('FIL-15, SIM-5: holds belief against truth, order by order and fill by fill', () => {
    const report = buildReport(fourFills());
    expect(report.detection).toEqual({
      orders: 4,
      fillable: 4,
      detected: 4,
      late: 0,
      timeouts: 0,
      fillableTimeouts: 0,
      falsePositives: 0,
      meanMs: 427.5,
      p50Ms: 10,
      p99Ms: 1_660,
    });
    expect(report.truth).toEqual({
      ordersAccepted: 4,
      executions: 4,
      fillsDetected: 4,
      fillsLate: 0,
      fillsMissed: 0,
      fillsUnpriced: 0,
      fillsPhantom: 0,
      fillsDoubled: 0,
      positionErrorSeconds: 1.71,
      ordersLeftOpen: 0,
      ordersGone: 0,
    });
    expect(report.performance.marketEventsPerSecond).toBe(25_000_000);
  });

  it('tells late, missed and phantom apart', () => {
    const run = fourFills();
    const [first, second, ...rest] = run.audit!.fills;
    const fills = [{ ...first!, late: true }, { ...second!, detectedAt: null }, ...rest];
    const ledger = { ...run.ledger!, executions: run.ledger!.executions.slice(1) };
    const report = buildReport({ ...run, ledger, audit: { ...run.audit!, fills } });
    expect(report.detection).toMatchObject({
      fillable: 4,
      detected: 3,
      late: 1,
      falsePositives: 1,
    });
    expect(report.truth).toMatchObject({
      executions: 4,
      fillsDetected: 3,
      fillsLate: 1,
      fillsMissed: 1,
    });
  });

  it('counts a timeout of an order that was filled', () => {
    const journal = oneSent().result(30_000, 'a0', 'a', {
      outcome: 'timeout',
      reason: 'TIMEOUT',
      polls: 9,
    });
    const run = fourFills();
    const fills = [{ ...run.audit!.fills[0]!, clientOrderId: childId('a0'), detectedAt: null }];
    const report = buildReport(
      runOf(journal, { endMs: 60_000, ledger: run.ledger, audit: { ...run.audit!, fills } }),
    );
    expect(report.detection).toMatchObject({
      orders: 1,
      timeouts: 1,
      fillableTimeouts: 1,
      detected: 0,
      meanMs: null,
    });
    expect(report.parents[0]?.children[0]).toMatchObject({
      outcome: 'timeout',
      reason: 'TIMEOUT',
      polls: 9,
    });
  });
});
