/** FIL-6: what becomes of an order that fills in part, under each of the three policies. What filled is never lost. */
import { describe, expect, it } from 'vitest';
import type { PartialPolicy } from '../../../src/core/state/config.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

/** A resting order of one slice of 600 lots, accepted, with ten seconds to fill. */
function resting(partialFills: PartialPolicy): EngineRig {
  const rig = new EngineRig({ config: { partialFills } }).order({
    slices: 1,
    duration: inSeconds(60),
    type: 'limit',
    limitPrice: { peg: 'bid', offsetTicks: 0 },
    timeInForce: 'gtc',
    fillTimeout: inSeconds(10),
  });
  rig.accept();
  return rig;
}

/** Time goes on and every look-up shows the order open with so much filled. */
function open(rig: EngineRig, seconds: number, cumQty = 0): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.found({ cumQty: cumQty as Lots });
    rig.run(0.25);
  }
}

describe('reject-and-cancel', () => {
  it('FIL-6: the first part that is seen cancels the rest at once; failed, PARTIAL_REJECTED, the status is the venue`s', () => {
    const rig = resting('reject-and-cancel');
    rig.run(1);
    rig.trade(250, 250);
    expect(rig.entries('cancel-wanted').map(({ reason }) => reason)).toEqual(['partial-rejected']);
    expect(rig.pendingOf('cancel')).toHaveLength(1);
    expect(rig.alerts()).toEqual(['partial-fill raised']);
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: 250 as Lots });
    expect(rig.child().result).toMatchObject({
      outcome: 'failed',
      reason: 'PARTIAL_REJECTED',
      filled: 250,
    });
    expect(rig.child().belief.status).toBe('canceled');
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 250 });
  });

  it('FIL-6: a part that a query tells of counts as well as one of the stream', () => {
    const rig = resting('reject-and-cancel');
    rig.run(0.5);
    rig.found({ status: 'partially_filled', cumQty: 100 as Lots });
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('FIL-6: where the cancel fails it is watched on, and a fill that crosses it is a fill', () => {
    const rig = resting('reject-and-cancel');
    rig.trade(250, 250);
    rig.outcome('cancel', { kind: 'rejected', code: 'not-found', text: '' });
    rig.flush();
    expect(rig.child().result).toBeNull();
    expect(rig.child().stage.kind).toBe('verifying');
    rig.trade(350, 600);
    expect(rig.child().result).toMatchObject({ outcome: 'filled', reason: 'filled', filled: 600 });
    expect(rig.parent().status).toBe('filled');
  });

  it('FIL-6: an order that fills at once, or not at all, is as under accept', () => {
    const whole = resting('reject-and-cancel');
    whole.trade(600, 600);
    expect(whole.entries('cancel-wanted')).toEqual([]);
    expect(whole.child().result?.outcome).toBe('filled');
    const none = resting('reject-and-cancel');
    open(none, 10.25);
    expect(none.entries('cancel-wanted').map(({ reason }) => reason)).toEqual(['deadline']);
  });
});

describe('wait', () => {
  it('FIL-6: the deadline moves once, by the timeout, where the newest fill is younger than that', () => {
    const rig = resting('wait');
    open(rig, 4);
    rig.trade(250, 250);
    open(rig, 6.25, 250);
    expect(rig.entries('cancel-wanted')).toEqual([]);
    const [moved, ...again] = rig.entries('deadline-extended');
    const first = rig.entries('submit-intent')[0]!.deadline;
    expect([moved!.deadline - first, again]).toEqual([inSeconds(10), []]);
    open(rig, 5, 250);
    rig.trade(50, 300);
    open(rig, 5, 300);
    expect(rig.entries('deadline-extended')).toHaveLength(1);
    expect(rig.entries('cancel-wanted').map(({ reason }) => reason)).toEqual(['deadline']);
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: 300 as Lots });
    expect(rig.child().result).toMatchObject({ outcome: 'partial', filled: 300 });
  });

  it('FIL-6: what fills in the time that was added is a fill in time', () => {
    const rig = resting('wait');
    open(rig, 9);
    rig.trade(250, 250);
    open(rig, 8, 250);
    rig.trade(350, 600);
    expect(rig.child().result).toMatchObject({ outcome: 'filled', filled: 600 });
    expect(rig.entries('cancel-wanted')).toEqual([]);
  });

  it('FIL-6: no part, no more time', () => {
    const rig = resting('wait');
    open(rig, 10.25);
    expect(rig.entries('deadline-extended')).toEqual([]);
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('FIL-6 FIL-0: a final check that nobody answers moves it as well, and proves nothing', () => {
    const rig = resting('wait');
    open(rig, 8);
    rig.trade(250, 250);
    open(rig, 1.75, 250);
    rig.run(0.25);
    expect(rig.entries('read-requested').at(-1)?.purpose).toBe('final-check');
    rig.answer('read-order', FAILED_READ);
    rig.flush();
    expect(rig.entries('deadline-extended')).toHaveLength(1);
    expect(rig.child().result).toBeNull();
    expect(rig.pendingOf('cancel')).toHaveLength(0);
  });
});
