/** What a report says of its slices and of its cost: nothing that contradicts itself, no bad price where there are only fees. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import type { ChildReport, ParentReport } from '../../src/report/schema/parent-report.js';
import { filledCostWords } from '../../src/report/text/cost-words.js';
import { roundBps } from '../../src/report/text/numbers.js';
import { sentText } from '../../src/report/text/order-lines.js';
import { fourFills } from './support/four-fills.js';

const [parent] = buildReport(fourFills()).parents;
const [child] = parent!.children;

/** The worked example with other slices: a status each. */
const withSlices = (
  statuses: readonly ChildReport['status'][],
  planned: number,
  ended: boolean,
): ParentReport => ({
  ...parent!,
  endMicros: ended ? parent!.endMicros : null,
  elapsedMs: ended ? 440_000 : null,
  slices: { ...parent!.slices, planned },
  children: statuses.map((status, slice) => ({
    ...child!,
    name: `P1/${slice}`,
    status,
    reason: status === 'rejected' ? 'rejected: halted' : null,
    sentAtMicros: status === 'skipped' ? null : child!.sentAtMicros,
  })),
});

describe('the line about slices', () => {
  it('SCH-7: of a run that ended first, says what was sent, what filled, what was working and what was not due', () => {
    expect(sentText([withSlices(['filled', 'filled'], 4, false)])).toBe(
      '2 sent, all filled; 2 slices not due before the run ended',
    );
    expect(sentText([withSlices(['filled', 'accepted', 'partially_filled'], 4, false)])).toBe(
      '3 sent, 1 filled; still working when the run ended: P1/1, P1/2; 1 slice not due before the run ended',
    );
  });

  it('SCH-7: of an order that ended, says what did not fill and why, and how many slices were dropped', () => {
    expect(sentText([withSlices(['filled', 'skipped', 'rejected'], 6, true)])).toBe(
      '2 sent in 7 min 20 s, 1 filled; not filled: P1/1 skipped, P1/2 rejected (halted); 3 slices dropped before they were due',
    );
    expect(sentText([withSlices(['filled'], 1, true)])).toBe('1 sent in 7 min 20 s, all filled');
  });
});

describe('what the filled part cost, in words', () => {
  const told = (filledCostBps: number | null, feesBps: number | null, filledShare = 1) =>
    filledCostWords(
      { ...parent!, filledCostBps, filledShare, cost: { ...parent!.cost, feesBps } },
      roundBps,
    );

  it('FIL-8: tells price and fees apart', () => {
    expect(told(5, 5)).toBe('5.00 bps worse than on arrival, all of it fees');
    expect(told(6.5, 5)).toBe(
      '6.50 bps worse than on arrival: the price 1.50 bps worse, fees 5.00 bps',
    );
    expect(told(3.5, 5)).toBe(
      '3.50 bps worse than on arrival: the price 1.50 bps better, fees 5.00 bps',
    );
    expect(told(-2, -1)).toBe(
      '2.00 bps better than on arrival: the price 1.00 bps better, rebates 1.00 bps',
    );
    expect(told(2, 0)).toBe('2.00 bps worse than on arrival, all of it price');
    expect(told(0, 0)).toBe('as good as on arrival, fees included');
    expect(told(2, null)).toBe('2.00 bps worse than on arrival, fees included');
    expect(told(null, 5)).toBeNull();
  });

  it('FIL-8: holds fees against what filled, as the cost is', () => {
    // 2 bps of the whole order are 4 bps of the half that filled.
    expect(told(4, 2, 0.5)).toBe('4.00 bps worse than on arrival, all of it fees');
  });
});
