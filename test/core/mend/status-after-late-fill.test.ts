/**
 * A parent says again what it is when a late fill changes it (ORD-2a): a book that goes on calling it half done sends
 * somebody to buy the other half.
 */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { ended, lateFill } from './late-parents.js';

/** Two slices of 300, so much filled of each; both are over. */
function over(first: number, second: number): EngineRig {
  const rig = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
  rig.accept();
  ended(rig, 0, first);
  rig.run(10);
  rig.accept();
  ended(rig, 1, second);
  rig.flush();
  return rig;
}

const told = (rig: EngineRig) =>
  rig.entries('parent-status').map(({ status, filled, unfilled }) => ({
    status,
    filled,
    unfilled,
  }));

describe('a late fill of a parent that was over', () => {
  it('ORD-2a ORD-4: that completes it makes it filled', () => {
    const rig = over(100, 300);
    expect(told(rig).at(-1)).toEqual({ status: 'completed_partial', filled: 400, unfilled: 200 });
    lateFill(rig, 0, 200, 300);
    expect(told(rig).at(-1)).toEqual({ status: 'filled', filled: 600, unfilled: 0 });
    expect(rig.parent().status).toBe('filled');
  });

  it('ORD-2a ORD-4: that does not is stated in numbers, though the word stays', () => {
    const rig = over(100, 300);
    lateFill(rig, 0, 50, 150);
    expect(told(rig).at(-1)).toEqual({ status: 'completed_partial', filled: 450, unfilled: 150 });
  });

  it('ORD-2a ORD-4: that is the first one makes a failed parent completed in part', () => {
    const rig = over(0, 0);
    expect(told(rig).at(-1)).toEqual({ status: 'failed', filled: 0, unfilled: 600 });
    lateFill(rig, 1, 300, 300);
    expect(told(rig).at(-1)).toEqual({ status: 'completed_partial', filled: 300, unfilled: 300 });
  });

  it('ORD-2a SCH-5: stopped and canceled parents stay so in word, not in numbers, until they are full', () => {
    const rig = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
    rig.accept();
    ended(rig, 0, 0);
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.flush();
    expect(told(rig).at(-1)).toEqual({ status: 'canceled', filled: 0, unfilled: 600 });
    lateFill(rig, 0, 120, 120);
    expect(told(rig).at(-1)).toEqual({ status: 'canceled', filled: 120, unfilled: 480 });
  });

  it('ORD-2a: is stated once: the same fill told twice says nothing new', () => {
    const rig = over(100, 300);
    lateFill(rig, 0, 50, 150);
    const count = told(rig).length;
    lateFill(rig, 0, 50, 150);
    expect(told(rig)).toHaveLength(count);
  });

  it('ORD-2a: a fill of a parent at work is no statement of its status', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(20) });
    rig.accept();
    rig.trade(100, 100);
    rig.trade(100, 200);
    expect(told(rig).map(({ status }) => status)).toEqual(['working']);
  });
});
