/** Signals through the real host: what is a duplicate, what is remembered, and what lets one in again. */
import { describe, expect, it } from 'vitest';
import { findDifference, fold } from '../../../src/core/engine/replay.js';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { DEFAULT_DEDUP, type DedupConfig } from '../../../src/core/state/signal.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig } from '../../support/engine-rig.js';
import { type SignalTold, signalOf } from '../../support/signal-of.js';

const rigOf = (dedup: Partial<DedupConfig> = {}): EngineRig =>
  new EngineRig({ config: { dedup: { ...DEFAULT_DEDUP, ...dedup } } });

function tell(rig: EngineRig, told: SignalTold = {}): void {
  rig.take({ kind: 'signal', signal: signalOf(told) });
  rig.flush();
}

const counts = (rig: EngineRig): readonly number[] => [
  rig.entries('signal-reserved').length,
  rig.entries('signal-duplicate').length,
  rig.entries('signal-refused').length,
];

const REJECTED = { kind: 'rejected', code: 'NO', text: 'no' } as const;

describe('the same signal twice', () => {
  it('DED-2 DED-6: makes one order, and says of which, how old', () => {
    const rig = rigOf();
    tell(rig);
    rig.run(90);
    tell(rig, { price: '42149' });
    expect(counts(rig)).toEqual([1, 1, 0]);
    expect(rig.parents()).toHaveLength(1);
    const [duplicate] = rig.entries('signal-duplicate');
    expect(duplicate?.ageMicros).toBe(90_000_000);
    expect(duplicate?.duplicateOf).toBe(rig.parent().parentId);
  });

  it.each([
    ['price', { price: '42180' }],
    ['side', { side: 'sell' }],
    ['strategy', { strategyId: 'other' }],
  ] as const)('DED-2: another %s is another signal', (_, told) => {
    const rig = rigOf();
    tell(rig);
    tell(rig, told);
    expect(counts(rig)).toEqual([2, 0, 0]);
  });

  it('DED-2: 5 bps and 300 s are the last that count', () => {
    const rig = rigOf();
    tell(rig, { price: '10000' });
    rig.run(300);
    tell(rig, { price: '10005' });
    tell(rig, { price: '10005.01' });
    expect(counts(rig)).toEqual([2, 1, 0]);
    const late = rigOf();
    tell(late, { price: '10000' });
    late.run(300.001);
    tell(late, { price: '10000' });
    expect(counts(late)).toEqual([2, 0, 0]);
  });

  it('DED-2: a chain does not creep: only the first of a group is compared with', () => {
    const rig = rigOf();
    for (const price of ['10000', '10004', '10008']) tell(rig, { price });
    expect(counts(rig)).toEqual([2, 1, 0]);
    const slow = rigOf();
    for (let told = 0; told < 3; told += 1) {
      tell(slow);
      slow.run(200);
    }
    expect(counts(slow)).toEqual([2, 1, 0]);
  });

  it("DED-2: a producer's own id decides alone", () => {
    const rig = rigOf();
    tell(rig, { signalId: 'a' });
    tell(rig, { signalId: 'b' });
    tell(rig, { signalId: 'a', price: '50000', side: 'sell' });
    tell(rig);
    expect(counts(rig)).toEqual([3, 1, 0]);
  });

  it('DED-2: mode bucket compares names, which part at the fifth minute', () => {
    const rig = rigOf({ mode: 'bucket' });
    rig.run(99);
    tell(rig);
    tell(rig, { price: '42150.4' });
    rig.run(2);
    tell(rig);
    expect(counts(rig)).toEqual([2, 1, 0]);
  });

  it('DED-5: over midnight it is still the same', () => {
    const rig = rigOf();
    rig.run(6_399);
    tell(rig);
    tell(rig, { signalId: 'a' });
    rig.run(2);
    tell(rig);
    tell(rig, { signalId: 'a' });
    expect(counts(rig)).toEqual([2, 2, 0]);
  });
});

