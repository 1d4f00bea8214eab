/** ORD-3, SCH-4: an order takes the place of another; both are followed, and whichever lives decides. */
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import {
  EngineRig,
  FAILED_READ,
  REFUSED_CONNECTION,
  UNKNOWN,
  executionOf,
} from '../../support/engine-rig.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { limitsWith } from '../../support/limits.js';
import { inSeconds } from '../../support/simulation-plan.js';

const lots = (quantity: number): Lots => quantity as Lots;
const REFUSED = { kind: 'rejected', code: 'order-filled', text: '' } as const;

/** A resting buy of 600 lots at 599,990, accepted, for 20 s. */
function resting(changes: Partial<RawOrderRequest> = {}, config: ConfigChanges = {}): EngineRig {
  const rig = new EngineRig({ config }).order({
    slices: 1,
    duration: inSeconds(60),
    type: 'limit',
    limitPrice: { peg: 'bid', offsetTicks: 0 },
    timeInForce: 'gtc',
    fillTimeout: inSeconds(20),
    ...changes,
  });
  rig.accept();
  return rig;
}

interface To {
  readonly quantity?: number;
  readonly limitPrice?: number;
}

function amend(rig: EngineRig, { quantity, limitPrice }: To, n = 0): void {
  rig.operator({
    do: 'amend-order',
    clientOrderId: rig.child(n).clientOrderId,
    quantity: quantity === undefined ? null : lots(quantity),
    limitPrice: limitPrice === undefined ? null : (limitPrice as Ticks),
  });
}

/** The venue took the successor. */
function took(rig: EngineRig): void {
  const command = rig.only('replace');
  rig.accept(command, { venueOrderId: `v-${command.newClientOrderId}` as VenueOrderId });
}

/** The venue ended order `n` because the next took its place, with `filled` done by then. */
function replaced(rig: EngineRig, n: number, filled = 0): void {
  rig.report(
    { execType: 'replaced', status: 'replaced', cumQty: lots(filled), leaves: lots(0) },
    n,
  );
}

const refusals = (rig: EngineRig): readonly string[] =>
  rig.entries('operator-refused').map(({ text }) => text);

