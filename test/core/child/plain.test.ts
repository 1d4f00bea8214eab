/** FIL-12, the poller to fall back on: when it asks, what it does not hear, and that a change on the way leaves no order behind. */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { inSeconds } from '../../support/simulation-plan.js';

const DIRECT = { algo: 'direct', duration: null, slices: null, quantity: '0.1' } as const;

const plain = (): EngineRig => new EngineRig({ config: { engine: 'plain' } }).order(DIRECT);

describe('the plain poller', () => {
  it('FIL-12: asks every 2 s, for 30 s, and then for the last time', () => {
    const rig = plain();
    rig.accept();
    const asked: number[] = [];
    for (let second = 1; second <= 31; second += 1) {
      rig.run(1);
      if (rig.pendingOf('read-order').length === 0) continue;
      asked.push(second);
      rig.found();
      if (rig.pendingOf('cancel').length > 0) break;
    }
    expect(asked).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]);
    expect(rig.only('cancel').attempt).toBe(1);
  });

  it('FIL-12: asks again after 2 s when a question fails, however often', () => {
    const rig = plain();
    rig.accept();
    rig.run(2);
    for (let failure = 0; failure < 4; failure += 1) {
      rig.answer('read-order', {
        kind: 'failed',
        failure: 'ambiguous',
        retryAfter: null,
        text: '502',
      });
      rig.run(1.9);
      expect(rig.pendingOf('read-order')).toEqual([]);
      rig.run(0.2);
    }
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });

  it('FIL-12: does not listen to the stream, says so, and learns of the fill when it asks', () => {
    const rig = plain();
    rig.accept();
    rig.trade(100, 100);
    expect(rig.child().belief.filled).toBe(0);
    expect(rig.entries('update-skipped').at(-1)?.skipped[0]?.code).toBe('not-listened');
    rig.run(2);
    rig.found({ status: 'filled', cumQty: 100 as Lots });
    expect(rig.child().belief.filled).toBe(100);
  });

  it('FIL-12 ORD-4: what becomes of an order after its end is booked, whoever tells of it', () => {
    const rig = plain();
    const refused = { reason: 'connection-refused', retryAfter: null, veto: null } as const;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      rig.outcome('submit', { kind: 'not-sent', ...refused });
      rig.run(8);
    }
    expect(rig.child().stage.kind).toBe('done');
    rig.trade(100, 100);
    expect(rig.child().belief.filled).toBe(100);
  });

  it('FIL-12: an order keeps who followed it first; those that are sent later have the other', () => {
    const rig = new EngineRig().order(DIRECT);
    rig.operator({ do: 'engine', engine: 'plain' }, 'rollback');
    rig.outcome('submit', {
      kind: 'not-sent',
      reason: 'connection-refused',
      retryAfter: null,
      veto: null,
    });
    rig.run(2.1);
    rig.order({ ...DIRECT, idempotencyKey: '1' });
    expect(rig.entries('submit-intent').map(({ monitor }) => monitor)).toEqual([
      undefined,
      undefined,
      'plain',
    ]);
    expect(rig.entries('engine-chosen')).toMatchObject([{ engine: 'plain', reason: 'rollback' }]);
    rig.operator({ do: 'engine', engine: 'robust' });
    rig.accept(rig.pendingOf('submit')[1]);
    rig.trade(100, 100, 1);
    expect(rig.child(1).belief.filled).toBe(0);
  });

  it('FIL-12: a resting slice works for its interval with either', () => {
    const rig = new EngineRig({ config: { engine: 'plain' } }).order({
      ...DIRECT,
      fillTimeout: inSeconds(7),
    });
    const [intent] = rig.entries('submit-intent');
    expect(intent!.deadline - rig.now).toBe(inSeconds(7));
  });
});
