/** What stands against one more attempt of an order that did not get out, or may not have: each alone. */
import { describe, expect, it } from 'vitest';
import type { ConfigChanges } from '../../support/engine-config.js';
import { DEEP_BOOK, EngineRig, REFUSED_CONNECTION, UNKNOWN } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';
import { lateFill, lots, submits, withCatchUp } from '../mend/late-parents.js';

const FOREVER: ConfigChanges = { venue: { idempotency: 'forever', validFor: null } };

/** Whatever is asked is answered "not found", for so many seconds. */
function unseen(rig: EngineRig, seconds: number): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.notFound('read-order');
    if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    rig.run(0.25);
  }
}

const intendedAt = (rig: EngineRig): readonly number[] =>
  rig.blocks.flatMap(({ input, entries }) =>
    entries.some(({ kind }) => kind === 'submit-intent') ? [input.at / 1_000_000] : [],
  );

describe('the close', () => {
  /** 2024-07-03, a half day: the close is at 13:00 in New York, 17:00 UTC. */
  const nyse = { ...INSTRUMENT, calendar: 'nyse' } as const;
  const CLOSE = 1_720_026_000;

  /** An order of one slice, so many seconds before the close. */
  function before(seconds: number, config: ConfigChanges = {}): EngineRig {
    const rig = new EngineRig({
      config: { ...config, instruments: new Map([[nyse.symbol, nyse]]) },
    });
    rig.run(CLOSE - 1_700_000_000 - seconds);
    return rig.order({ slices: 1, duration: inSeconds(1) });
  }

  it('S20 SCH-4: an order that did not get out a second before it is not sent after it', () => {
    const rig = before(1);
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(10);
    expect(intendedAt(rig)).toEqual([CLOSE - 1]);
    expect(rig.child().belief.status).toBe('skipped');
  });

  it('S20 SCH-2: a slice whose look at the book it fell into is not sent after it', () => {
    const rig = before(1, { earlyStop: { liquidityLevels: 5 } });
    rig.run(1.5);
    rig.answer('read-depth', DEEP_BOOK);
    rig.flush();
    expect(rig.entries('submit-intent')).toEqual([]);
    expect(rig.child().belief.status).toBe('skipped');
  });
});

describe('a cancel that is wanted', () => {
  it('SCH-5 RSK-1: by a kill switch that is off again: once absent it is canceled, and no attempt is written down', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.operator({ do: 'kill-off' });
    unseen(rig, 16);
    expect(rig.entries('absence-proven')).toHaveLength(1);
    expect(intendedAt(rig)).toHaveLength(1);
    expect(rig.child().belief.status).toBe('canceled');
  });
});

describe('the probe', () => {
  it('SCH-4 S23: waits 2 s, then 4 s, however fast the venue says "not found"', () => {
    const rig = new EngineRig({ config: FOREVER }).order({ slices: 1, duration: inSeconds(60) });
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    unseen(rig, 4);
    rig.outcome('submit', UNKNOWN);
    unseen(rig, 8);
    const [first = 0, second = 0, third = 0] = intendedAt(rig);
    expect(second - first).toBeGreaterThanOrEqual(2);
    expect(third - second).toBeGreaterThanOrEqual(4);
  });
});

describe('the budget', () => {
  it('S1 SCH-4: a late fill of one lot leaves one lot too few: not sent again', () => {
    const rig = withCatchUp();
    rig.outcome('submit', REFUSED_CONNECTION);
    lateFill(rig, 0, 1, 1);
    rig.run(20);
    expect(submits(rig)).toEqual([300, 300, 300]);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 301 });
  });

  it('S2 TWAP-8: nor sent at all, when it came during the look at the book', () => {
    const rig = new EngineRig({ config: { earlyStop: { liquidityLevels: 5 } } });
    rig.order({ slices: 1, duration: inSeconds(60), completion: 'catch-up' });
    rig.answer('read-depth', DEEP_BOOK);
    rig.accept();
    rig.report({ execType: 'canceled', status: 'canceled', leaves: lots(0) });
    rig.flush();
    lateFill(rig, 0, 1, 1);
    rig.answer('read-depth', DEEP_BOOK);
    rig.flush();
    expect(rig.entries('slice-ended').at(-1)?.reason).toMatch(/^only 599 lots/);
    expect(submits(rig)).toEqual([600]);
  });
});

describe('absence, once proven', () => {
  it('SCH-4 SCH-3: of an order whose parent has stopped: failed in the same step, no attempt is waited for', () => {
    const rig = new EngineRig().order({ slices: 2, duration: inSeconds(4) });
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    rig.run(2);
    rig.outcome('submit', { kind: 'rejected', code: 'no', text: '' });
    expect(rig.parent().stop?.code).toBe('SLICE_FAILED');
    unseen(rig, 16);
    expect(rig.entries('absence-proven')).toMatchObject([{ retryAt: null }]);
    expect(rig.child().belief.status).toBe('failed');
  });
});
