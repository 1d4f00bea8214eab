/** What is counted of many runs: short trades, an engine that was wrong, failures; and that nobody knowing is not being wrong. */
import { describe, expect, it } from 'vitest';
import { Tally, tallyText } from '../../src/cli/tally.js';
import type { Report } from '../../src/report/schema/report.js';
import { asked, reportOf } from '../report/support/asked-order.js';

const plain = reportOf(asked());
const of = (knewTruth: boolean | null, complete: boolean): Report => ({
  ...plain,
  verdict: {
    ...plain.verdict,
    trade: { complete, missingShare: complete ? 0 : 0.5, why: complete ? null : 'x' },
    engine: { knewTruth, wrong: knewTruth === false ? ['x'] : [] },
  },
});

describe('the tally of many runs', () => {
  it('counts each thing for itself', () => {
    const tally = new Tally();
    tally.take(of(true, true), false);
    tally.take(of(null, true), false);
    tally.take(of(false, false), true);
    tally.take(of(true, false), false);
    expect(tally.counts()).toEqual({ runs: 4, incomplete: 2, engineWrong: 1, failed: 1 });
    expect(tallyText(tally.counts())).toBe('trade NOT COMPLETE in 2, engine WRONG in 1, 1 FAILED');
  });

  it('says of all that they are all', () => {
    expect(tallyText({ runs: 3, incomplete: 3, engineWrong: 0, failed: 0 })).toBe(
      'trade NOT COMPLETE in all 3, the engine never wrong, none failed',
    );
  });
});
