/** F:QRY11: an order that the venue does not keep any more was there, is over, and has filled nothing. */
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import { type Lots, type Ticks, lots } from '../../../src/core/ground/units.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { EngineRig, UNKNOWN } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const ARCHIVED: ReadAnswer = { kind: 'archived' };
const attempts = (rig: EngineRig): number => rig.entries('submit-intent').length;

function sent(completion: 'leave' | 'catch-up' = 'catch-up'): EngineRig {
  return new EngineRig().order({
    slices: 1,
    duration: inSeconds(60),
    type: 'limit',
    limitPrice: { peg: 'bid', offsetTicks: 0 },
    timeInForce: 'gtc',
    fillTimeout: inSeconds(10),
    completion,
  });
}

function resting(): EngineRig {
  const rig = sent('leave');
  rig.accept();
  return rig;
}

describe('an order that was archived', () => {
  it('F:QRY11 SCH-4: of which the outcome was unknown is over and unfilled; it is not looked up or sent again, and its place is free', () => {
    const rig = sent();
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    rig.answer('read-order', ARCHIVED);
    expect(rig.child()).toMatchObject({
      stage: { kind: 'done' },
      belief: { status: 'expired', filled: 0 },
      result: { outcome: 'failed', reason: 'expired', filled: 0 },
    });
    expect(rig.alerts()).toEqual([]);
    rig.run(120);
    expect(attempts(rig)).toBe(2);
    expect(rig.children().map(({ childKind }) => childKind)).toEqual(['slice', 'catch-up']);
  });

  it('F:QRY11: whose cancel had no answer is canceled', () => {
    const rig = resting();
    rig.run(9.9);
    rig.found();
    rig.run(0.2);
    rig.found();
    rig.outcome('cancel', UNKNOWN);
    rig.flush();
    rig.answer(rig.pendingOf('read-order').at(-1)!, ARCHIVED);
    expect(rig.child()).toMatchObject({
      stage: { kind: 'done' },
      belief: { status: 'canceled', filled: 0 },
    });
  });

  it('F:QRY11 SCH-4: under an id that was taken is none of ours that works, whosever it was: nobody is kept out by it', () => {
    const rig = sent();
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    rig.answer('read-order', ARCHIVED);
    expect(rig.child()).toMatchObject({ stage: { kind: 'done' }, belief: { filled: 0 } });
    expect(rig.entries('quarantine')).toEqual([]);
    expect(attempts(rig)).toBe(1);
  });

  it('F:QRY11 ORD-4: a fill that is told of it all the same is booked, and told', () => {
    const rig = sent();
    rig.outcome('submit', UNKNOWN);
    rig.flush();
    rig.answer('read-order', ARCHIVED);
    rig.trade(100, 100);
    expect(rig.child().belief.filled).toBe(100);
    expect(rig.alerts()).toContain('fill-after-verdict raised');
  });

  it('F:QRY11 FIL-4: cannot be one that has fills: as good as no answer, and asked again', () => {
    const rig = resting();
    rig.trade(100, 100);
    rig.run(0.6);
    rig.answer(rig.pendingOf('read-order').at(-1)!, ARCHIVED);
    expect(rig.child()).toMatchObject({ stage: { kind: 'working' }, belief: { filled: 100 } });
    expect(rig.entries('read-failed').at(-1)).toMatchObject({ failure: 'ambiguous' });
    rig.run(5);
    expect(rig.pendingOf('read-order').length).toBeGreaterThan(0);
  });

  it('F:QRY11: of one that something was to take the place of says nothing about that: it is looked up', () => {
    const rig = resting();
    rig.operator({
      do: 'amend-order',
      clientOrderId: rig.child().clientOrderId,
      quantity: lots(500),
      limitPrice: 599_980 as Ticks,
    });
    rig.outcome('replace', UNKNOWN);
    rig.flush();
    const [first, next] = rig
      .children()
      .map(({ clientOrderId }) =>
        rig.pendingOf('read-order').filter((read) => read.clientOrderId === clientOrderId),
      );
    rig.answer(first!.at(-1)!, ARCHIVED);
    expect(rig.child(0).belief.status).toBe('replaced');
    expect(rig.child(1).stage.kind).toBe('unknown');
    const { clientOrderId } = rig.child(1);
    const venueOrderId = `v-${clientOrderId}` as VenueOrderId;
    const order = rig.snapshot(clientOrderId, { venueOrderId, cumQty: 0 as Lots });
    rig.answer(next!.at(-1)!, { kind: 'order', order });
    expect(rig.child(1).stage.kind).toBe('working');
  });

  it('F:QRY11 REC-4: what nobody heard of while no process ran is cleared up by it', () => {
    const rig = resting();
    const next = new EngineRig({ after: { rig, down: inSeconds(3_600) } });
    next.answer('read-open-orders', { kind: 'open-orders', orders: [], nextCursor: null });
    next.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
    next.run(1);
    next.answer(next.pendingOf('read-order').at(-1)!, ARCHIVED);
    if (next.pendingOf('read-positions').length > 0)
      next.answer('read-positions', { kind: 'positions', positions: [] });
    next.flush();
    expect(next.child(0)).toMatchObject({ stage: { kind: 'done' }, belief: { filled: 0 } });
    expect(next.state.gate?.state).not.toBe('shut');
  });
});
