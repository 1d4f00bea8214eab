/** FIL-12, the client to compare with: each of its mistakes by itself. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/engine/decide.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import { MONITORS } from '../../../src/runs/engines.js';
import { configOf } from '../../support/engine-config.js';
import { EngineRig } from '../../support/engine-rig.js';
import { order } from '../../support/simulation-plan.js';

const LOST = { kind: 'unknown', shape: 'timeout' } as const;

const naive = (): EngineRig =>
  new EngineRig({ config: { engine: 'naive' }, monitors: MONITORS }).order({
    algo: 'direct',
    duration: null,
    slices: null,
    quantity: '0.1',
  });

describe('the naive client', () => {
  it('FIL-12: sends again at once, with the same id, when an answer is lost', () => {
    const rig = naive();
    const first = rig.only('submit');
    rig.outcome('submit', LOST);
    const second = rig.only('submit');
    expect([second.clientOrderId, second.attempt]).toEqual([first.clientOrderId, 2]);
    expect(rig.pendingOf('read-order')).toEqual([]);
  });

  it('FIL-12: takes an id that exists for a refusal, and does not look', () => {
    const rig = naive();
    rig.outcome('submit', LOST);
    rig.outcome('submit', { kind: 'exists', text: 'taken' });
    const { stage, result } = rig.child();
    expect([stage.kind, result?.outcome, result?.reason]).toEqual([
      'done',
      'failed',
      'rejected: exists',
    ]);
    expect(rig.pendingOf('read-order')).toEqual([]);
  });

  it('FIL-12: calls it failed after as many attempts as it has', () => {
    const rig = naive();
    for (let attempt = 1; attempt <= 3; attempt += 1) rig.outcome('submit', LOST);
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.child().result?.outcome).toBe('failed');
  });

  it('FIL-12: what the stream did not say by the deadline did not happen, and its place is free', () => {
    const rig = naive();
    rig.accept();
    expect(rig.parent().exposed).toBe(100);
    rig.run(31);
    expect([rig.child().result?.outcome, rig.parent().exposed]).toEqual(['timeout', 0]);
    expect(rig.pendingOf('cancel')).toHaveLength(1);
    expect(rig.entries('read-requested')).toEqual([]);
    rig.outcome('cancel', { kind: 'rejected', code: 'too-late', text: 'filled' });
    rig.trade(100, 100);
    expect([rig.child().belief.filled, rig.entries('update-skipped').length]).toEqual([0, 1]);
  });

  it('FIL-12: believes the stream at once', () => {
    const rig = naive();
    rig.trade(100, 100);
    expect([rig.child().stage.kind, rig.child().result?.outcome]).toEqual(['done', 'filled']);
    rig.accept();
    expect(rig.entries('read-requested')).toEqual([]);
  });

  it('FIL-12: waits as any other after what was proven not sent', () => {
    const rig = naive();
    const refused = { reason: 'connection-refused', retryAfter: null, veto: null } as const;
    rig.outcome('submit', { kind: 'not-sent', ...refused });
    expect(rig.pendingOf('submit')).toEqual([]);
    rig.run(2.1);
    expect(rig.only('submit').attempt).toBe(2);
  });

  it('FIL-12: a core that was not handed it takes no input', () => {
    const request = { kind: 'order-request', request: order(), at: 0 as never } as const;
    const config = configOf({ engine: 'naive' });
    expect(() => decide(initialState(), request, config)).toThrow('no engine "naive"');
  });
});
