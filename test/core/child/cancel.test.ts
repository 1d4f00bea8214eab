/** FIL-5, FIL-6, SCH-5: cancels are requests, verified, bounded, and never the end of a watch. */
import { describe, expect, it } from 'vitest';
import type { EffectOutcome } from '../../../src/core/order/outcome.js';
import type { Lots } from '../../../src/core/ground/units.js';
import {
  EngineRig,
  executionOf,
  FAILED_READ,
  REFUSED_CONNECTION,
  UNKNOWN,
  READS_DEPTH,
  DEEP_BOOK,
  READS_VOLUME,
  NO_VOLUME,
} from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const alreadyFilled: EffectOutcome = { kind: 'rejected', code: 'already-filled', text: '' };

/** A resting order of one slice, accepted, with ten seconds to fill. */
function resting(): EngineRig {
  const rig = new EngineRig().order({
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

/** Time goes on and every look-up shows the order open. */
function open(rig: EngineRig, seconds: number, cumQty = 0): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.found({ cumQty: cumQty as Lots });
    rig.run(0.25);
  }
}

/** At the deadline, with the cancel on its way. */
function atDeadline(cumQty = 0): EngineRig {
  const rig = resting();
  open(rig, 10.25, cumQty);
  expect(rig.pendingOf('cancel')).toHaveLength(1);
  return rig;
}

describe('the deadline', () => {
  it('FIL-5 P4: the final check stands at it and comes before the cancel', () => {
    const rig = resting();
    open(rig, 9.75);
    expect(rig.entries('read-requested').at(-1)?.purpose).toBe('poll');
    rig.run(0.25);
    expect(rig.entries('read-requested').at(-1)?.purpose).toBe('final-check');
    expect(rig.entries('cancel-intent')).toEqual([]);
    rig.found();
    expect(rig.entries('cancel-wanted').map(({ reason }) => reason)).toEqual(['deadline']);
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('FIL-5: a poll that comes back after the deadline is not the final check: that one is due at once', () => {
    const rig = resting();
    open(rig, 8);
    rig.run(1.6);
    const late = rig.only('read-order');
    rig.run(0.6);
    rig.answer(late, { kind: 'order', order: rig.snapshot(rig.child().clientOrderId) });
    rig.flush();
    expect(rig.entries('read-requested').at(-1)?.purpose).toBe('final-check');
  });

  it('FIL-5 P1: a fill that the final check finds ends it without a cancel', () => {
    const rig = resting();
    open(rig, 9.75);
    rig.run(0.25);
    rig.found({ status: 'filled', cumQty: 600 as Lots });
    expect(rig.entries('cancel-intent')).toEqual([]);
    expect(rig.child().stage.kind).toBe('settling');
  });

  it('FIL-0: `timeout` is what the venue says is unfilled and canceled', () => {
    const rig = atDeadline();
    rig.accept('cancel', { status: 'canceled' });
    // The receipt of a cancel is no verdict.
    expect(rig.child().stage.kind).toBe('verifying');
    rig.report({ execType: 'canceled', status: 'canceled' });
    expect(rig.child().result?.outcome).toBe('timeout');
    expect(rig.parent().status).toBe('failed');
  });

  it('FIL-6 accept: what filled counts, the rest is canceled, alert, `partial`', () => {
    const rig = resting();
    rig.trade(250, 250);
    open(rig, 10.25, 250);
    rig.accept('cancel');
    rig.run(0.5);
    rig.found({ status: 'canceled', cumQty: 250 as Lots });
    expect(rig.child().result).toMatchObject({ outcome: 'partial', filled: 250 });
    expect(rig.alerts()).toEqual(['partial-fill raised']);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 250 });
  });
});

describe('the cancel', () => {
  it('FIL-5 P5 F:CAN3: refused as already filled, another query returns the fill', () => {
    const rig = atDeadline();
    rig.outcome('cancel', alreadyFilled);
    rig.flush();
    rig.found({ status: 'filled', cumQty: 600 as Lots });
    rig.notFound('read-executions');
    rig.trade(600, 600);
    expect(rig.child().result?.outcome).toBe('filled');
    expect(rig.parent().status).toBe('filled');
  });

  it('P5: while the query cannot tell, it is not a timeout but watched on', () => {
    const rig = atDeadline();
    rig.outcome('cancel', alreadyFilled);
    rig.flush();
    for (let n = 0; n < 10; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.answer('read-order', FAILED_READ);
      rig.run(2);
    }
    expect(rig.child().result).toBeNull();
    expect(rig.child().stage.kind).toBe('verifying');
  });

  it('F:CAN2: accepted but still live at three looks, it is sent again', () => {
    const rig = atDeadline();
    rig.accept('cancel');
    open(rig, 4);
    expect(rig.entries('cancel-intent')).toHaveLength(1);
    open(rig, 2);
    expect(rig.entries('cancel-intent')).toHaveLength(2);
  });

  it('F:CAN1: lost, it is looked for and sent again', () => {
    const rig = atDeadline();
    rig.outcome('cancel', UNKNOWN);
    rig.flush();
    rig.found();
    expect(rig.entries('cancel-intent')).toHaveLength(2);
  });

  it('F:CAN4: stuck, someone is told, and it goes on slowly for as long as it takes', () => {
    const rig = atDeadline();
    const refuse = (): void => {
      if (rig.pendingOf('cancel').length > 0) rig.outcome('cancel', alreadyFilled);
    };
    for (let n = 0; n < 300; n += 1) {
      refuse();
      open(rig, 1);
    }
    expect(rig.alerts()).toEqual(['cancel-stuck raised']);
    // Three at once, then one in half a minute.
    const sent = rig.entries('cancel-intent').length;
    expect(sent).toBeGreaterThanOrEqual(10);
    expect(sent).toBeLessThanOrEqual(14);
    rig.report({ execType: 'canceled', status: 'canceled' });
    expect(rig.alerts().at(-1)).toBe('cancel-stuck cleared');
    expect(rig.parent().status).toBe('failed');
  });

  it('FIL-3 F:CAN4 F:STR1: what filled without a word on the stream is priced while it is stuck, not at its end', () => {
    const rig = atDeadline();
    rig.accept('cancel');
    for (let n = 0; n < 40 && rig.pendingOf('read-executions').length === 0; n += 1) {
      if (rig.pendingOf('cancel').length > 0) rig.outcome('cancel', alreadyFilled);
      open(rig, 1, 250);
    }
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('x0-250', 250, rig.now)],
    });
    expect(rig.child()).toMatchObject({
      stage: { kind: 'verifying' },
      belief: { filled: 250, ledger: { quantity: 250 } },
    });
    const before = rig.entries('cancel-intent').length;
    open(rig, 90, 250);
    expect(rig.pendingOf('read-executions')).toEqual([]);
    expect(rig.entries('cancel-intent').length).toBeGreaterThan(before);
  });

  it('not sent, it leaves again when it may', () => {
    const rig = atDeadline();
    rig.outcome('cancel', { ...REFUSED_CONNECTION, retryAfter: inSeconds(7) });
    rig.run(6.9);
    expect(rig.entries('cancel-intent')).toHaveLength(1);
    rig.run(0.2);
    expect(rig.entries('cancel-intent')).toHaveLength(2);
  });

  it('S6: its outcome after the fill changes nothing', () => {
    const rig = atDeadline();
    rig.trade(600, 600);
    expect(rig.child().stage.kind).toBe('done');
    rig.outcome('cancel', alreadyFilled);
    expect(rig.child().stage.kind).toBe('done');
    expect(rig.parent().status).toBe('filled');
  });

  it('a poll that was asked before it was sent does not count as its verification', () => {
    const rig = resting();
    rig.run(0.5);
    const before = rig.only('read-order');
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.outcome('cancel', alreadyFilled);
    rig.answer(before, { kind: 'order', order: rig.snapshot(rig.child().clientOrderId) });
    expect(rig.child().stage).toMatchObject({ looks: 0 });
    expect(rig.entries('cancel-intent')).toHaveLength(1);
  });

  it('an answer to a superseded query still brings its fill', () => {
    const rig = resting();
    rig.run(0.5);
    const before = rig.only('read-order');
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    const order = rig.snapshot(rig.child().clientOrderId, {
      status: 'filled',
      cumQty: 600 as Lots,
    });
    rig.answer(before, { kind: 'order', order });
    expect(rig.child()).toMatchObject({ belief: { filled: 600 }, stage: { kind: 'settling' } });
  });
});