describe('a replace', () => {
  it('SCH-4: leaves with the time after which its successor counts as absent', () => {
    const rig = resting();
    amend(rig, { limitPrice: 599_980 });
    const { validUntil } = rig.child(1).submit;
    expect(validUntil).not.toBeNull();
    expect(rig.only('replace').validUntil).toBe(validUntil);
  });

  it('ORD-3: asks for the new total, and its order gets what the other has not filled', () => {
    const rig = resting();
    rig.trade(100, 100);
    amend(rig, { quantity: 500, limitPrice: 599_980 });
    expect(rig.only('replace')).toMatchObject({ quantity: 500, limitPrice: 599_980 });
    expect(rig.child(1)).toMatchObject({ terms: { quantity: 400 }, chain: { total: 500 } });
    took(rig);
    replaced(rig, 0, 100);
    rig.trade(400, 400, 1);
    expect(rig.child(0).result).toMatchObject({ filled: 100, reason: 'replaced' });
    expect(rig.child(1).result).toMatchObject({ outcome: 'filled', filled: 400 });
    expect(rig.parent()).toMatchObject({ filled: 500, exposed: 500, status: 'completed_partial' });
    expect(rig.alerts()).toEqual([]);
  });

  it('ORD-3 S2: while it is unresolved the budget counts what is filled and the larger of both', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    expect(rig.parent().exposed).toBe(600);
    rig.outcome('replace', UNKNOWN);
    rig.trade(50, 50);
    expect(rig.parent().exposed).toBe(600);
    rig.report({ quantity: lots(450) }, 1);
    expect(rig.child(1).terms.quantity).toBe(450);
    replaced(rig, 0, 50);
    expect(rig.parent().exposed).toBe(500);
  });

  it('ORD-3 S2: what the venue says the other has filled counts before anybody tells of the fill', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    rig.report({ quantity: lots(300) }, 1);
    replaced(rig, 0);
    // The other's cumulative was told as 0: its executions may still come, 200 lots of them.
    expect(rig.parent().exposed).toBe(300);
    const again = resting();
    amend(again, { quantity: 500 });
    again.report({ quantity: lots(300) }, 1);
    expect(again.parent().exposed).toBe(600);
    again.report({ execType: 'replaced', status: 'replaced', cumQty: null, leaves: lots(0) }, 0);
    expect(again.parent().exposed).toBe(500);
  });

  it('F:SUB2 SCH-4: unanswered, both are looked up, and the successor that lives decides', () => {
    const rig = resting();
    amend(rig, { limitPrice: 599_980 });
    rig.outcome('replace', UNKNOWN);
    rig.flush();
    const asked = rig.pendingOf('read-order').map(({ clientOrderId }) => clientOrderId);
    expect(new Set(asked)).toEqual(
      new Set(rig.children().map(({ clientOrderId }) => clientOrderId)),
    );
    rig.report({}, 1);
    replaced(rig, 0);
    expect(rig.child(1).stage.kind).toBe('working');
    rig.trade(600, 600, 1);
    expect(rig.parent()).toMatchObject({ filled: 600, status: 'filled' });
    expect(rig.entries('replace-intent')).toHaveLength(1);
    expect(rig.entries('submit-intent')).toHaveLength(1);
  });

  it('SCH-4: unanswered, and the other filled meanwhile: nothing can take its place any more', () => {
    const rig = resting();
    amend(rig, { limitPrice: 599_980 });
    rig.outcome('replace', UNKNOWN);
    rig.trade(600, 600);
    expect(rig.child(1)).toMatchObject({ stage: { kind: 'done' }, belief: { status: 'canceled' } });
    expect(rig.parent()).toMatchObject({ filled: 600, exposed: 600, status: 'filled' });
  });

  it('F:CAN7 SCH-4: where it is a cancel and a new order, one that was canceled may have been replaced: its successor is looked up', () => {
    const inTwoSteps = (): EngineRig => {
      const rig = resting({}, { venue: { replacesBy: 'cancel-and-new' } });
      amend(rig, { limitPrice: 599_980 });
      rig.report({ execType: 'canceled', status: 'canceled', leaves: lots(0) }, 0);
      rig.outcome('replace', UNKNOWN);
      rig.run(0.5);
      return rig;
    };
    const lives = inTwoSteps();
    expect(lives.child(1).stage.kind).toBe('unknown');
    expect(lives.parent()).toMatchObject({ exposed: 600, status: 'working' });
    lives.found();
    expect(lives.child(1).stage.kind).toBe('working');

    const absent = inTwoSteps();
    while (absent.child(1).stage.kind === 'unknown') {
      if (absent.pendingOf('read-order').length > 0) absent.notFound();
      if (absent.pendingOf('read-executions').length > 0) absent.notFound('read-executions');
      absent.run(0.5);
    }
    const [, { submit, belief }] = absent.children() as [unknown, ReturnType<EngineRig['child']>];
    expect(absent.now).toBeGreaterThan(submit.validUntil!);
    expect(belief.status).toBe('failed');
    expect(absent.parent()).toMatchObject({ exposed: 0, filled: 0 });

    const filled = resting({}, { venue: { replacesBy: 'cancel-and-new' } });
    amend(filled, { limitPrice: 599_980 });
    filled.outcome('replace', UNKNOWN);
    filled.trade(600, 600);
    expect(filled.child(1).stage.kind).toBe('done');
  });

  it('ORD-3: refused because the other filled first, the fill stands and nothing is sent', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    rig.outcome('replace', REFUSED);
    rig.flush();
    expect(rig.child(1).stage.kind).toBe('done');
    rig.found({ status: 'filled', cumQty: lots(600) });
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('x', 600, rig.now)],
    });
    expect(rig.parent()).toMatchObject({ filled: 600, status: 'filled', stop: null });
  });

  it('ORD-3: refused, the other lives on as it was, and may be replaced again', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    rig.outcome('replace', { ...REFUSED, code: 'invalid-order' });
    rig.flush();
    rig.found();
    expect(rig.parent().exposed).toBe(600);
    expect(rig.alerts()).toContain('replace-refused raised');
    amend(rig, { quantity: 400 });
    expect(rig.only('replace')).toMatchObject({ quantity: 400 });
    took(rig);
    replaced(rig, 0);
    expect(rig.parent().exposed).toBe(400);
  });

  it('ORD-3 F:SUB6: what took its place was refused afterwards, and its own end was not heard of: it is not replaced again', () => {
    const rig = resting();
    amend(rig, { limitPrice: 599_980 });
    took(rig);
    rig.report({}, 1);
    rig.report({ execType: 'rejected', status: 'rejected', cumQty: lots(0), leaves: lots(0) }, 1);
    expect(rig.child(1).stage.kind).toBe('done');
    expect(rig.child(0).stage.kind).toBe('working');
    amend(rig, { limitPrice: 599_970 });
    expect(refusals(rig)).toEqual([expect.stringContaining('it has been replaced')]);
    expect(rig.entries('replace-intent')).toHaveLength(1);
    replaced(rig, 0);
    expect(rig.parent()).toMatchObject({ exposed: 0, filled: 0 });
  });

  it('SCH-4: proven not sent, it is not tried again', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    rig.outcome('replace', REFUSED_CONNECTION);
    rig.run(10);
    expect(rig.entries('replace-intent')).toHaveLength(1);
    expect(rig.child(0).stage.kind).toBe('working');
  });

  it('SCH-4: an order that never was cannot be sent by itself', () => {
    const rig = resting({ fillTimeout: inSeconds(55) });
    amend(rig, { quantity: 500 });
    rig.outcome('replace', UNKNOWN);
    for (let n = 0; n < 100; n += 1) {
      for (const read of rig.pendingOf('read-order'))
        rig.answer(
          read,
          read.clientOrderId === rig.child(0).clientOrderId
            ? { kind: 'order', order: rig.snapshot(read.clientOrderId) }
            : { kind: 'order', order: null },
        );
      for (const read of rig.pendingOf('read-executions'))
        rig.answer(read, { kind: 'executions', executions: [] });
      rig.run(0.5);
    }
    expect(rig.entries('submit-intent')).toHaveLength(1);
  });

  it('SCH-5: a cancel of the parent reaches whichever lives', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    expect(rig.pendingOf('cancel')).toHaveLength(1);
    took(rig);
    expect(rig.pendingOf('cancel')).toHaveLength(2);
  });

  it('FIL-5: the deadline is the chain’s: a replace does not prolong it', () => {
    const rig = resting();
    rig.run(10);
    for (const read of [...rig.pendingOf('read-order')]) rig.answer(read, FAILED_READ);
    amend(rig, { quantity: 500 });
    took(rig);
    replaced(rig, 0);
    expect(rig.child(1).watch.deadline).toBe(rig.child(0).watch.deadline);
  });

  it('a chain of three: the total counts what all before have filled', () => {
    const rig = resting();
    rig.trade(100, 100);
    amend(rig, { quantity: 500 });
    took(rig);
    replaced(rig, 0, 100);
    rig.trade(50, 50, 1);
    amend(rig, { quantity: 450 }, 1);
    expect(rig.only('replace')).toMatchObject({ quantity: 450 });
    expect(rig.child(2).terms.quantity).toBe(300);
    took(rig);
    replaced(rig, 1, 50);
    rig.trade(300, 300, 2);
    expect(rig.parent()).toMatchObject({ filled: 450, exposed: 450 });
  });
});

