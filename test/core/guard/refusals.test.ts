/** S22: an order that was refused three times in the same words is sent once a minute, by whoever asks for it. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { EngineRig } from '../../support/engine-rig.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const REFUSED = { kind: 'rejected', code: 'no-cash', text: 'no cash' } as const;

function refuse(rig: EngineRig, times: number, from = 0): void {
  for (let n = from; n < from + times; n += 1) {
    rig.order({ ...ONE, idempotencyKey: `r${n}` });
    rig.outcome('submit', REFUSED);
  }
}

describe('the same order, refused again and again', () => {
  it('S22: leaves a fourth time a minute after the third refusal, and someone is told', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    expect(rig.alerts()).toContain('refused-again raised');
    rig.order({ ...ONE, idempotencyKey: 'again' });
    rig.run(59);
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.entries('slice-waiting').map(({ reason }) => reason)).toEqual(['refused']);
    rig.run(1);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.accept();
    expect(rig.alerts()).toContain('refused-again cleared');
  });

  it('S22: another order does not wait, nor does the same once it was taken', () => {
    const rig = new EngineRig();
    refuse(rig, 2);
    rig.order({ ...ONE, idempotencyKey: 'taken' });
    rig.accept();
    refuse(rig, 3, 10);
    rig.order({ ...ONE, quantity: '0.2', idempotencyKey: 'other' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.entries('slice-waiting')).toEqual([]);
  });

  it('S22: of ever different orders the oldest are forgotten; what is known survives a snapshot', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    for (let n = 1; n < 40; n += 1) {
      rig.order({ ...ONE, quantity: (0.1 + n / 1_000).toFixed(3), idempotencyKey: `d${n}` });
      rig.outcome('submit', REFUSED);
    }
    expect(rig.state.refusals).toHaveLength(32);
    expect(stateHash(restore(snapshot(rig.state)))).toBe(stateHash(rig.state));
    refuse(rig, 1, 50);
    expect(rig.entries('slice-waiting')).toEqual([]);
    expect(rig.state.refusals?.at(-1)?.count).toBe(1);
  });

  it('S22: of two that wait for it one leaves when the minute is over, and the other only once that is taken', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    rig.order({ ...ONE, idempotencyKey: 'a' });
    rig.order({ ...ONE, idempotencyKey: 'b' });
    rig.run(60);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.accept();
    rig.run(60);
    expect(rig.entries('slice-released')).toHaveLength(5);
  });
});