describe('an operator', () => {
  it('SCH-5: the entry of the cancel is first, then slices and timers go, and what works is canceled', () => {
    const rig = new EngineRig().order({
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    rig.accept();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    expect(rig.kinds().slice(-4)).toEqual([
      'parent-cancel',
      'cancel-wanted',
      'cancel-intent',
      'slices-canceled',
    ]);
    rig.report({ execType: 'canceled', status: 'canceled' });
    rig.run(120);
    expect(rig.entries('slice-due')).toHaveLength(1);
    expect(rig.parent()).toMatchObject({ status: 'canceled', slicesCanceled: 5 });
    expect(rig.clock.pending).toBe(0);
  });

  it('SCH-5: cancel-slices leaves what works at the broker working', () => {
    const rig = new EngineRig().order({
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    rig.accept();
    rig.operator({ do: 'cancel-slices', parentId: rig.parent().parentId });
    expect(rig.pendingOf('cancel')).toEqual([]);
    rig.trade(100, 100);
    expect(rig.parent()).toMatchObject({ status: 'canceled', filled: 100 });
  });

  it('SCH-5: a slice on its way, waiting for the market, ends unsent', () => {
    const rig = new EngineRig({ config: READS_DEPTH }).order();
    const asked = rig.only('read-depth');
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    expect(rig.child().belief.status).toBe('canceled');
    expect(rig.parent().status).toBe('canceled');
    rig.answer(asked, DEEP_BOOK);
    expect(rig.entries('slice-released')).toEqual([]);
  });

  it('SCH-5: a parent that still reads the market is canceled once it is planned', () => {
    const rig = new EngineRig({ config: READS_VOLUME }).order();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.answer('read-volume', NO_VOLUME);
    expect(rig.parent()).toMatchObject({ status: 'canceled', slicesCanceled: 6 });
  });

  it('SCH-5: what is terminal or unknown is refused in words', () => {
    const rig = new EngineRig().order({ slices: 1 });
    rig.trade(600, 600);
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.operator({ do: 'cancel-slices', parentId: 'nobody' as never });
    expect(rig.entries('operator-refused').map(({ text }) => text)).toEqual([
      `parent ${rig.parent().parentId} is filled already`,
      'no such parent: nobody',
    ]);
  });
});

describe('a cancel that something else overtook', () => {
  it('FIL-0: an order that expired while its cancel was on its way has failed, it did not time out', () => {
    const rig = atDeadline();
    rig.report({ execType: 'expired', status: 'expired', leaves: 0 as Lots });
    expect(rig.child().result).toMatchObject({ outcome: 'failed', reason: 'expired' });
  });

  it('FIL-0 RSK-1: nor has one that the kill switch canceled', () => {
    const rig = resting();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', leaves: 0 as Lots });
    expect(rig.child().result).toMatchObject({ outcome: 'failed', reason: 'canceled' });
  });
});