describe('what may be amended', () => {
  it('RSK-1: what asks for less passes the kill switch, anything else does not', () => {
    const rig = resting();
    rig.operator({ do: 'kill-on', cancelWorking: false });
    amend(rig, { limitPrice: 599_980 });
    expect(refusals(rig)).toEqual(['not amended: kill-switch: kill switch engaged: test']);
    amend(rig, { quantity: 500 });
    expect(rig.pendingOf('replace')).toHaveLength(1);
  });

  it('SCH-2: the last guard reads again: engaged in between, a new price does not leave', () => {
    let engaged = false;
    const rig = new EngineRig({ engaged: () => engaged }).order({
      slices: 1,
      duration: inSeconds(60),
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    rig.accept();
    engaged = true;
    amend(rig, { limitPrice: 599_980 });
    rig.flush();
    expect(rig.entries('intent-withdrawn')).toMatchObject([{ veto: { code: 'kill-switch' } }]);
    expect(rig.child(0).stage.kind).toBe('working');
    expect(rig.parent().exposed).toBe(600);
  });

  it('RSK-3: limits count the larger of both, and one order', () => {
    const limits = limitsWith({ position: lots(600), openOrders: 1 });
    const rig = new EngineRig({ config: { limits } }).order({
      slices: 1,
      duration: inSeconds(60),
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
    });
    rig.accept();
    amend(rig, { limitPrice: 599_980 });
    rig.flush();
    expect(refusals(rig)).toEqual([]);
    expect(rig.entries('intent-withdrawn')).toEqual([]);
    expect(rig.pendingOf('replace')).toHaveLength(1);
    const { symbol } = rig.child().terms;
    expect(rig.state.exposure.get(symbol)).toMatchObject({ buying: 600, openOrders: 1 });
    took(rig);
    replaced(rig, 0);
    expect(rig.state.exposure.get(symbol)).toMatchObject({ buying: 600, openOrders: 1 });
    rig.report({ execType: 'canceled', status: 'canceled', leaves: lots(0) }, 1);
    expect(rig.state.exposure.get(symbol)).toMatchObject({ buying: 0, openOrders: 0 });
  });

  it('S2: no more than its parent may still send', () => {
    const rig = resting();
    amend(rig, { quantity: 601 });
    expect(refusals(rig)).toEqual([
      'not amended: only 0 lots more of the parent may still be sent',
    ]);
    expect(rig.pendingOf('replace')).toEqual([]);
  });

  it.each([
    ['nothing of it would change', {}, {}],
    ['100 lots of it are filled', { quantity: 100 }, {}],
    [
      'its parent catches up with what an order leaves; cancel the parent instead',
      { quantity: 500 },
      { completion: 'catch-up' as const },
    ],
  ])('it is refused in words: %s', (text, to, changes) => {
    const rig = resting(changes);
    rig.trade(100, 100);
    amend(rig, to);
    expect(refusals(rig)).toEqual([`not amended: ${text}`]);
  });

  it('one at a time', () => {
    const rig = resting();
    amend(rig, { quantity: 500 });
    amend(rig, { quantity: 400 });
    expect(refusals(rig)).toEqual(['not amended: it is being replaced already']);
  });
});
