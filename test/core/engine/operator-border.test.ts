/** API-7, SCH-5, REC-5: what comes over a border that knows who it is, and the commands that are given there. */
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/core/state/input.js';
import { EngineRig } from '../../support/engine-rig.js';
import { signalOf } from '../../support/signal-of.js';
import { order } from '../../support/simulation-plan.js';

const by = (role: Role) => ({ operator: 'alice', role });
const refusals = (rig: EngineRig) => rig.entries('operator-refused');

describe('orders and signals over a border', () => {
  it('API-7: a viewer gives none, and that it was tried is written down', () => {
    const rig = new EngineRig();
    rig.take({ kind: 'order-request', request: order(), by: by('viewer') });
    rig.take({ kind: 'signal', signal: signalOf(), by: by('viewer') });
    expect(rig.parents()).toEqual([]);
    expect(refusals(rig)).toEqual([
      {
        kind: 'operator-refused',
        text: 'alice: order takes the role trader, not viewer',
        denied: true,
      },
      {
        kind: 'operator-refused',
        text: 'alice: signal takes the role trader, not viewer',
        denied: true,
      },
    ]);
  });

  it.each(['trader', 'operator', 'admin'] as const)('API-7: a %s does', (role) => {
    const rig = new EngineRig();
    rig.take({ kind: 'order-request', request: order(), by: by(role) });
    rig.take({ kind: 'signal', signal: signalOf(), by: by(role) });
    expect(rig.parents()).toHaveLength(2);
  });
});

describe('cancel-order', () => {
  const two = () => {
    const rig = new EngineRig().order({
      slices: 2,
      type: 'limit',
      limitPrice: '59999',
      timeInForce: 'gtc',
    });
    rig.accept();
    return rig;
  };
  const cancel = (rig: EngineRig, clientOrderId = rig.child().clientOrderId): void =>
    rig.operator({ do: 'cancel-order', clientOrderId });

  it('SCH-5: of several orders the one is canceled, and its parent goes on', () => {
    const rig = two();
    cancel(rig);
    expect(rig.pendingOf('cancel')).toHaveLength(1);
    rig.report({ execType: 'canceled', status: 'canceled', leaves: 0 as never });
    expect(rig.child().result).toMatchObject({ outcome: 'failed', reason: 'canceled' });
    rig.run(31);
    expect(rig.parent()).toMatchObject({ status: 'working', stop: null, cancel: null });
    expect(rig.children()).toHaveLength(2);
  });

  it('SCH-5: the only order of a parent is its parent', () => {
    const rig = new EngineRig().order({
      slices: 1,
      type: 'limit',
      limitPrice: '59999',
      timeInForce: 'gtc',
    });
    rig.accept();
    cancel(rig);
    rig.report({ execType: 'canceled', status: 'canceled', leaves: 0 as never });
    expect(rig.parent().status).toBe('canceled');
  });

  it('SCH-5: what is over, unknown or on its way out is refused in words', () => {
    const rig = two();
    const { clientOrderId } = rig.child();
    cancel(rig, 'nobody' as never);
    cancel(rig);
    cancel(rig);
    rig.report({ execType: 'canceled', status: 'canceled', leaves: 0 as never });
    cancel(rig);
    expect(refusals(rig).map(({ text }) => text)).toEqual([
      'no such order: nobody',
      `a cancel of order ${clientOrderId} was asked for already`,
      `order ${clientOrderId} is canceled already`,
    ]);
  });
});

describe('reconcile and stop', () => {
  it('REC-5: what the venue has is read to its end, and what follows is as always', () => {
    const rig = new EngineRig().order({ slices: 1 });
    rig.accept();
    rig.operator({ do: 'reconcile' });
    rig.operator({ do: 'reconcile' });
    expect(refusals(rig).map(({ text }) => text)).toEqual(['reconciliation is under way']);
    expect(rig.entries('reconciliation-begun')).toEqual([
      { kind: 'reconciliation-begun', operator: 'me', reason: 'test' },
    ]);
    const { clientOrderId } = rig.child();
    rig.answer('read-open-orders', { kind: 'open-orders', orders: [], nextCursor: null });
    const order1 = rig.snapshot(clientOrderId, { status: 'filled', cumQty: 600 as never });
    rig.answer('read-history', { kind: 'history', orders: [order1], nextCursor: null });
    expect(rig.child().belief.filled).toBe(600);
    expect(rig.state.gate).toBeUndefined();
  });

  it('API-6: an end that is asked for is written down, and changes no order', () => {
    const rig = new EngineRig().order({ slices: 2 });
    const before = rig.parent();
    rig.operator({ do: 'stop', onStop: 'cancel' });
    expect(rig.entries('stop-asked')).toEqual([
      { kind: 'stop-asked', onStop: 'cancel', operator: 'me', reason: 'test' },
    ]);
    expect(rig.parent()).toEqual(before);
  });
});
