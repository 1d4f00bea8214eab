/** What one change did to a run, as a sentence: which way, in which parts, and nothing that was not measured. */
import { describe, expect, it } from 'vitest';
import { differenceText } from '../../src/report/many/difference.js';
import type { ChildReport, ParentReport } from '../../src/report/schema/parent-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { INSTRUMENT } from './support/hand-made-journal.js';
import { asked, reportOf } from './support/asked-order.js';
import { lots } from '../../src/core/ground/units.js';

const plain = reportOf(
  asked().sent(0, 'a0', {
    parent: 'a',
    slice: 0,
    terms: { quantity: lots(100), symbol: INSTRUMENT.symbol },
    quote: [9_999, 10_001],
  }),
);

const COST: ParentReport['cost'] = {
  delayBps: 0,
  triggerBps: 0,
  spreadBps: 1,
  impactBps: 1,
  timingBps: 0,
  feesBps: 1,
  opportunityBps: 0,
};

interface Given extends Partial<ParentReport> {
  readonly sentAtMicros?: number;
}

/** The report of one order, with these figures. */
function reportWith({ sentAtMicros, ...figures }: Given, startMicros?: number): Report {
  const [parent] = plain.parents;
  if (parent === undefined) throw new Error('an order was asked for');
  const moved = (child: ChildReport): ChildReport =>
    sentAtMicros === undefined ? child : { ...child, sentAtMicros };
  return {
    ...plain,
    virtual: { ...plain.virtual, startMicros: startMicros ?? plain.virtual.startMicros },
    parents: [
      {
        ...parent,
        shortfallBps: 3,
        filledShare: 1,
        cost: COST,
        ...figures,
        children: parent.children.map(moved),
      },
    ],
  };
}

describe('the difference between two runs', () => {
  const before = reportWith({});

  it('says which way each part moved, the largest first', () => {
    const after = reportWith({
      shortfallBps: 5,
      cost: { ...COST, impactBps: 0.5, timingBps: 2.5 },
    });
    expect(differenceText('it', before, after)).toBe(
      'it cost 2.00 bps more (timing +2.50, impact -0.50)',
    );
    expect(differenceText('it', after, before)).toBe(
      'it cost 2.00 bps less (timing -2.50, impact +0.50)',
    );
  });

  it('a part that only one of them measured is not told as if the other were 0', () => {
    const after = reportWith({ shortfallBps: 5, cost: { ...COST, impactBps: null, feesBps: 3 } });
    expect(differenceText('it', before, after)).toBe('it cost 2.00 bps more (fees +2.00)');
  });

  it('what filled is told where it differs as it is printed, and is never rounded up to a whole', () => {
    expect(differenceText('it', before, reportWith({ filledShare: 0.99999 }))).toBe(
      'it cost nothing; > 99.9 % filled instead of 100 %',
    );
    const [a, b] = [reportWith({ filledShare: 0.8 }), reportWith({ filledShare: 0.8 + 1e-12 })];
    expect(differenceText('it', a, b)).toBe('it cost nothing');
  });

  it('times are counted from the start of each run', () => {
    const start = plain.virtual.startMicros;
    const a = reportWith({ sentAtMicros: start + 1_000_000 });
    const later = reportWith({ sentAtMicros: start + 61_000_000 }, start + 60_000_000);
    expect(differenceText('it', a, later)).toBe('it cost nothing');
    const slower = reportWith({ sentAtMicros: start + 3_000_000 });
    expect(differenceText('it', a, slower)).toBe('it cost nothing; P1/0 was sent 2 s later');
    expect(differenceText('it', slower, a)).toBe('it cost nothing; P1/0 was sent 2 s earlier');
  });
});
