/** A run fails on an order that rests at the venue and is over for the engine, though nothing of it filled. */
import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/cli/verdict.js';
import type { VenueOrderId } from '../../src/core/order/order.js';
import type { OneSidedOrder } from '../../src/core/order/truth.js';
import { lots } from '../../src/core/ground/units.js';
import { buildReport } from '../../src/report/figures/build-report.js';
import type { ParentStatus } from '../../src/core/order/parent.js';
import type { RunProjection } from '../../src/report/projection/projection.js';
import { projectRun } from '../../src/report/projection/run-fold.js';
import { readReport } from '../../src/report/schema/read-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { compactText } from '../../src/report/text/compact-report.js';
import { textReport } from '../../src/report/text/text-report.js';
import { levelOf } from '../../src/report/text/verdict-words.js';
import { verdictOf } from '../../src/server/pages/verdict.js';
import { fourFills } from './support/four-fills.js';
import { at, childId, parentId } from './support/hand-made-journal.js';

const ORDER: OneSidedOrder = {
  clientOrderId: childId('q1'),
  venueOrderId: 'q1-venue' as VenueOrderId,
  symbol: 'BTCUSDT',
  leaves: lots(40),
  openFor: 'venue',
  since: at(60_000),
  owed: true,
};

/** The run of four fills with such an order at its end. */
function judged(
  changes: Partial<OneSidedOrder> = {},
  change: (projection: RunProjection) => RunProjection = (same) => same,
): Report {
  const run = fourFills();
  const audit = { ...run.audit!, oneSided: [{ ...ORDER, ...changes }] };
  const projection = change(projectRun(run.blocks));
  return { ...buildReport({ ...run, audit, projection }), expectations: [] };
}

/** An alert about it stands, and its parent ended so. */
const alerted =
  (status: ParentStatus, given: { subject?: string; state?: 'raised' | 'cleared' } = {}) =>
  (projection: RunProjection): RunProjection => {
    const parent = projection.parents.get(parentId('q'))!;
    const { subject = childId('q1'), state = 'raised' } = given;
    const alert = { code: 'second-venue-order', level: 'critical', subject, state } as const;
    const rest = { text: '', first: at(0), last: at(0), count: 1 };
    return {
      ...projection,
      parents: new Map([[parentId('q'), { ...parent, status }]]),
      alerts: new Map([['a', { ...alert, ...rest }]]),
    };
  };

describe('an order that is open for one side only', () => {
  it('SIM-5: left open at the venue fails the run, and is told wherever the truth is', () => {
    const report = judged();
    expect(report.truth).toMatchObject({ ordersLeftOpen: 1, ordersGone: 0 });
    expect(failuresOf(report, [])).toEqual([
      'four-fills (seed 7): P1/1: 0.04 BTCUSDT left open at the venue when the run ended, and filled for the engine for 60 s',
    ]);
    expect(report.verdict.engine).toMatchObject({ knewTruth: false });
    expect(report.verdict.engine.wrong[0]).toBe(
      '1 order (P1/1) taken for over and open at the venue for up to 60 s',
    );
    expect(levelOf(report)).toBe('bad');
    for (const text of [textReport(report), compactText(report)])
      expect(text.replaceAll(/\s+/g, ' ')).toContain('; 1 order left open at the venue');
    const [, engine] = verdictOf(report).answers;
    expect(engine?.sentences.join(' ')).toContain('; 1 order left open at the venue.');
  });

  it('SIM-5: open for the engine alone is told, and fails nothing', () => {
    const report = judged({ openFor: 'engine' });
    expect(report.truth).toMatchObject({ ordersLeftOpen: 0, ordersGone: 1 });
    expect(failuresOf(report, [])).toEqual([]);
    expect(report.warnings.at(-1)).toEqual({
      code: 'order-gone',
      subject: 'P1/1',
      text: '0.04 BTCUSDT open for the engine, and over at the venue for 60 s',
    });
    expect(report.verdict.engine.wrong).toContain(
      '1 order (P1/1) taken for open and over at the venue for up to 60 s',
    );
    expect(textReport(report)).toContain('open for the engine only');
  });

  it('SIM-5: too close to the end to be known is counted, and fails nothing', () => {
    const report = judged({ owed: false });
    expect(report.truth.ordersLeftOpen).toBe(1);
    expect(failuresOf(report, [])).toEqual([]);
    expect(report.verdict.engine.wrong.join()).not.toContain('taken for');
  });

  it.each(['failed', 'completed_partial', 'stopped_early', 'canceled'] as const)(
    'SIM-5 ALR-1: does not fail a run whose operator was told and whose parent ended %s',
    (status) => {
      const report = judged({}, alerted(status));
      expect(failuresOf(report, [])).toEqual([]);
      expect(report.warnings.at(-1)?.code).toBe('order-left-open-told');
      expect(report.warnings.at(-1)?.text).toContain('an operator was told');
    },
  );

  it('SIM-5 ALR-1: an alert under the id of the venue counts as well', () => {
    expect(failuresOf(judged({}, alerted('failed', { subject: 'q1-venue' })), [])).toEqual([]);
  });

  it.each([
    ['passes for filled', alerted('filled')],
    ['goes on', alerted('working')],
    ['failed, and the alert was cleared', alerted('failed', { state: 'cleared' })],
    ['failed, and the alert is about another order', alerted('failed', { subject: 'other' })],
  ])('SIM-5 ALR-1: fails a run whose parent %s', (_, change) => {
    expect(failuresOf(judged({}, change), [])).toHaveLength(1);
  });

  it('SIM-5: a report of an earlier version held no open orders against each other', () => {
    const { ordersLeftOpen: _, ordersGone: __, ...truth } = judged().truth;
    const read = readReport(JSON.stringify({ ...judged(), truth }));
    expect(read.truth).toMatchObject({ ordersLeftOpen: null, ordersGone: null });
  });
});
