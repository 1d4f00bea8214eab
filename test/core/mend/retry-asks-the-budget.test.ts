/**
 * Another attempt asks the parent's budget like the first (SCH-4: each attempt passes every guard again). A catch-up
 * that did not get out, while a late fill completed its parent, would buy what nobody ordered.
 */
import { describe, expect, it } from 'vitest';
import { type EngineRig, REFUSED_CONNECTION, UNKNOWN } from '../../support/engine-rig.js';
import { lateFill, submits, withCatchUp } from './late-parents.js';

/** Everything asked of the catch-up is answered "not found" for so long. */
function silent(rig: EngineRig, seconds: number): void {
  for (let n = 0; n < seconds * 2; n += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.notFound();
    if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    rig.run(0.5);
  }
}

describe('a catch-up that did not get out', () => {
  it('S1 SCH-4 TWAP-8: is not sent again once a late fill has completed its parent: 900 lots of 600 otherwise', () => {
    const rig = withCatchUp();
    expect(submits(rig)).toEqual([300, 300, 300]);
    rig.outcome('submit', REFUSED_CONNECTION);
    lateFill(rig, 0, 300, 300);
    rig.run(20);
    expect(submits(rig)).toEqual([300, 300, 300]);
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('S2 SCH-4 TWAP-8: nor when the late fill left room for less than it wants', () => {
    const rig = withCatchUp();
    rig.outcome('submit', REFUSED_CONNECTION);
    lateFill(rig, 0, 100, 100);
    rig.run(20);
    expect(submits(rig)).toEqual([300, 300, 300]);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 400 });
  });

  it('S1 SCH-4 TWAP-8: is sent again when nothing else filled: the budget does not count the catch-up itself', () => {
    const rig = withCatchUp();
    rig.outcome('submit', REFUSED_CONNECTION);
    rig.run(3);
    expect(submits(rig)).toEqual([300, 300, 300, 300]);
    rig.accept();
    rig.trade(300, 300, 2);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('S1 SCH-4: is not sent again after its absence was proven, when a late fill came meanwhile', () => {
    const rig = withCatchUp();
    rig.outcome('submit', UNKNOWN);
    rig.run(1);
    lateFill(rig, 0, 300, 300);
    silent(rig, 40);
    expect(rig.entries('absence-proven').length).toBeGreaterThan(0);
    expect(submits(rig)).toEqual([300, 300, 300]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('S1 SCH-4: is not sent as the probe of its own unknown outcome, when a late fill came meanwhile', () => {
    const rig = withCatchUp({ config: { venue: { validFor: null, idempotency: 'forever' } } });
    rig.outcome('submit', UNKNOWN);
    rig.run(1);
    lateFill(rig, 0, 300, 300);
    silent(rig, 40);
    expect(submits(rig)).toEqual([300, 300, 300]);
    expect(rig.parent().filled).toBe(600);
    expect(rig.alerts()).toContain('order-unknown raised');
  });
});

describe('a catch-up that rests in the book', () => {
  const resting = (): EngineRig =>
    withCatchUp(
      {},
      {
        type: 'limit',
        timeInForce: 'gtc',
        limitPrice: { peg: 'bid', offsetTicks: 0 },
        fillTimeout: 120_000_000 as never,
      },
    );
  const catchUpId = (rig: EngineRig): string => rig.child(2).clientOrderId;

  it('S1 S2 TWAP-8: is canceled when a late fill completes its parent, before it fills beyond it', () => {
    const rig = resting();
    rig.accept();
    lateFill(rig, 0, 300, 300);
    expect(rig.only('cancel').clientOrderId).toBe(catchUpId(rig));
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled' }, 2);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('S2 TWAP-8: is canceled when a late fill left room for less than it still may fill', () => {
    const rig = resting();
    rig.accept();
    lateFill(rig, 0, 100, 100);
    expect(rig.only('cancel').clientOrderId).toBe(catchUpId(rig));
  });

  it('S1 S2 TWAP-8: that was still on its way is canceled as soon as it is known to live', () => {
    const rig = resting();
    lateFill(rig, 0, 300, 300);
    expect(rig.pendingOf('cancel')).toEqual([]);
    rig.accept();
    rig.flush();
    expect(rig.only('cancel').clientOrderId).toBe(catchUpId(rig));
  });

  it('TWAP-8: stays where nothing else filled', () => {
    const rig = resting();
    rig.accept();
    rig.run(1);
    expect(rig.pendingOf('cancel')).toEqual([]);
  });
});