describe('what is remembered', () => {
  it('DED-4: nothing of a signal whose order was refused', () => {
    const rig = rigOf();
    rig.operator({ do: 'kill-on', cancelWorking: false });
    tell(rig);
    rig.operator({ do: 'kill-off' });
    tell(rig);
    expect(counts(rig)).toEqual([1, 0, 1]);
    expect(rig.parents()).toHaveLength(1);
  });

  it('DED-4: reserved in the step in which the order is taken', () => {
    const rig = rigOf();
    tell(rig);
    const [block] = rig.blocks.filter(({ input }) => input.kind === 'signal');
    const kinds = block?.entries.map(({ kind }) => kind);
    expect(kinds).toContain('order-received');
    expect(kinds).toContain('signal-reserved');
  });

  it('DED-4: executed, it is confirmed and its time renewed, once', () => {
    const rig = rigOf();
    tell(rig);
    rig.accept();
    rig.run(10);
    const { quantity } = rig.child().terms;
    rig.trade(1, 1);
    rig.run(1);
    rig.trade(quantity - 1, quantity);
    const confirmed = rig.entries('signal-confirmed');
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0]?.expiresAt).toBe(rig.now - 1_000_000 + 600_000_000);
  });

  it('DED-4: a rejected order releases it, and the next one makes an order of its own', () => {
    const rig = rigOf();
    tell(rig);
    rig.outcome('submit', REJECTED);
    expect(rig.entries('signal-released')).toHaveLength(1);
    tell(rig);
    expect(counts(rig)).toEqual([2, 0, 0]);
    expect(rig.parents()).toHaveLength(2);
  });

  it('DED-4: an unknown outcome never releases it', () => {
    const rig = rigOf();
    tell(rig);
    rig.outcome('submit', { kind: 'unknown', shape: 'timeout' });
    rig.run(120);
    tell(rig);
    expect(rig.entries('signal-released')).toHaveLength(0);
    expect(counts(rig)).toEqual([1, 1, 0]);
  });

  it('DED-2: a confirmed signal clears what was confirmed of the other side', () => {
    const rig = rigOf();
    tell(rig);
    rig.accept();
    rig.trade(rig.child().terms.quantity, rig.child().terms.quantity);
    tell(rig, { side: 'sell' });
    rig.accept();
    rig.trade(rig.child(1).terms.quantity, rig.child(1).terms.quantity, 1);
    tell(rig);
    expect(counts(rig)).toEqual([3, 0, 0]);
  });

  it('DED-4: an order that the venue had, and that ended unfilled, does not release it', () => {
    const rig = rigOf();
    tell(rig);
    rig.accept();
    rig.report({ execType: 'expired', status: 'expired', leaves: 0 as Lots });
    rig.run(60);
    expect(rig.parent().status).toBe('failed');
    tell(rig);
    expect(rig.entries('signal-released')).toHaveLength(0);
    expect(counts(rig)).toEqual([1, 1, 0]);
  });

  it('DED-2: what is only reserved of the other side stays', () => {
    const rig = rigOf();
    tell(rig);
    rig.outcome('submit', { kind: 'unknown', shape: 'timeout' });
    tell(rig, { side: 'sell' });
    rig.accept();
    rig.trade(rig.child(1).terms.quantity, rig.child(1).terms.quantity, 1);
    tell(rig);
    expect(counts(rig)).toEqual([2, 1, 0]);
  });

  it('DED-3: at the cap new ones are refused, none is forgotten, and after 600 s there is room', () => {
    const rig = rigOf({ cap: 3 });
    for (let n = 0; n < 50; n += 1) tell(rig, { price: String(10_000 + n * 100) });
    expect(counts(rig)).toEqual([3, 0, 47]);
    expect([...(rig.state.signals?.entries() ?? [])]).toHaveLength(3);
    tell(rig, { price: '10000' });
    expect(counts(rig)).toEqual([3, 1, 47]);
    rig.run(600);
    tell(rig, { price: '90000' });
    expect(counts(rig)).toEqual([4, 1, 47]);
    expect([...(rig.state.signals?.entries() ?? [])]).toHaveLength(1);
  });

  it('DED-3: a price that is none is refused', () => {
    const rig = rigOf();
    for (const price of ['0', '-1', 'x']) tell(rig, { price });
    expect(counts(rig)).toEqual([0, 0, 3]);
  });

  it('DED-5: a state folded from the journal, or restored from a snapshot, answers the same', () => {
    const rig = rigOf();
    for (const price of ['10000', '10004', '10008', '20000']) {
      tell(rig, { price });
      const folded = fold(rig.blocks);
      expect(stateHash(folded)).toBe(stateHash(rig.state));
      expect(stateHash(restore(snapshot(folded)))).toBe(stateHash(rig.state));
    }
    expect(findDifference(rig.blocks, rig.config)).toBeNull();
  });
});
