/** RSK-2: what trips the breaker, that one order at a time tries it after the cool-down, and what survives a snapshot. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import { type BreakerConfig, DEFAULT_BREAKER } from '../../../src/core/state/breaker.js';
import { seconds } from '../../../src/core/ground/units.js';
import { EngineRig, REFUSED_CONNECTION, UNKNOWN } from '../../support/engine-rig.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const LONG = { slices: 10, duration: seconds(600), quantity: '1' } as const;
const REFUSED = { kind: 'rejected', code: 'no', text: 'no' } as const;

const rigWith = (breaker: Partial<BreakerConfig> = {}): EngineRig =>
  new EngineRig({ config: { breaker: { ...DEFAULT_BREAKER, ...breaker } } });
const ordered = (rig: EngineRig, key: string, more: object = {}): void => {
  rig.order({ ...ONE, idempotencyKey: key, ...more });
};
const changes = (rig: EngineRig): readonly string[] =>
  rig.entries('breaker').map(({ state, reason }) => `${state}: ${reason}`);
const refuse = (rig: EngineRig, times: number, from = 0): void => {
  for (let n = from; n < from + times; n += 1) {
    // The same order four times would wait (S22).
    ordered(rig, `r${n}`, { quantity: (0.1 + n / 1_000).toFixed(3) });
    rig.outcome('submit', REFUSED);
  }
};

describe('what trips the breaker', () => {
  it('RSK-2: five orders refused one after the other, not four and one that was taken between', () => {
    const rig = rigWith();
    refuse(rig, 4);
    ordered(rig, 'taken');
    rig.accept();
    refuse(rig, 4, 10);
    expect(changes(rig)).toEqual([]);
    refuse(rig, 1, 20);
    expect(changes(rig)).toEqual(['tripped: 5 orders refused one after the other']);
    expect(rig.alerts()).toContain('breaker raised');
    ordered(rig, 'after');
    expect(rig.entries('order-refused').map(({ code }) => code)).toEqual(['circuit-breaker']);
  });

  it('RSK-2: a fifth of the calls within a minute failed, of twenty at least; a veto is no call', () => {
    const rig = rigWith({ callsLeast: 4, callErrorsBps: 5_000 });
    for (const key of ['a', 'b', 'c']) {
      ordered(rig, key);
      rig.outcome('submit', UNKNOWN);
    }
    expect(changes(rig)).toEqual([]);
    ordered(rig, 'd');
    rig.outcome('submit', REFUSED_CONNECTION);
    expect(changes(rig)).toEqual(['tripped: 4 of 4 calls failed within 60 s']);
    const calm = rigWith({ callsLeast: 2, callErrorsBps: 5_000 });
    ordered(calm, 'a');
    calm.outcome('submit', UNKNOWN);
    calm.run(70);
    ordered(calm, 'b');
    calm.accept(calm.pendingOf('submit')[0]);
    expect(changes(calm).filter((text) => text.includes('2 of 2'))).toEqual([]);
  });

  it('RSK-2: market data that nothing was heard of for a minute', () => {
    const rig = rigWith();
    rig.order(LONG);
    rig.quoteAge = seconds(60);
    rig.run(6);
    expect(changes(rig)).toEqual([]);
    rig.quoteAge = seconds(61);
    rig.run(6);
    expect(changes(rig)).toEqual([
      'tripped: market data of BTCUSDT is 61 s old, the limit is 60 s',
    ]);
  });

  it('RSK-2: a loss of two percent within a day', () => {
    const rig = rigWith({ equity: '10000' });
    rig.order(LONG);
    rig.accept();
    rig.trade(100, 100);
    rig.quote = { bid: 580_000, ask: 580_020 };
    rig.run(6);
    expect(changes(rig)).toEqual([]);
    rig.quote = { bid: 579_900, ask: 579_920 };
    rig.run(6);
    expect(changes(rig)).toEqual(['tripped: lost 200.9 today, the limit is 200']);
  });

  it('RSK-2: what is known contradicts itself', () => {
    const rig = rigWith();
    rig.order(LONG);
    rig.report({ clientOrderId: 'f'.repeat(24) as never });
    expect(changes(rig)[0]).toContain('tripped: unmatched-report: ');
  });

  it('RSK-2: without configuration nothing does, and nothing is counted', () => {
    const rig = new EngineRig();
    refuse(rig, 6);
    expect(rig.kinds().filter((kind) => kind === 'call-judged' || kind === 'breaker')).toEqual([]);
    expect(rig.state.calls).toBeUndefined();
  });
});

describe('the way back', () => {
  function cooled(): EngineRig {
    const rig = rigWith({ rejects: 1 });
    refuse(rig, 1);
    rig.run(299);
    expect(rig.state.breaker.state).toBe('tripped');
    rig.run(1);
    expect(rig.state.breaker.state).toBe('half-open');
    return rig;
  }

  it('RSK-2: half-open lets one order at a time through, over all parents; taken, it closes', () => {
    const rig = cooled();
    ordered(rig, 'a');
    ordered(rig, 'b');
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.child(2).belief.status).toBe('blocked_circuit_breaker');
    rig.accept();
    expect(changes(rig).at(-1)).toBe('closed: the order that tried it was taken');
    expect(rig.alerts().at(-1)).toBe('breaker cleared');
    ordered(rig, 'c');
    ordered(rig, 'd');
    expect(rig.pendingOf('submit')).toHaveLength(2);
  });

  it.each([REFUSED, UNKNOWN, REFUSED_CONNECTION])('RSK-2: $kind trips it again', (outcome) => {
    const rig = cooled();
    ordered(rig, 'a');
    rig.outcome('submit', outcome);
    expect(rig.state.breaker.state).toBe('tripped');
    rig.run(301);
    expect(rig.entries('breaker').filter(({ state }) => state === 'half-open')).toHaveLength(2);
  });

  it('RSK-2: an operator resets it at once; one that an operator tripped waits for one', () => {
    const rig = rigWith({ rejects: 1 });
    refuse(rig, 1);
    rig.operator({ do: 'breaker-reset' });
    expect(rig.state.breaker).toEqual({ state: 'closed', reason: 'test' });
    expect(rig.alerts().at(-1)).toBe('breaker cleared');
    rig.operator({ do: 'breaker-trip' });
    rig.run(1_000);
    expect(rig.state.breaker.state).toBe('tripped');
  });

  it('RSK-2 RSK-1: state and counts survive a fold of the journal and a snapshot', () => {
    const rig = cooled();
    ordered(rig, 'a');
    rig.operator({ do: 'kill-on', cancelWorking: true });
    const folded = initialState();
    for (const { input, entries } of rig.blocks)
      for (const entry of entries) evolve(folded, entry, input.at);
    expect(folded.breaker.probe).toBe(rig.child(1).clientOrderId);
    expect(folded.killSwitch.engaged).toBe(true);
    expect(stateHash(folded)).toBe(stateHash(rig.state));
    expect(stateHash(restore(snapshot(folded)))).toBe(stateHash(rig.state));
  });
});
